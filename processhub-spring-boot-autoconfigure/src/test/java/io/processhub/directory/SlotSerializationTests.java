/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.processhub.directory.SlotReply.Outcome;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the serialized form of {@link SlotCommand} and {@link SlotReply}.
 */
class SlotSerializationTests {

	private final Random random = new Random(20260102);

	@Test
	void questionsComeBack() {
		for (SlotCommand question : List.of(new SlotCommand.Digest(), new SlotCommand.ReadAll(),
				new SlotCommand.Read(List.of()), new SlotCommand.Read(List.of("b", "a", "ü")),
				new SlotCommand.ReadOrphans(Set.of()), new SlotCommand.ReadOrphans(Set.of("n1", "n2")))) {
			assertThat(SlotCommand.fromBytes(question.toBytes())).isEqualTo(question);
		}
	}

	@Test
	void changesComeBack() {
		for (int i = 0; i < 500; i++) {
			SlotCommand change = SlotOperations.change(this.random, revision());
			assertThat(SlotCommand.fromBytes(change.toBytes())).usingRecursiveComparison().isEqualTo(change);
		}
	}

	@Test
	void repliesComeBack() {
		for (int i = 0; i < 200; i++) {
			SlotReply reply = reply();
			assertThat(SlotReply.fromBytes(reply.toBytes())).usingRecursiveComparison().isEqualTo(reply);
		}
	}

	@Test
	void truncatedCommandsAndRepliesAreWireExceptions() {
		byte[] command = SlotOperations.change(this.random, 1000).toBytes();
		byte[] reply = new SlotReply(1, 2, 3, List.of(new Outcome(true, 1, 2, new byte[] { 1 }, null)),
				List.of(SlotOperations.record(this.random, "a", "n1", 7)))
			.toBytes();
		for (int length = 0; length < command.length; length++) {
			byte[] cut = Arrays.copyOf(command, length);
			assertThatExceptionOfType(WireException.class).isThrownBy(() -> SlotCommand.fromBytes(cut));
		}
		for (int length = 0; length < reply.length; length++) {
			byte[] cut = Arrays.copyOf(reply, length);
			assertThatExceptionOfType(WireException.class).isThrownBy(() -> SlotReply.fromBytes(cut));
		}
	}

	@Test
	void garbageIsReadOrIsAWireException() {
		for (int i = 0; i < 10_000; i++) {
			byte[] garbage = new byte[this.random.nextInt(80)];
			this.random.nextBytes(garbage);
			if (garbage.length > 0 && this.random.nextBoolean()) {
				garbage[0] = (byte) this.random.nextInt(6);
			}
			onlyWireExceptions(() -> SlotCommand.fromBytes(garbage));
			onlyWireExceptions(() -> SlotReply.fromBytes(garbage));
			onlyWireExceptions(() -> Slot.readFrom(new WireReader(garbage)));
		}
	}

	@Test
	void damagedCommandsAndRepliesAreReadOrAreWireExceptions() {
		for (int i = 0; i < 2_000; i++) {
			byte[] command = damaged(SlotOperations.change(this.random, 1000).toBytes());
			onlyWireExceptions(() -> SlotCommand.fromBytes(command));
			byte[] reply = damaged(reply().toBytes());
			onlyWireExceptions(() -> SlotReply.fromBytes(reply));
		}
	}

	private byte[] damaged(byte[] bytes) {
		byte[] damaged = bytes.clone();
		damaged[this.random.nextInt(damaged.length)] ^= (byte) (1 << this.random.nextInt(8));
		return damaged;
	}

	private SlotReply reply() {
		List<Outcome> outcomes = new ArrayList<>();
		List<ProcessRecord> records = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			ProcessRecord record = SlotOperations.record(this.random, "id-" + i, "n1", revision());
			records.add(record);
			outcomes.add(new Outcome(this.random.nextBoolean(), revision(), this.random.nextInt(99),
					this.random.nextBoolean() ? new byte[] { 8 } : null, this.random.nextBoolean() ? record : null));
		}
		return new SlotReply(revision(), this.random.nextInt(99), this.random.nextLong(), outcomes, records);
	}

	private long revision() {
		return this.random.nextLong() >>> (5 + this.random.nextInt(59));
	}

	private static void onlyWireExceptions(Runnable reading) {
		try {
			reading.run();
		}
		catch (WireException ex) {
			assertThat(ex.getMessage()).isNotEmpty();
		}
	}

}
