/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.engine.TestCluster.Member;
import io.processhub.strategy.distribution.Sticky;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for processes that stay where they are when nodes join.
 */
class StickyTests {

	private static final Duration MOMENT = Duration.ofSeconds(2);

	private final TestCluster cluster = new TestCluster();

	private Member first;

	@BeforeEach
	void startProcesses() {
		this.cluster.distribution = Sticky::new;
		this.first = this.cluster.join("m1");
		start("p", 40);
	}

	@Test
	void whatRunsStaysWhenANodeJoins() {
		Member second = this.cluster.join("m2");
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(size(this.first)).isEqualTo(40);
		assertThat(size(second)).isZero();
		assertThat(this.cluster.made).as("nothing was started anew").isEqualTo(40);
	}

	@Test
	void newProcessesAreSpread() {
		Member second = this.cluster.join("m2");
		start("q", 40);
		assertThat(size(second)).isBetween(10, 30);
		assertThat(size(this.first) + size(second)).isEqualTo(80);
	}

	@Test
	void whatRunsMovesWithItsStateWhenTheHubIsRebalanced() {
		this.cluster.await(this.first.hub.<Object>call("p1", "add"));
		Member second = this.cluster.join("m2");
		this.cluster.advance(MOMENT);
		this.cluster.await(second.hub.rebalance());
		this.cluster.advance(MOMENT);
		assertThat(size(second)).isBetween(10, 30);
		assertThat(size(this.first) + size(second)).isEqualTo(40);
		assertThat(this.cluster.<Object>await(second.hub.call("p1", "get"))).isEqualTo(1L);
		Member third = this.cluster.join("m3");
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(size(third)).as("what moved once stays again").isZero();
	}

	@Test
	void nodeThatLeavesHandsOver() {
		Member second = this.cluster.join("m2");
		this.cluster.leave(this.first);
		this.cluster.advance(MOMENT);
		assertThat(size(second)).isEqualTo(40);
	}

	@Test
	void whatADeadNodeRanIsSpread() {
		Member second = this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		this.cluster.kill(this.first);
		this.cluster.advance(MOMENT);
		assertThat(size(second)).isBetween(10, 30);
		assertThat(size(second) + size(third)).isEqualTo(40);
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

}
