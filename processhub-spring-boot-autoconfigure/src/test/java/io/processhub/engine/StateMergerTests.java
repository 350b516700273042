/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.engine.TestCluster.Member;
import io.processhub.strategy.RedundancySignal;
import io.processhub.strategy.ReplicationModel;
import io.processhub.strategy.partition.StaticQuorum;
import io.processhub.strategy.redundancy.Replication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StateMerger}: what becomes of the states of instances that were
 * stopped because of what went on between two sides of the cluster.
 */
@ExtendWith(OutputCaptureExtension.class)
class StateMergerTests {

	private static final Duration MOMENT = Duration.ofSeconds(2);

	private final TestCluster cluster = new TestCluster();

	@Test
	void survivorIsGivenTheStateOfTheOtherInstance() {
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		String id = startOn(second);
		add(second, id, 3);
		takeForDead(second);
		add(first, id, 2);
		add(second, id, 4);
		assertThat(count(second, id)).isEqualTo(7);
		assertThat(count(first, id)).isEqualTo(2);
		this.cluster.joinAgain(second, "m3");
		assertThat(running(id)).isOne();
		assertThat(count(first, id)).isEqualTo(9);
		assertThat(count(second, id)).isEqualTo(9);
		this.cluster.advance(Duration.ofMinutes(5));
		assertThat(count(first, id)).as("it is merged once").isEqualTo(9);
		assertThat(second.parts().supervisor().leftStates()).isEmpty();
		assertThat(second.parts().merger().isIdle()).isTrue();
	}

	@Test
	void manyStatesAreMerged() {
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		List<String> ids = IntStream.range(0, 500).mapToObj((i) -> "many-" + i).toList();
		this.cluster.await(first.hub.start(ids.stream().map((id) -> ProcessSpec.of(id, TestCluster.TYPE)).toList(),
				StartOptions.defaults()));
		List<String> onSecond = ids.stream().filter(second.parts().supervisor()::contains).toList();
		assertThat(onSecond).hasSizeGreaterThan(2 * 64);
		takeForDead(second);
		ids.forEach((id) -> first.hub.send(id, "add"));
		onSecond.forEach((id) -> second.hub.send(id, "add"));
		this.cluster.run();
		this.cluster.joinAgain(second, "m3");
		for (String id : ids) {
			assertThat(count(first, id)).isEqualTo(onSecond.contains(id) ? 2 : 1);
		}
	}

	@Test
	void stateOfWhatWasStoppedOnTheSideThatStaysIsDropped() {
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		String id = startOn(second);
		takeForDead(second);
		this.cluster.await(first.hub.stop(id));
		this.cluster.joinAgain(second, "m3");
		assertThat(running(id)).isZero();
		assertThat(second.parts().supervisor().leftStates()).isEmpty();
	}

	@Test
	void stateThatIsRefusedIsLostAndThatIsSaid(CapturedOutput output) {
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		String id = startOn(second);
		takeForDead(second);
		add(first, id, 2);
		this.cluster.await(second.hub.call(id, "too much"));
		this.cluster.joinAgain(second, "m3");
		assertThat(count(first, id)).isEqualTo(2);
		assertThat(output).contains("could not be merged", "Told too much", id);
		assertThat(second.parts().merger().isIdle()).isTrue();
	}

	@Test
	void processThatWasStoppedForWantOfAQuorumGoesOnWithItsState() {
		this.cluster.partitionTolerance = new StaticQuorum(2, false);
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		String id = startOn(second);
		add(second, id, 3);
		this.cluster.kill(third);
		this.cluster.kill(first);
		this.cluster.advance(MOMENT);
		assertThat(second.hub.isPartitioned()).isTrue();
		assertThat(running(second, id)).isZero();
		this.cluster.advance(Duration.ofMinutes(10));
		Member fourth = this.cluster.join("m4");
		this.cluster.advance(MOMENT);
		assertThat(running(second, id) + running(fourth, id)).isOne();
		assertThat(count(second, id)).isEqualTo(3);
		assertThat(second.parts().supervisor().leftStates()).isEmpty();
	}

	@Test
	void stateOfASideWithoutQuorumIsMergedIntoTheInstanceOfTheOther() {
		this.cluster.partitionTolerance = new StaticQuorum(2, false);
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		this.cluster.join("m3");
		String id = startOn(second);
		add(second, id, 3);
		this.cluster.cutOff(second);
		this.cluster.advance(MOMENT);
		assertThat(running(second, id)).isZero();
		add(first, id, 2);
		this.cluster.joinAgain(second, "m5");
		assertThat(count(first, id)).isEqualTo(5);
	}

	@Test
	void replicaIsMergedIntoItsSuccessorAndNotIntoTheOthers() {
		this.cluster.redundancy = new Replication(2, ReplicationModel.ACTIVE_ACTIVE, RedundancySignal.NONE);
		Member first = this.cluster.join("m1");
		Member second = this.cluster.join("m2");
		this.cluster.join("m3");
		String id = startOn(first);
		this.cluster.advance(MOMENT);
		this.cluster.await(first.hub.call(id, "add"));
		ProcessRecord replica = this.cluster.directory().get(ReplicaId.of(id, 1));
		Member holder = this.cluster.members.values()
			.stream()
			.filter((member) -> member.hub.localNode().id().equals(replica.node()))
			.findFirst()
			.orElseThrow();
		assertThat(holder).isNotSameAs(first);
		add(holder, id, 5);
		takeForDead(holder);
		this.cluster.joinAgain(holder, "m4");
		List<Long> counts = this.cluster.members.values()
			.stream()
			.filter((member) -> running(member, id) == 1)
			.map((member) -> count(member, id))
			.toList();
		assertThat(counts).containsExactlyInAnyOrder(1L, 5L);
	}

	private void takeForDead(Member member) {
		this.cluster.members.remove(member.name);
		this.cluster.members.values().forEach(Member::tell);
		this.cluster.advance(MOMENT);
	}

	private void add(Member member, String id, int times) {
		for (int i = 0; i < times; i++) {
			this.cluster.await(member.hub.call(id, "add"));
		}
	}

	private long count(Member member, String id) {
		return (Long) this.cluster.await(member.hub.call(id, "get"));
	}

	private long running(String id) {
		return this.cluster.members.values().stream().mapToLong((member) -> running(member, id)).sum();
	}

	private long running(Member member, String id) {
		return member.parts().supervisor().contains(id) ? 1 : 0;
	}

	private String startOn(Member member) {
		String id = this.cluster.idOn(member);
		this.cluster.await(member.hub.start(ProcessSpec.of(id, TestCluster.TYPE)));
		return id;
	}

}
