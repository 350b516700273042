/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.processhub.HubPartitionedException;
import io.processhub.ProcessSpec;
import io.processhub.StartFuture;
import io.processhub.StartOptions;
import io.processhub.engine.TestCluster.Member;
import io.processhub.strategy.partition.DynamicQuorum;
import io.processhub.strategy.partition.MajorityQuorum;
import io.processhub.strategy.partition.StaticQuorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what a hub does while its side of the cluster has no quorum.
 */
class QuorumTests {

	private static final Duration MOMENT = Duration.ofSeconds(2);

	private final TestCluster cluster = new TestCluster();

	@Test
	void withoutQuorumNothingRunsAndNothingIsAccepted() {
		this.cluster.partitionTolerance = new MajorityQuorum(1, true);
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		List<String> ids = start(first, 30);
		this.cluster.kill(second);
		this.cluster.advance(MOMENT);
		assertThat(running(first, third)).as("two of three are a majority").isEqualTo(30);
		this.cluster.kill(third);
		this.cluster.advance(MOMENT);
		assertThat(first.hub.isPartitioned()).isTrue();
		assertThat(running(first)).isZero();
		assertThat(first.hub.processes()).as("the registry is not emptied").hasSize(30);
		assertRefused(() -> first.hub.start(ProcessSpec.of("other", TestCluster.TYPE)));
		assertRefused(() -> first.hub.stop(ids.get(0)));
		assertRefused(() -> first.hub.send(ids.get(0), "add"));
		assertRefused(() -> first.hub.updateMetadata(ids.get(0), Map.of()));
		assertFails(first.hub.call(ids.get(0), "get"));
		this.cluster.advance(Duration.ofMinutes(5));
		assertThat(running(first)).as("no sweep starts them").isZero();
	}

	@Test
	void everythingRunsAgainWhenThereIsAQuorum() {
		this.cluster.partitionTolerance = new MajorityQuorum(1, true);
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		start(first, 30);
		this.cluster.kill(second);
		this.cluster.kill(third);
		this.cluster.advance(MOMENT);
		assertThat(running(first)).isZero();
		Member fourth = this.cluster.join("m4");
		this.cluster.advance(MOMENT);
		assertThat(first.hub.isPartitioned()).isFalse();
		assertThat(running(first, fourth)).isEqualTo(30);
		assertThat(running(first)).isPositive();
		assertThat(running(fourth)).isPositive();
	}

	@Test
	void callsThatWaitFailWhenTheQuorumIsLost() {
		this.cluster.partitionTolerance = new StaticQuorum(2, false);
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		String id = this.cluster.idOn(second);
		this.cluster.await(first.hub.start(ProcessSpec.of(id, TestCluster.TYPE)));
		this.cluster.lost.add(Kind.REPLY);
		CompletableFuture<Object> call = first.hub.call(id, "get");
		this.cluster.run();
		assertThat(call).isNotDone();
		this.cluster.kill(second);
		this.cluster.run();
		assertFails(call);
	}

	@Test
	void nodeThatStartsLearnsHowManyThereWere() {
		this.cluster.partitionTolerance = new MajorityQuorum(1, true);
		Member first = this.cluster.join("m1");
		List<Member> others = IntStream.range(2, 6).mapToObj((i) -> this.cluster.join("m" + i)).toList();
		others.forEach(this.cluster::kill);
		this.cluster.advance(MOMENT);
		assertThat(first.hub.isPartitioned()).isTrue();
		Member next = this.cluster.join("m6");
		this.cluster.advance(MOMENT);
		assertThat(next.hub.isPartitioned()).as("two of five, as the first has told").isTrue();
		this.cluster.kill(first);
		this.cluster.advance(MOMENT);
		this.cluster.join("m7");
		this.cluster.advance(MOMENT);
		assertThat(next.hub.isPartitioned()).as("nobody is left of the first five").isTrue();
		this.cluster.join("m8");
		this.cluster.advance(MOMENT);
		assertThat(next.hub.isPartitioned()).isFalse();
	}

	@Test
	void nodesThatTakeTheirLeaveAreNotLost() {
		this.cluster.partitionTolerance = new DynamicQuorum(60, Duration.ofSeconds(30));
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		start(first, 10);
		this.cluster.leave(second);
		this.cluster.leave(third);
		this.cluster.advance(MOMENT);
		assertThat(first.hub.isPartitioned()).isFalse();
		assertThat(running(first)).isEqualTo(10);
	}

	@Test
	void quorumIsLostWhenManyNodesGoAtATimeAndNotOneByOne() {
		this.cluster.partitionTolerance = new DynamicQuorum(60, Duration.ofSeconds(30));
		Member first = this.cluster.join("m1");
		List<Member> others = IntStream.range(2, 6).mapToObj((i) -> this.cluster.join("m" + i)).toList();
		this.cluster.kill(others.get(0));
		this.cluster.advance(Duration.ofSeconds(31));
		this.cluster.kill(others.get(1));
		this.cluster.advance(Duration.ofSeconds(31));
		assertThat(first.hub.isPartitioned()).as("three are left, and one went lately").isFalse();
		this.cluster.kill(others.get(2));
		assertThat(first.hub.isPartitioned()).isFalse();
		this.cluster.advance(Duration.ofSeconds(5));
		this.cluster.kill(others.get(3));
		this.cluster.advance(MOMENT);
		assertThat(first.hub.isPartitioned()).as("one of three within half a minute").isTrue();
		this.cluster.advance(Duration.ofHours(1));
		assertThat(first.hub.isPartitioned()).as("time alone brings no quorum").isTrue();
	}

	@Test
	void nodesThatWereLostLongAgoAreNotMissedWhenAnotherLeaves() {
		this.cluster.partitionTolerance = new DynamicQuorum(51, Duration.ofSeconds(30));
		Member first = this.cluster.join("m1");
		List<Member> others = IntStream.range(2, 6).mapToObj((i) -> this.cluster.join("m" + i)).toList();
		this.cluster.kill(others.get(3));
		this.cluster.kill(others.get(2));
		this.cluster.advance(Duration.ofHours(1));
		assertThat(first.hub.isPartitioned()).isFalse();
		this.cluster.leave(others.get(1));
		this.cluster.advance(MOMENT);
		assertThat(first.hub.isPartitioned()).isFalse();
	}

	@Test
	void nodesOfAnotherVersionCount() {
		this.cluster.partitionTolerance = new MajorityQuorum(1, true);
		Member first = this.cluster.join("m1");
		List<Member> others = IntStream.range(2, 4).mapToObj((i) -> this.cluster.join("m" + i)).toList();
		others.forEach((member) -> {
			this.cluster.leave(member);
			this.cluster.join(member.name, 64, true);
		});
		this.cluster.advance(MOMENT);
		assertThat(first.hub.nodes()).hasSize(1);
		assertThat(first.hub.isPartitioned()).isFalse();
	}

	@Test
	void whatWasStoppedStaysSoWhenTheQuorumComesBack() {
		this.cluster.partitionTolerance = new StaticQuorum(2, false);
		this.cluster.configured = List.of(ProcessSpec.of("fixed", TestCluster.TYPE),
				ProcessSpec.of("stopped", TestCluster.TYPE));
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		this.cluster.advance(MOMENT);
		this.cluster.await(first.hub.stop("stopped"));
		this.cluster.kill(second);
		this.cluster.advance(MOMENT);
		assertThat(first.hub.isPartitioned()).isTrue();
		this.cluster.configured = List.of();
		this.cluster.join("m3");
		this.cluster.advance(MOMENT);
		assertThat(first.hub.isPartitioned()).isFalse();
		assertThat(this.cluster.directory()).containsOnlyKeys("fixed");
	}

	@Test
	void whatCouldNotBeStartedForLackOfAQuorumIsStartedWhenThereIsOne() {
		this.cluster.partitionTolerance = new StaticQuorum(2, true);
		this.cluster.configured = List.of(ProcessSpec.of("fixed", TestCluster.TYPE));
		Member first = this.cluster.join("m1");
		assertThat(this.cluster.directory()).isEmpty();
		this.cluster.configured = List.of();
		Member second = this.cluster.join("m2");
		this.cluster.advance(MOMENT);
		assertThat(this.cluster.directory()).containsOnlyKeys("fixed");
		assertThat(running(first, second)).isEqualTo(1);
	}

	@Test
	void resetMakesTheNodesThatAreThereAllThatThereAre() {
		this.cluster.partitionTolerance = new MajorityQuorum(1, true);
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		List<Member> others = IntStream.range(3, 6).mapToObj((i) -> this.cluster.join("m" + i)).toList();
		start(first, 20);
		others.forEach(this.cluster::kill);
		this.cluster.advance(MOMENT);
		assertThat(running(first, second)).isZero();
		CompletableFuture<Void> reset = second.hub.resetQuorum();
		this.cluster.advance(MOMENT);
		assertThat(reset).isCompleted();
		assertThat(first.hub.isPartitioned()).isFalse();
		assertThat(running(first, second)).isEqualTo(20);
	}

	@Test
	void loneNodeWaitsForOthersIfItsStartIsToBeConfirmed() {
		this.cluster.partitionTolerance = new StaticQuorum(2, true);
		Member first = this.cluster.join("m1");
		assertThat(first.hub.isPartitioned()).isTrue();
		assertRefused(() -> first.hub.start(ProcessSpec.of("a", TestCluster.TYPE)));
		this.cluster.join("m2");
		this.cluster.advance(MOMENT);
		assertThat(first.hub.isPartitioned()).isFalse();
		this.cluster.await(first.hub.start(ProcessSpec.of("a", TestCluster.TYPE)));
	}

	@Test
	void instanceThatWouldStartWhenTheQuorumIsLostDoesNot() {
		this.cluster.partitionTolerance = new StaticQuorum(2, false);
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		String id = this.cluster.idOn(first);
		this.cluster.heldUp = true;
		StartFuture started = first.hub.start(List.of(ProcessSpec.of(id, TestCluster.TYPE)), StartOptions.defaults());
		this.cluster.run();
		this.cluster.kill(second);
		this.cluster.run();
		this.cluster.release();
		this.cluster.advance(MOMENT);
		assertThat(started.isDone()).isTrue();
		assertThatExceptionOfType(HubPartitionedException.class).isThrownBy(started::join);
		assertThat(running(first)).isZero();
		assertThat(this.cluster.directory()).doesNotContainKey(id);
	}

	@Test
	void nodesThatAreCutOffStopBeforeTheOthersAreRemovedFromTheirCluster() {
		this.cluster.partitionTolerance = new StaticQuorum(3, false);
		Member[] members = join(5);
		start(members[0], 30);
		int others = running(members[0], members[1], members[2]);
		this.cluster.cutOff.addAll(List.of(members[3], members[4]));
		this.cluster.advance(Duration.ofMillis(2900));
		assertThat(running(members)).as("a heartbeat may be a second old when it is cut").isEqualTo(30);
		this.cluster.advance(Duration.ofMillis(2100));
		for (Member lone : List.of(members[3], members[4])) {
			assertThat(lone.hub.isPartitioned()).isTrue();
			assertThat(lone.hub.nodes()).as("they are members still").hasSize(5);
			assertRefused(() -> lone.hub.send("p0", "add"));
		}
		assertThat(running(members[3], members[4])).isZero();
		for (Member other : List.of(members[0], members[1], members[2])) {
			assertThat(other.hub.isPartitioned()).isFalse();
			assertThat(other.hub.nodes()).as("processes are placed on those that are silent").hasSize(5);
		}
		assertThat(running(members[0], members[1], members[2])).isEqualTo(others);
	}

	@Test
	void nodesThatAreHeardOfAgainWorkAtOnce() {
		this.cluster.partitionTolerance = new MajorityQuorum(1, true);
		Member[] members = join(5);
		start(members[0], 30);
		this.cluster.cutOff.addAll(List.of(members[1], members[3], members[4]));
		this.cluster.advance(Duration.ofSeconds(6));
		assertThat(running(members)).isZero();
		this.cluster.cutOff.remove(members[1]);
		this.cluster.advance(Duration.ofMillis(1100));
		assertThat(members[0].hub.isPartitioned()).isFalse();
		assertThat(members[3].hub.isPartitioned()).isTrue();
		assertThat(running(members[0], members[1], members[2])).isPositive();
		this.cluster.cutOff.clear();
		this.cluster.advance(Duration.ofMillis(1100));
		this.cluster.advance(MOMENT);
		assertThat(running(members)).isEqualTo(30);
	}

	@Test
	void silentNodesCountAsLost() {
		this.cluster.partitionTolerance = new DynamicQuorum(51, Duration.ofSeconds(30));
		Member[] members = join(4);
		this.cluster.kill(members[3]);
		this.cluster.advance(MOMENT);
		this.cluster.cutOff.add(members[2]);
		this.cluster.advance(Duration.ofSeconds(6));
		assertThat(members[0].hub.isPartitioned()).as("two of four within half a minute").isTrue();
		this.cluster.kill(members[2]);
		this.cluster.advance(MOMENT);
		assertThat(members[0].hub.isPartitioned()).isTrue();
		this.cluster.join("m5");
		this.cluster.advance(MOMENT);
		assertThat(members[0].hub.isPartitioned()).isFalse();
	}

	@Test
	void nodeThatStoodStillMissesNobody() {
		this.cluster.partitionTolerance = new StaticQuorum(2, false);
		Member[] members = join(3);
		this.cluster.lost.add(Kind.ALIVE);
		this.cluster.advance(Duration.ofSeconds(3));
		this.cluster.scheduler.skip(Duration.ofMinutes(1));
		this.cluster.advance(Duration.ofMillis(1));
		this.cluster.lost.clear();
		this.cluster.advance(MOMENT);
		for (Member member : members) {
			assertThat(member.parts().cluster().quorum()).isTrue();
			assertThat(member.parts().cluster().silent()).isZero();
		}
	}

	@Test
	void silentNodesOfAnotherVersionAreNotMissedWhileTheyAreMembers() {
		this.cluster.partitionTolerance = new StaticQuorum(2, false);
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2", 64, true);
		this.cluster.cutOff.add(second);
		this.cluster.advance(Duration.ofSeconds(30));
		assertThat(first.hub.isPartitioned()).as("it may not have any heartbeats").isFalse();
		this.cluster.kill(second);
		this.cluster.advance(MOMENT);
		assertThat(first.hub.isPartitioned()).isTrue();
	}

	@Test
	void silentNodeThatTakesItsLeaveIsNotMissed() {
		this.cluster.partitionTolerance = new DynamicQuorum(60, Duration.ofSeconds(30));
		Member[] members = join(2);
		this.cluster.leave(members[1]);
		this.cluster.advance(Duration.ofSeconds(6));
		assertThat(members[0].parts().cluster().silent()).isZero();
		assertThat(members[0].hub.isPartitioned()).isFalse();
	}

	@Test
	void whereAllSidesWorkThereAreNoHeartbeats() {
		Member[] members = join(3);
		this.cluster.cutOff.add(members[2]);
		this.cluster.advance(Duration.ofSeconds(30));
		assertThat(this.cluster.sent(Kind.ALIVE)).isEmpty();
		assertThat(members[0].parts().cluster().silent()).isZero();
	}

	private Member[] join(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((i) -> this.cluster.join("m" + i)).toArray(Member[]::new);
	}

	private List<String> start(Member member, int count) {
		List<String> ids = IntStream.range(0, count).mapToObj((i) -> "p" + i).toList();
		this.cluster.await(member.hub.start(ids.stream().map((id) -> ProcessSpec.of(id, TestCluster.TYPE)).toList(),
				StartOptions.defaults()));
		this.cluster.advance(MOMENT);
		return ids;
	}

	private static int running(Member... members) {
		int running = 0;
		for (Member member : members) {
			running += member.parts().supervisor().size();
		}
		return running;
	}

	private static void assertRefused(ThrowingCallable operation) {
		assertThatExceptionOfType(HubPartitionedException.class).isThrownBy(operation).withMessageContaining("quorum");
	}

	private void assertFails(CompletableFuture<?> call) {
		this.cluster.run();
		assertThat(call).isDone();
		assertThatExceptionOfType(HubPartitionedException.class).isThrownBy(() -> {
			try {
				call.join();
			}
			catch (CompletionException ex) {
				throw ex.getCause();
			}
		});
	}

}
