/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.test.util.ReflectionTestUtils;

import io.processhub.HubNode;
import io.processhub.ProcessSpec;
import io.processhub.ProcessState;
import io.processhub.RestartPolicy;
import io.processhub.cluster.Lane;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.Slots;
import io.processhub.directory.StoredSpec;
import io.processhub.engine.TestCluster.Member;
import io.processhub.engine.TestCluster.Sent;
import io.processhub.strategy.migration.HotSwap;
import io.processhub.registry.RegistryChange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that messages which come twice, late or in another order change nothing.
 */
@Timeout(120)
class ReplayTests {

	private final TestCluster cluster = new TestCluster();

	private Member first;

	private Member second;

	@BeforeEach
	void start() {
		this.first = this.cluster.join("m1");
		this.second = this.cluster.join("m2");
	}

	@Test
	void startThatComesAgainDoesNotBringAStoppedProcessBack() {
		String id = startOn(this.second);
		List<Sent> starts = this.cluster.sent(Kind.START);
		this.cluster.await(this.first.hub.stop(id));
		replay(starts);
		assertThat(this.cluster.directory()).doesNotContainKey(id);
		assertThat(this.second.parts().supervisor().contains(id)).isFalse();
	}

	@Test
	void stopThatComesAgainDoesNotStopTheNextInstance() {
		String id = startOn(this.second);
		this.cluster.await(this.first.hub.stop(id));
		List<Sent> stops = this.cluster.sent(Kind.STOP);
		assertThat(stops).isNotEmpty();
		this.cluster.await(this.first.hub.start(ProcessSpec.of(id, TestCluster.TYPE)));
		assertThat(call(id, "add")).isEqualTo(1L);
		replay(stops);
		assertThat(call(id, "get")).isEqualTo(1L);
		assertThat(this.first.hub.contains(id)).isTrue();
	}

	@Test
	void runThatComesAgainDoesNotRunAStoppedProcess() {
		List<Sent> runs = moveToAThird();
		String id = movedId(runs);
		this.cluster.await(this.first.hub.stop(id));
		replay(runs);
		assertRunsNowhere(id);
		// Nobody remembers the removal any more
		this.cluster.advance(Duration.ofMinutes(2));
		int instances = this.cluster.made;
		replay(runs);
		assertRunsNowhere(id);
		assertThat(this.cluster.made).isEqualTo(instances);
	}

	@Test
	void runThatComesAgainAsAProcessIsGivenUpIsUndone() {
		List<Sent> runs = moveToAThird();
		String id = movedId(runs);
		int instances = 0;
		for (int i = 0; i < 300 && instances == 0; i++) {
			this.first.hub.send(id, "crash");
			this.cluster.advance(Duration.ofMillis(20));
			if (this.cluster.members.values().stream().noneMatch((each) -> each.parts().supervisor().contains(id))) {
				instances = this.cluster.made;
				replay(runs);
			}
		}
		assertThat(this.cluster.made).as("it was run again").isGreaterThan(instances);
		assertThat(instances).isPositive();
		this.cluster.advance(Duration.ofSeconds(2));
		assertThat(this.cluster.directory().get(id).state()).isEqualTo(ProcessState.FAILED);
		assertRunsNowhere(id);
	}

	@Test
	void runThatComesAgainDoesNotRunAProcessThatWasGivenUp() {
		List<Sent> runs = moveToAThird();
		String id = movedId(runs);
		for (int i = 0; i < 200; i++) {
			this.first.hub.send(id, "crash");
			this.cluster.advance(Duration.ofMillis(20));
		}
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.directory().get(id).state()).isEqualTo(ProcessState.FAILED);
		replay(runs);
		assertRunsNowhere(id);
	}

	@Test
	void handoverThatComesAgainDoesNotRunAProcessThatWasStoppedOrHasMovedOn() {
		this.cluster.migration = new HotSwap(true, Duration.ofSeconds(5), false, Duration.ofSeconds(3),
				Duration.ofSeconds(10));
		Member third = this.cluster.join("m3");
		this.cluster.await(this.first.hub.start(IntStream.range(0, 30)
			.mapToObj((i) -> ProcessSpec.of("p" + i, TestCluster.TYPE))
			.toArray(ProcessSpec[]::new)));
		List<String> moved = List.copyOf(third.parts().supervisor().ids());
		moved.forEach((id) -> call(id, "add"));
		Member fourth = this.cluster.join("m4");
		List<Sent> handovers = this.cluster.sent(Kind.HANDOVER);
		List<String> there = List.copyOf(fourth.parts().supervisor().ids());
		String stopped = there.stream().filter(moved::contains).findFirst().orElseThrow();
		this.cluster.await(this.first.hub.stop(stopped));
		this.cluster.leave(fourth);
		this.cluster.join("m4");
		replay(handovers);
		replay(this.cluster.sent(Kind.PREPARE));
		assertRunsNowhere(stopped);
		this.cluster.advance(Duration.ofSeconds(20));
		moved.stream().filter((id) -> !id.equals(stopped)).forEach((id) -> assertThat(call(id, "get")).isEqualTo(1L));
		for (Member member : this.cluster.members.values()) {
			assertThat(member.parts().supervisor().prepared()).isZero();
			for (String id : member.parts().supervisor().ids()) {
				assertThat(this.cluster.directory().get(id).node()).isEqualTo(nodeId(member));
			}
		}
	}

	@Test
	void runForAnotherNodeIsIgnored() {
		List<Sent> runs = moveToAThird();
		runs.forEach((run) -> this.first.take("m2", run.lane(), run.message()));
		this.cluster.run();
		for (String id : this.first.parts().supervisor().ids()) {
			assertThat(this.cluster.directory().get(id).node()).isEqualTo(nodeId(this.first));
		}
	}

	@Test
	void adoptionOfAProcessWhoseNodeIsThereIsRefused() {
		String id = startOn(this.second);
		assertThat(call(id, "add")).isEqualTo(1L);
		ProcessRecord record = this.cluster.directory().get(id);
		ProcessRecord garbled = new ProcessRecord(record.spec(), "nobody", 1, record.epoch(), record.revision(),
				record.state(), 0, 0, null);
		this.first.take("m2", Lane.CONTROL,
				Frame.begin(Kind.ADOPT, 0, 64)
					.writeAll(List.of(garbled), (to, each) -> each.writeTo(to))
					.toByteArray());
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.directory().get(id)).isEqualTo(record);
		assertThat(call(id, "get")).isEqualTo(1L);
	}

	@Test
	void changeThatComesLateIsForgottenWithTheNextDigest() {
		String id = startOn(this.second);
		ProcessRecord record = this.cluster.directory().get(id);
		this.cluster.await(this.first.hub.stop(id));
		this.cluster.advance(Duration.ofMinutes(1));
		int instances = this.cluster.made;
		for (Member member : List.of(this.first, this.second)) {
			member.take("m2", Lane.CONTROL,
					Frame.begin(Kind.CHANGES, 0, 64)
						.writeAll(List.of(RegistryChange.of(record)), (to, change) -> change.writeTo(to))
						.toByteArray());
		}
		this.cluster.advance(Duration.ofSeconds(40));
		assertThat(this.first.hub.contains(id)).isFalse();
		assertThat(this.second.hub.contains(id)).isFalse();
		assertRunsNowhere(id);
		assertThat(this.cluster.made).isEqualTo(instances);
	}

	/**
	 * News that the directory knows to be wrong, for its slot has gone past it.
	 */
	@Test
	void wrongNewsIsCorrectedWithTheNextDigest() {
		String id = startOn(this.second);
		String other = idInTheSlotOf(id, 0);
		String missing = idInTheSlotOf(id, 1);
		this.cluster.await(this.first.hub.start(ProcessSpec.of(other, TestCluster.TYPE)));
		for (int i = 0; i < 5; i++) {
			this.cluster.await(this.first.hub.updateMetadata(other, Map.of("round", "" + i)));
		}
		ProcessRecord record = this.cluster.directory().get(id);
		long revision = this.cluster.directory().get(other).revision();
		for (RegistryChange wrong : List.of(
				RegistryChange.of(new ProcessRecord(record.spec(), nodeId(this.first), 1, 1, revision - 1,
						record.state(), 0, 0, null)),
				RegistryChange.of(new ProcessRecord(record.spec(), nodeId(this.first), 1, 1, revision, record.state(),
						0, 0, null)),
				RegistryChange.removal(id, revision - 1), RegistryChange.removal(id, revision),
				RegistryChange.of(new ProcessRecord(spec(missing), nodeId(this.second), 1, 1, revision, record.state(),
						0, 0, null)))) {
			this.first.take("m2", Lane.CONTROL,
					Frame.begin(Kind.CHANGES, 0, 64)
						.writeAll(List.of(wrong), (to, change) -> change.writeTo(to))
						.toByteArray());
			assertThat(this.first.parts().registry().get(wrong.id())).isEqualTo(wrong.record());
			this.cluster.advance(Duration.ofSeconds(20));
			assertThat(this.first.parts().registry().get(id)).isEqualTo(record);
			assertThat(this.first.hub.contains(missing)).isFalse();
		}
		assertThat(this.cluster.directory()).containsOnlyKeys(id, other).containsEntry(id, record);
	}

	private static StoredSpec spec(String id) {
		return new StoredSpec(id, TestCluster.TYPE, null, RestartPolicy.PERMANENT, 1000, null, Map.of());
	}

	private static String idInTheSlotOf(String id, int rank) {
		return IntStream.range(0, 100_000)
			.mapToObj((i) -> "other-" + i)
			.filter((each) -> Slots.of(each) == Slots.of(id))
			.skip(rank)
			.findFirst()
			.orElseThrow();
	}

	@Test
	void announcementOfAFormerHubOfTheMemberIsOldNews() {
		String id = startOn(this.first);
		List<Sent> announcements = this.cluster.sent(Kind.ANNOUNCE);
		HubNode former = this.second.hub.localNode();
		this.cluster.await(this.second.engine.stop(Duration.ofSeconds(5)));
		this.cluster.await(this.second.engine.start());
		this.cluster.advance(Duration.ofSeconds(1));
		HubNode present = this.second.hub.localNode();
		assertThat(present).isNotEqualTo(former);
		replay(announcements);
		assertThat(this.first.hub.nodes()).containsExactlyInAnyOrder(this.first.hub.localNode(), present);
		assertThat(this.first.parts().nodes().isDeparted(present.id())).isFalse();
		assertThat(call(id, "get")).isEqualTo(0L);
	}

	@Test
	void answersAndRepliesCountOnce() {
		String id = startOn(this.second);
		assertThat(call(id, "add")).isEqualTo(1L);
		CompletableFuture<Object> next = this.first.hub.call(id, "add");
		replay(this.cluster.sent(Kind.REPLY));
		replay(this.cluster.sent(Kind.ANSWER));
		assertThat(this.cluster.<Object>await(next)).isEqualTo(2L);
		assertThat((Map<?, ?>) ReflectionTestUtils.getField(this.first.parts().router(), "pending")).isEmpty();
		assertThat((Map<?, ?>) ReflectionTestUtils.getField(this.first.parts().requests(), "pending")).isEmpty();
	}

	/**
	 * Everything that was ever sent, in another order.
	 */
	@Test
	void wholeHistoryMayComeAgain() {
		moveToAThird();
		String stopped = this.first.hub.processes().iterator().next().id();
		this.cluster.await(this.first.hub.stop(stopped));
		this.cluster.advance(Duration.ofMinutes(1));
		Map<String, ProcessRecord> directory = this.cluster.directory();
		int instances = this.cluster.made;
		List<Sent> history = this.cluster.sent.stream()
			.filter((each) -> Frame.read(each.message()).kind() != Kind.DELIVER)
			.toList();
		for (int i = history.size() - 1; i >= 0; i--) {
			Sent sent = history.get(i);
			this.cluster.members.get(sent.to()).take(sent.from(), sent.lane(), sent.message());
			this.cluster.run();
		}
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.directory()).isEqualTo(directory);
		assertThat(this.cluster.made).as("instances").isEqualTo(instances);
		assertRunsNowhere(stopped);
		for (Member member : this.cluster.members.values()) {
			assertThat(member.hub.nodes()).hasSize(3);
			assertThat(member.hub.processes()).hasSize(directory.size());
		}
	}

	private void replay(List<Sent> messages) {
		assertThat(messages).isNotEmpty();
		for (Sent sent : messages) {
			this.cluster.members.get(sent.to()).take(sent.from(), sent.lane(), sent.message());
			this.cluster.run();
		}
		this.cluster.advance(Duration.ofMillis(500));
	}

	private List<Sent> moveToAThird() {
		this.cluster.await(this.first.hub.start(IntStream.range(0, 30)
			.mapToObj((i) -> ProcessSpec.of("p" + i, TestCluster.TYPE))
			.toArray(ProcessSpec[]::new)));
		this.cluster.join("m3");
		this.cluster.advance(Duration.ofSeconds(1));
		List<Sent> runs = this.cluster.sent(Kind.RUN);
		assertThat(runs).isNotEmpty();
		return runs;
	}

	private static String movedId(List<Sent> runs) {
		return Frame.read(runs.get(0).message()).body().readAll(ProcessRecord::readFrom).get(0).id();
	}

	private String startOn(Member member) {
		String id = this.cluster.idOn(member);
		this.cluster.await(this.first.hub.start(ProcessSpec.of(id, TestCluster.TYPE)));
		return id;
	}

	private Object call(String id, String message) {
		return this.cluster.<Object>await(this.first.hub.call(id, message));
	}

	private void assertRunsNowhere(String id) {
		for (Member member : this.cluster.members.values()) {
			assertThat(member.parts().supervisor().contains(id)).as(member.name).isFalse();
		}
	}

	private static String nodeId(Member member) {
		return member.hub.localNode().id();
	}

}
