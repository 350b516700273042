/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.cluster.Lane;
import io.processhub.engine.TestCluster.Member;
import io.processhub.strategy.NodeLoad;
import io.processhub.strategy.distribution.LoadBalanced;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for processes that go to the nodes that have least to do.
 */
class LoadBalancedHubTests {

	private static final Duration MOMENT = Duration.ofSeconds(2);

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final TestCluster cluster = new TestCluster();

	private Member first;

	private Member second;

	@BeforeEach
	void join() {
		this.cluster.distribution = (virtualNodes) -> new LoadBalanced(INTERVAL, 3, 0.5);
		this.first = this.cluster.join("m1");
		this.second = this.cluster.join("m2");
	}

	@Test
	void batchIsSpreadEvenly() {
		start("p", 101);
		assertThat(List.of(size(this.first), size(this.second))).containsExactlyInAnyOrder(50, 51);
	}

	@Test
	void batchIsSpreadEvenlyBeforeAnyNodeHasSaidWhatItHasToDo() {
		this.cluster.lost.addAll(List.of(Kind.LOAD, Kind.LOADS));
		start("p", 100);
		assertThat(size(this.first)).isEqualTo(50);
	}

	@Test
	void newProcessesGoToTheNodeThatHasLess() {
		start("p", 40);
		Member third = this.cluster.join("m3");
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(size(third)).as("nothing is shuffled on a join").isZero();
		start("q", 20);
		assertThat(size(third)).isEqualTo(20);
		start("r", 30);
		assertThat(List.of(size(this.first), size(this.second), size(third))).containsExactly(30, 30, 30);
		assertThat(this.cluster.made).isEqualTo(90);
	}

	@Test
	void singleProcessesAreSpreadThoughEachIsStartedByAnother() {
		for (int i = 0; i < 20; i++) {
			Member caller = (i % 2 == 0) ? this.first : this.second;
			this.cluster.await(caller.hub.start(ProcessSpec.of("s" + i, TestCluster.TYPE)));
			this.cluster.advance(MOMENT);
		}
		assertThat(size(this.first)).isEqualTo(10);
	}

	@Test
	void busyNodeGetsLess() {
		this.first.cpu = 0.95;
		this.cluster.advance(Duration.ofMinutes(1));
		start("p", 110);
		assertThat(size(this.first)).isBetween(5, 25);
		this.first.cpu = 0;
		this.cluster.advance(Duration.ofMinutes(2));
		start("q", 110);
		assertThat(size(this.first)).as("it has recovered").isEqualTo(110);
	}

	@Test
	void onlyTheLastSamplesCount() {
		this.second.cpu = 1;
		this.cluster.advance(Duration.ofMinutes(2));
		double busy = told(this.first).get(id(this.second)).capacity();
		this.second.cpu = 0;
		this.cluster.advance(INTERVAL.multipliedBy(2));
		assertThat(told(this.first).get(id(this.second)).capacity()).isBetween(busy + 0.1, 0.999);
		this.cluster.advance(INTERVAL.multipliedBy(2));
		assertThat(told(this.first).get(id(this.second)).capacity()).isEqualTo(1);
	}

	@Test
	void allNodesKnowWhatTheLeaderSays() {
		this.second.cpu = 0.5;
		Member third = this.cluster.join("m3");
		start("p", 30);
		this.cluster.advance(INTERVAL);
		assertThat(told(this.first)).hasSize(3).isEqualTo(told(this.second)).isEqualTo(told(third));
		assertThat(told(third).get(id(third))).isEqualTo(new NodeLoad(1, 10));
	}

	@Test
	void nodeThatHasJustComeIsKnownSoon() {
		Member third = this.cluster.join("m3");
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(told(this.second)).containsOnlyKeys(id(this.first), id(this.second), id(third));
	}

	@Test
	void nextOldestLeadsWhenTheLeaderDies() {
		Member third = this.cluster.join("m3");
		third.cpu = 0.9;
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.sent(Kind.LOADS)).extracting(TestCluster.Sent::from).containsOnly("m1");
		this.cluster.kill(this.first);
		this.cluster.sent.clear();
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.sent(Kind.LOADS)).extracting(TestCluster.Sent::from).containsOnly("m2");
		assertThat(told(third)).containsOnlyKeys(id(this.second), id(third));
		assertThat(told(this.second).get(id(third)).capacity()).isLessThan(0.5);
	}

	@Test
	void whatOthersThanTheLeaderSayIsNotBelieved() {
		this.cluster.advance(INTERVAL);
		Map<String, NodeLoad> before = told(this.first);
		byte[] lie = Requests.write(Kind.LOADS, 64,
				(writer) -> LoadMessages.write(Map.of(id(this.first), new NodeLoad(0.01, 9)), writer));
		this.first.take("m2", Lane.CONTROL, lie);
		this.cluster.run();
		assertThat(told(this.first)).isEqualTo(before);
	}

	@Test
	void whatADeadNodeRanGoesToThoseThatHaveLess() {
		start("p", 300);
		Member third = this.cluster.join("m3");
		this.cluster.advance(INTERVAL);
		this.cluster.kill(this.second);
		this.cluster.advance(Duration.ofMillis(200));
		assertThat(size(this.first) + size(third)).as("nobody waits for the sweep").isEqualTo(300);
		assertThat(size(third)).as("the first has 150 already").isBetween(140, 150);
		assertThat(this.cluster.made).isEqualTo(450);
	}

	@Test
	void whatTheLeaderRanIsTakenOverByAllWithoutADispute() {
		Member third = this.cluster.join("m3");
		start("p", 300);
		this.cluster.advance(INTERVAL);
		this.cluster.kill(this.first);
		this.cluster.advance(Duration.ofMillis(200));
		assertThat(size(this.second)).isBetween(130, 170);
		assertThat(size(this.second) + size(third)).isEqualTo(300);
		assertThat(this.cluster.made).isEqualTo(400);
	}

	@Test
	void everyOrphanIsTakenThoughTheSurvivorsKnowDifferentThings() {
		Member third = this.cluster.join("m3");
		start("p", 300);
		this.cluster.lost.add(Kind.LOADS);
		this.second.cpu = 0.9;
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(told(this.first)).isNotEqualTo(told(third));
		this.cluster.kill(this.second);
		this.cluster.advance(MOMENT);
		assertThat(size(this.first) + size(third)).isEqualTo(300);
		assertThat(this.cluster.made).isEqualTo(400);
	}

	@Test
	void nodeThatLeavesHandsOverToThoseThatHaveLess() {
		start("p", 100);
		this.cluster.await(this.second.hub.<Object>call("p1", "add"));
		Member third = this.cluster.join("m3");
		this.cluster.advance(INTERVAL);
		this.cluster.leave(this.second);
		this.cluster.advance(MOMENT);
		assertThat(List.of(size(this.first), size(third))).containsExactly(50, 50);
		assertThat(this.cluster.<Object>await(third.hub.call("p1", "get"))).isEqualTo(1L);
	}

	@Test
	void rebalancingEvensOut() {
		start("p", 90);
		for (int i = 0; i < 90; i++) {
			this.cluster.await(this.first.hub.<Object>call("p" + i, "add"));
		}
		Member third = this.cluster.join("m3");
		this.cluster.advance(INTERVAL);
		this.cluster.await(third.hub.rebalance());
		this.cluster.advance(MOMENT);
		assertThat(List.of(size(this.first), size(this.second), size(third))).containsExactly(30, 30, 30);
		assertThat(this.cluster.made).as("only what was too much has moved").isEqualTo(120);
		for (int i = 0; i < 90; i++) {
			assertThat(this.cluster.<Object>await(this.first.hub.call("p" + i, "get"))).isEqualTo(1L);
		}
		this.cluster.await(this.first.hub.rebalance());
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.made).isEqualTo(120);
	}

	private void start(String prefix, int count) {
		List<ProcessSpec> specs = IntStream.range(0, count)
			.mapToObj((i) -> ProcessSpec.of(prefix + i, TestCluster.TYPE))
			.toList();
		this.cluster.await(this.first.hub.start(specs, StartOptions.defaults()));
		this.cluster.advance(MOMENT);
	}

	private static int size(Member member) {
		return member.parts().supervisor().size();
	}

	private static String id(Member member) {
		HubNode node = member.hub.localNode();
		return node.id();
	}

	private static Map<String, NodeLoad> told(Member member) {
		return member.parts().loads().told();
	}

}
