/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.processhub.ProcessSpec;
import io.processhub.engine.TestCluster.Member;
import io.processhub.strategy.synchronization.Gossip;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for news that nodes pass on to each other.
 */
class SpreadingTests {

	private static final Duration INTERVAL = Duration.ofSeconds(15);

	private static final Duration MOMENT = Duration.ofMillis(100);

	private final TestCluster cluster = new TestCluster();

	private final List<Member> members = new ArrayList<>();

	@Test
	void newsReachAllNodesThoughEachTellsFew() {
		join(new Gossip(INTERVAL, 2, true));
		this.cluster.sent.clear();
		start("a");
		this.cluster.advance(MOMENT);
		assertThat(this.members).allSatisfy((member) -> assertThat(member.hub.contains("a")).isTrue());
		assertThat(this.members).allSatisfy((member) -> assertThat(newsFrom(member)).isLessThanOrEqualTo(2));
		assertThat(this.members.stream().mapToLong(this::newsFrom).sum()).as("each is told once").isEqualTo(8);
	}

	@Test
	void newsThatWereLostAreMadeGoodInTheNextInterval() {
		join(new Gossip(INTERVAL, 2, true));
		this.cluster.lost.addAll(List.of(Kind.RELAY, Kind.CHANGES));
		start("a");
		this.cluster.advance(MOMENT);
		assertThat(this.members.stream().filter((member) -> member.hub.contains("a"))).hasSizeLessThan(9);
		this.cluster.lost.clear();
		this.cluster.advance(INTERVAL.plusSeconds(1));
		assertThat(this.members).allSatisfy((member) -> assertThat(member.hub.contains("a")).isTrue());
	}

	@Test
	void nodesThatCompareByThemselvesNeedNoNews() {
		join(new Gossip(INTERVAL, 2, false));
		this.cluster.lost.addAll(List.of(Kind.RELAY, Kind.CHANGES, Kind.DIGESTS));
		start("a");
		this.cluster.advance(INTERVAL.plusSeconds(1));
		assertThat(this.members).allSatisfy((member) -> assertThat(member.hub.contains("a")).isTrue());
	}

	@Test
	void nodesThatDoNotCompareByThemselvesNeedNews() {
		join(new Gossip(INTERVAL, 2, true));
		this.cluster.lost.addAll(List.of(Kind.RELAY, Kind.CHANGES, Kind.DIGESTS));
		start("a");
		this.cluster.advance(INTERVAL.plusSeconds(1));
		assertThat(this.members.stream().filter((member) -> member.hub.contains("a"))).hasSizeLessThan(9);
	}

	private void join(Gossip gossip) {
		this.cluster.synchronization = gossip;
		for (int i = 0; i < 9; i++) {
			this.members.add(this.cluster.join("m" + i));
		}
		this.cluster.advance(INTERVAL);
	}

	private void start(String id) {
		this.cluster.await(this.members.get(0).hub.start(ProcessSpec.of(id, TestCluster.TYPE)));
	}

	private long newsFrom(Member member) {
		return this.cluster.sent.stream()
			.filter((sent) -> sent.from().equals(member.name))
			.map((sent) -> Frame.read(sent.message()).kind())
			.filter((kind) -> kind == Kind.RELAY || kind == Kind.CHANGES)
			.count();
	}

}
