/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.processhub.HubNode;
import io.processhub.MailboxFullException;
import io.processhub.ProcessCallException;
import io.processhub.ProcessError;
import io.processhub.ProcessNotFoundException;
import io.processhub.RestartPolicy;
import io.processhub.directory.StoredSpec;
import io.processhub.strategy.LoadSample;
import io.processhub.strategy.NodeLoad;
import io.processhub.testing.Fuzz;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * Tests that what nodes tell each other is refused with a {@link WireException} when it
 * is garbled, and takes little memory.
 */
@Timeout(300)
class EngineFuzzTests {

	private static final StoredSpec SPEC = new StoredSpec("device-17", "twin", new byte[] { 1, 2, 3 },
			RestartPolicy.TRANSIENT, 5000, "hall-1", Map.of("room", "12"), List.of("node-1"));

	@Test
	void frames() {
		new Fuzz("Frame",
				List.of(Frame.begin(Kind.START, 12345, 0).toByteArray(),
						Frame.begin(Kind.REPLY, Long.MAX_VALUE, 0).writeString("body").toByteArray()))
			.decode(Frame::read, WireException.class);
	}

	@Test
	void orders() {
		new Fuzz("Order", List.of(body((writer) -> new Order(5, 0, true, List.of(SPEC, SPEC)).writeTo(writer, 10_000))))
			.decode((input) -> {
				WireReader reader = new WireReader(input);
				reader.readLong();
				Order.readFrom(reader);
			}, WireException.class);
	}

	@Test
	void startOutcomes() {
		Map<String, StartOutcome> outcomes = Map.of("a",
				new StartOutcome.Started("node", 3, 4, true, List.of(new StartOutcome.Other(1, "other", 5, 6, 7))), "b",
				new StartOutcome.Failed(new ProcessError("b", null, ProcessError.Reason.TIMEOUT, "It was late")));
		new Fuzz("StartOutcome", List.of(body((writer) -> StartOutcome.writeAll(outcomes, writer))))
			.decode((input) -> StartOutcome.readAll(new WireReader(input)), WireException.class);
	}

	@Test
	void nodeRecords() {
		NodeRecord node = new NodeRecord(new HubNode("0123456789abcdef", "node-1"), NodeRecord.Status.UP, 3,
				Set.of("twin", "counter"), new Agreement(Map.of("distribution", "ring", "directory", "1")));
		new Fuzz("NodeRecord", List.of(body(node::writeTo)))
			.decode((input) -> NodeRecord.readFrom(new WireReader(input)), WireException.class);
		new Fuzz("Foreign", List
			.of(Frame.begin(Kind.ANNOUNCE, 9, 0).writeString("id").writeString("name").writeByte(1).toByteArray()))
			.decode(Frame::readForeign, WireException.class);
	}

	@Test
	void loads() {
		LoadSample sample = new LoadSample(0.25, 0.5, 1000, 20);
		new Fuzz("LoadSample", List.of(body((writer) -> LoadMessages.write(sample, writer))))
			.decode((input) -> LoadMessages.readSample(new WireReader(input)), WireException.class);
		Map<String, NodeLoad> loads = Map.of("0123456789abcdef", new NodeLoad(0.5, 3), "fedcba9876543210",
				new NodeLoad(1, 0));
		new Fuzz("NodeLoads", List.of(body((writer) -> LoadMessages.write(loads, writer))))
			.decode((input) -> LoadMessages.readLoads(new WireReader(input)), WireException.class);
	}

	@Test
	void failures() {
		List<byte[]> failures = List.of(
				body((writer) -> Failures.write(new ProcessNotFoundException("hub", "p", "There is no p"), writer)),
				body((writer) -> Failures.write(new MailboxFullException("hub", "p", "Full"), writer)),
				body((writer) -> Failures.write(new ProcessCallException("hub", "p", "java.io.IOException", "No", null),
						writer)));
		new Fuzz("Failures", failures).decode((input) -> Failures.read("hub", "p", new WireReader(input)),
				WireException.class);
	}

	private static byte[] body(Consumer<WireWriter> value) {
		WireWriter writer = new WireWriter(64);
		value.accept(writer);
		return writer.toByteArray();
	}

}
