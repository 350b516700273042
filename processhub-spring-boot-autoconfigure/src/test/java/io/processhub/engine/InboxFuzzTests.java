/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.util.ReflectionTestUtils;

import io.processhub.HubNode;
import io.processhub.ProcessInfo;
import io.processhub.ProcessSpec;
import io.processhub.cluster.Lane;
import io.processhub.directory.ProcessRecord;
import io.processhub.engine.TestCluster.Member;
import io.processhub.engine.TestCluster.Sent;
import io.processhub.strategy.migration.ColdSwap;
import io.processhub.strategy.migration.HotSwap;
import io.processhub.testing.Fuzz;
import io.processhub.wire.WireException;
import io.processhub.wire.WireWriter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a hub goes on, whatever the other members send to it.
 */
@Timeout(600)
@ExtendWith(OutputCaptureExtension.class)
class InboxFuzzTests {

	private static final int PROCESSES = 30;

	private final TestCluster cluster = new TestCluster();

	private Member first;

	private Member second;

	@BeforeEach
	void start() {
		this.first = this.cluster.join("m1");
		this.cluster.migration = new HotSwap(true, Duration.ofSeconds(5), true, Duration.ofSeconds(3),
				Duration.ofSeconds(10));
		this.second = this.cluster.join("m2");
		this.cluster.migration = new ColdSwap();
		this.cluster.await(this.first.hub.start(IntStream.range(0, PROCESSES)
			.mapToObj((i) -> ProcessSpec.of("p" + i, TestCluster.TYPE))
			.toArray(ProcessSpec[]::new)));
		callAll("add");
		assertThat(this.first.hub.localProcesses()).isNotEmpty();
		assertThat(this.second.hub.localProcesses()).isNotEmpty();
	}

	/**
	 * What cannot be read changes nothing at all.
	 */
	@Test
	void unreadableMessagesChangeNothing(CapturedOutput output) {
		Fuzz fuzz = new Fuzz("Unreadable", everyKind().stream().map(Sent::message).toList());
		Map<String, ProcessRecord> before = this.cluster.directory();
		int sent = this.cluster.sent.size();
		for (int i = 0; i < Fuzz.INPUTS; i++) {
			byte[] input = fuzz.next();
			// No version but ours begins like this
			if (input.length > 0) {
				input[0] = (byte) (Frame.VERSION + 2 + fuzz.random().nextInt(200));
			}
			if (isReadable(input)) {
				continue;
			}
			for (Lane lane : Lane.values()) {
				this.first.take("m2", lane, input);
			}
		}
		this.cluster.run();
		assertThat(this.cluster.sent).as("answers").hasSize(sent);
		assertThat(this.cluster.directory()).isEqualTo(before);
		assertConverged(before.keySet());
		assertThat(callAll("get")).containsOnly(1L);
		assertThat(output.getOut().lines().filter((line) -> line.contains("does not understand"))).hasSizeBetween(1,
				10);
	}

	/**
	 * Return whether something is what a node of another version could announce.
	 */
	private static boolean isReadable(byte[] input) {
		try {
			return Frame.readForeign(input) != null;
		}
		catch (WireException ex) {
			return false;
		}
	}

	/**
	 * What was garbled on its way may be a message of its own, but in the end all nodes
	 * agree, every process runs once, and nothing is left behind.
	 */
	@Test
	void hubStandsGarbledMessages(CapturedOutput output) {
		List<Sent> messages = everyKind();
		Map<Lane, Fuzz> fuzzes = Map.of(Lane.CONTROL, fuzz(messages, Lane.CONTROL), Lane.MESSAGE,
				fuzz(messages, Lane.MESSAGE), Lane.REPLY, fuzz(messages, Lane.REPLY));
		Lane[] lanes = Lane.values();
		for (int i = 0; i < Fuzz.INPUTS; i++) {
			Lane lane = lanes[i % lanes.length];
			Fuzz fuzz = fuzzes.get(lane);
			byte[] input = fuzz.next();
			try {
				this.first.take("m2", fuzz.random().nextInt(50) == 0 ? lanes[fuzz.random().nextInt(3)] : lane, input);
				this.cluster.run();
			}
			catch (Throwable ex) {
				throw new AssertionError(fuzz.describe(input) + " ended with " + ex, ex);
			}
			if (i % 100 == 0) {
				this.cluster.advance(Duration.ofMillis(100));
			}
		}
		long stretches = 1 + Fuzz.INPUTS / 10_000;
		assertThat(output.getOut().lines().filter((line) -> line.contains("does not understand"))).hasSizeBetween(1,
				(int) (5 * (stretches + 1)));
		this.cluster.advance(Duration.ofMinutes(3));
		assertConverged(this.cluster.directory().keySet());
		assertThat(callAll("get")).allMatch((answer) -> answer != null);
		// As long as a message may wait for a process that nobody can run
		this.cluster.advance(Duration.ofHours(1));
		assertNothingPending(this.first);
		assertNothingPending(this.second);
	}

	private static Fuzz fuzz(List<Sent> messages, Lane lane) {
		return new Fuzz(lane.name(),
				messages.stream().filter((each) -> each.lane() == lane).map(Sent::message).toList());
	}

	private List<Sent> everyKind() {
		Member third = this.cluster.join("m3");
		this.cluster.await(this.first.hub.updateMetadata("p1", Map.of("room", "12")));
		this.cluster.await(this.first.hub.stop("p0"));
		this.cluster.await(this.first.hub.start(ProcessSpec.of("p0", TestCluster.TYPE)));
		this.first.hub.send("p0", "add");
		this.cluster.await(this.first.hub.rebalance());
		callAll("get");
		// A call that is passed on, and orphans that are handed on
		CompletableFuture<?> moving = CompletableFuture.allOf(this.first.hub.processes()
			.stream()
			.map((each) -> this.first.hub.call(each.id(), "get"))
			.toArray(CompletableFuture[]::new));
		this.cluster.leave(third);
		this.cluster.await(moving);
		this.cluster.advance(Duration.ofSeconds(30));
		Set<Kind> kinds = this.cluster.sent.stream()
			.map((each) -> Frame.read(each.message()).kind())
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
		assertThat(kinds).contains(Kind.ANNOUNCE, Kind.START, Kind.STOP, Kind.RUN, Kind.REBALANCE, Kind.CHANGES,
				Kind.DIGESTS, Kind.ANSWER, Kind.DELIVER, Kind.REPLY, Kind.PREPARE, Kind.HANDOVER);
		List<Sent> messages = new ArrayList<>(this.cluster.sent);
		this.cluster.sent(Kind.CHANGES).forEach((news) -> messages.add(relayed(news)));
		this.cluster.sent(Kind.DIGESTS).forEach((news) -> messages.add(relayed(news)));
		return messages;
	}

	/**
	 * Return a message as it comes from a node that has others pass it on.
	 */
	private Sent relayed(Sent news) {
		List<String> nodes = this.first.hub.nodes().stream().map(HubNode::id).toList();
		return new Sent(news.from(), news.to(), news.lane(), Requests.write(Kind.RELAY, 256,
				(writer) -> writer.writeAll(nodes, WireWriter::writeString).writeBytes(news.message())));
	}

	private void assertConverged(Set<String> expected) {
		this.cluster.advance(Duration.ofSeconds(60));
		Map<String, ProcessRecord> directory = this.cluster.directory();
		assertThat(directory.keySet()).isEqualTo(expected);
		for (Member member : this.cluster.members.values()) {
			assertThat(member.hub.processes()).extracting(ProcessInfo::id)
				.containsExactlyInAnyOrderElementsOf(directory.keySet());
			assertThat(member.hub.nodes()).hasSize(this.cluster.members.size());
			directory.forEach((id, record) -> assertThat(member.parts().registry().get(id)).isEqualTo(record));
		}
		directory.forEach((id, record) -> {
			if (!record.spec().type().equals(TestCluster.TYPE)) {
				// Nobody can run what is of no type
				return;
			}
			List<Member> running = this.cluster.members.values()
				.stream()
				.filter((member) -> member.parts().supervisor().contains(id))
				.toList();
			assertThat(running).as(id)
				.extracting((member) -> member.parts().localNode().id())
				.containsExactly(record.node());
		});
	}

	private void assertNothingPending(Member member) {
		Hub hub = member.parts();
		assertThat((Map<?, ?>) field(hub.requests(), "pending")).isEmpty();
		assertThat((Map<?, ?>) field(hub.router(), "pending")).isEmpty();
		assertThat((Map<?, ?>) field(field(hub.router(), "waiting"), "queues")).isEmpty();
		assertThat((Map<?, ?>) field(hub.nodes(), "known")).hasSize(1);
		assertThat(hub.busy().isEmpty()).isTrue();
		assertThat(hub.supervisor().mailboxDepth()).isZero();
	}

	private static Object field(Object target, String name) {
		return ReflectionTestUtils.getField(target, name);
	}

	private List<Object> callAll(String message) {
		return this.first.hub.processes()
			.stream()
			.filter((process) -> process.spec().type().equals(TestCluster.TYPE))
			.<Object>map((process) -> this.cluster.await(this.first.hub.call(process.id(), message)))
			.toList();
	}

}
