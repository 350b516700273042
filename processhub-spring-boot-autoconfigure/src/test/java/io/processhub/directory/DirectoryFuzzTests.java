/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.processhub.ProcessState;
import io.processhub.RestartPolicy;
import io.processhub.directory.SlotReply.Outcome;
import io.processhub.registry.RegistryChange;
import io.processhub.testing.Fuzz;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that garbled commands, replies, slots and changes of the directory are refused
 * with a {@link WireException} and take little memory.
 */
@Timeout(300)
class DirectoryFuzzTests {

	private static final StoredSpec SPEC = new StoredSpec("device-17", "twin", new byte[] { 1, 2, 3 },
			RestartPolicy.TRANSIENT, 5000, "hall-1", Map.of("room", "12", "owner", "Größe"),
			List.of("node-1", "nœud-2"));

	private static final StoredSpec PLAIN = new StoredSpec("p", "t", null, RestartPolicy.PERMANENT, 0, null, Map.of());

	private static final ProcessRecord RECORD = new ProcessRecord(SPEC, "0123456789abcdef", -5, 7, 9,
			ProcessState.RUNNING, 3, 77, new byte[] { 4, 5, 6 });

	private static final ProcessRecord STRIPPED = new ProcessRecord(PLAIN, "fedcba9876543210", 1, 1L << 40, 1L << 41,
			ProcessState.FAILED, 0, 0, null);

	private static final List<SlotOperation> OPERATIONS = List.of(new SlotOperation.Claim(SPEC, "n1", 5),
			new SlotOperation.Assign("device-17", 7, "n2", 6, new byte[] { 1 }), new SlotOperation.Remove("p", 0),
			new SlotOperation.Withdraw("p", -9), new SlotOperation.Amend("p", 3, ProcessState.FAILED, 2),
			new SlotOperation.Describe("p", Map.of("a", "b")), new SlotOperation.Settle("p", 3),
			new SlotOperation.Restore(RECORD), new SlotOperation.Bury("p", 4), new SlotOperation.Abandon("p", 4));

	@Test
	void slotCommands() {
		List<SlotCommand> commands = List.of(new SlotCommand.Change(12, OPERATIONS), new SlotCommand.Digest(),
				new SlotCommand.ReadAll(), new SlotCommand.Read(List.of("p", "q")),
				new SlotCommand.ReadOrphans(Set.of("n1", "n2")), new SlotCommand.Change(12, "m1", OPERATIONS),
				new SlotCommand.Rejoin(9, "m1", List.of(RECORD, STRIPPED), Map.of("p", 4L)));
		new Fuzz("SlotCommand", commands.stream().map(SlotCommand::toBytes).toList()).decode(SlotCommand::fromBytes,
				WireException.class);
	}

	@Test
	void slotOperations() {
		new Fuzz("SlotOperation", OPERATIONS.stream().map((each) -> bytes(each::writeTo)).toList())
			.decode((input) -> SlotOperation.readFrom(new WireReader(input)), WireException.class);
	}

	@Test
	void slotReplies() {
		List<SlotReply> replies = List
			.of(new SlotReply(9, 0, 123, List.of(), List.of(RECORD, STRIPPED)), new SlotReply(9, 4, -1,
					List.of(new Outcome(true, 7, 9, new byte[] { 1 }, RECORD), new Outcome(false, 0, 0, null, null)),
					List.of()));
		new Fuzz("SlotReply", replies.stream().map(SlotReply::toBytes).toList()).decode(SlotReply::fromBytes,
				WireException.class);
	}

	@Test
	void slots() {
		Slot slot = new Slot();
		slot.execute(new SlotCommand.Change(5, OPERATIONS));
		slot.execute(new SlotCommand.Change(0, List.of(new SlotOperation.Claim(PLAIN, "n", 1))));
		slot.execute(new SlotCommand.Change(0, List.of(new SlotOperation.Remove("p", 0))));
		new Fuzz("Slot", List.of(bytes(slot::writeTo), bytes(new Slot()::writeTo)))
			.decode((input) -> Slot.readFrom(new WireReader(input)), WireException.class);
	}

	@Test
	void recordsAndSpecs() {
		new Fuzz("ProcessRecord", List.of(bytes(RECORD::writeTo), bytes(STRIPPED::writeTo)))
			.decode((input) -> ProcessRecord.readFrom(new WireReader(input)), WireException.class);
		new Fuzz("StoredSpec", List.of(bytes(SPEC::writeTo), bytes(PLAIN::writeTo)))
			.decode((input) -> StoredSpec.readFrom(new WireReader(input)), WireException.class);
	}

	@Test
	void registryChanges() {
		List<RegistryChange> changes = List.of(RegistryChange.of(RECORD), RegistryChange.of(STRIPPED),
				RegistryChange.removal("p", 12));
		new Fuzz("RegistryChange", changes.stream().map((each) -> bytes(each::writeTo)).toList())
			.decode((input) -> RegistryChange.readFrom(new WireReader(input)), WireException.class);
	}

	/**
	 * A slot that carries out whatever can be read keeps its counters in their range, and
	 * what it becomes can always be sent to another member.
	 */
	@Test
	void slotStandsWhatItIsTold() {
		Slot slot = new Slot();
		Fuzz fuzz = new Fuzz("Change",
				List.of(new SlotCommand.Change(12, OPERATIONS).toBytes(),
						new SlotCommand.Change(0, List.of(new SlotOperation.Claim(PLAIN, "n", 1))).toBytes(),
						new SlotCommand.Rejoin(9, "m1", List.of(RECORD), Map.of("p", 4L)).toBytes()));
		for (int i = 0; i < Fuzz.INPUTS; i++) {
			byte[] input = fuzz.next();
			SlotReply reply;
			try {
				reply = slot.execute(SlotCommand.fromBytes(input));
			}
			catch (WireException ex) {
				continue;
			}
			assertThat(SlotReply.fromBytes(reply.toBytes()).revision()).as(fuzz.describe(input)).isNotNegative();
			assertThat(bytes(Slot.readFrom(new WireReader(bytes(slot::writeTo)))::writeTo)).as(fuzz.describe(input))
				.hasSameSizeAs(bytes(slot::writeTo));
		}
	}

	private static byte[] bytes(Consumer<WireWriter> value) {
		WireWriter writer = new WireWriter(64);
		value.accept(writer);
		return writer.toByteArray();
	}

}
