/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import io.processhub.ProcessSpec;
import io.processhub.cluster.Broadcast.NewsReceiver;
import io.processhub.engine.TestCluster.Member;
import io.processhub.engine.TestCluster.Sent;
import io.processhub.strategy.synchronization.PubSub;
import io.processhub.strategy.synchronization.ReplicatedMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for changes that go to the other nodes through a replicated map.
 */
class ReplicatedMapTests {

	private static final Duration INTERVAL = Duration.ofSeconds(15);

	private static final Duration MOMENT = Duration.ofMillis(100);

	private final TestCluster cluster = new TestCluster();

	private final List<Member> members = new ArrayList<>();

	@Test
	void changesAreLaidOutOnceAndSentInNoMessage() {
		join(4);
		this.cluster.sent.clear();
		start("a");
		this.cluster.advance(MOMENT);
		assertThat(this.members).allSatisfy((member) -> assertThat(member.hub.contains("a")).isTrue());
		assertThat(this.cluster.laidOut).hasSize(1);
		stop("a");
		this.cluster.advance(MOMENT);
		assertThat(this.members).noneMatch((member) -> member.hub.contains("a"));
		assertThat(this.cluster.laidOut).hasSize(2);
		assertThat(this.cluster.sent(Kind.CHANGES)).isEmpty();
		assertThat(this.cluster.sent(Kind.RELAY)).isEmpty();
	}

	@Test
	void whatTheMapLosesIsMadeGoodInTheNextInterval() {
		join(4);
		start("b");
		this.cluster.mapLosesAll = true;
		start("a");
		stop("b");
		this.cluster.advance(MOMENT);
		assertThat(this.members.stream().filter((member) -> member.hub.contains("a"))).hasSizeLessThan(4);
		assertThat(this.members.stream().filter((member) -> member.hub.contains("b"))).isNotEmpty();
		this.cluster.advance(INTERVAL.plusSeconds(1));
		assertThat(this.members).allSatisfy((member) -> {
			assertThat(member.hub.contains("a")).isTrue();
			assertThat(member.hub.contains("b")).isFalse();
		});
	}

	@Test
	void digestsDoNotDependOnTheMap() {
		join(3);
		this.cluster.sent.clear();
		this.cluster.advance(INTERVAL);
		assertThat(this.cluster.sent(Kind.DIGESTS)).isNotEmpty();
		assertThat(this.cluster.laidOut).isEmpty();
	}

	@Test
	void oldNewsAreKnownToBeOld() {
		join(3);
		start("a");
		Sent started = this.cluster.laidOut.get(0);
		stop("a");
		this.cluster.advance(MOMENT);
		this.members.forEach((member) -> news(member).receive(started.from(), started.message()));
		assertThat(this.members).noneMatch((member) -> member.hub.contains("a"));
	}

	@Test
	void newsThatAreNoChangesAreDropped() {
		join(2);
		Member first = this.members.get(0);
		Member second = this.members.get(1);
		byte[] order = Requests.write(Kind.REBALANCE, 16, (writer) -> {
		});
		news(first).receive(second.name, order);
		news(first).receive(second.name, new byte[] { 1, 2, 3 });
		news(first).receive(second.name, new byte[0]);
		assertThat(this.cluster.sent(Kind.ANSWER).stream().filter((sent) -> sent.from().equals(first.name)))
			.allSatisfy((sent) -> assertThat(sent.message()).isNotEmpty());
		start("a");
		this.cluster.advance(MOMENT);
		assertThat(this.members).allSatisfy((member) -> assertThat(member.hub.contains("a")).isTrue());
	}

	@Test
	void nodeThatIsToldInMessagesIsUpToDateAfterTheNextInterval() {
		join(2);
		this.cluster.synchronization = new PubSub(INTERVAL);
		Member other = this.cluster.join("other");
		start("a");
		this.cluster.advance(MOMENT);
		assertThat(other.newsReceiver).isNull();
		this.cluster.advance(INTERVAL.plusSeconds(1));
		assertThat(other.hub.contains("a")).isTrue();
	}

	@Test
	void nothingIsTakenOutAnyMoreAfterTheHubWasStarted() {
		join(2);
		Member second = this.members.get(1);
		this.cluster.await(second.engine.stop(Duration.ofSeconds(5)));
		this.cluster.await(second.engine.start());
		this.cluster.advance(MOMENT);
		start("a");
		this.cluster.advance(MOMENT);
		assertThat(second.hub.contains("a")).isTrue();
	}

	private void join(int count) {
		this.cluster.synchronization = new ReplicatedMap(INTERVAL);
		for (int i = 0; i < count; i++) {
			this.members.add(this.cluster.join("m" + i));
		}
		this.cluster.advance(INTERVAL);
		this.cluster.laidOut.clear();
	}

	private static NewsReceiver news(Member member) {
		return Objects.requireNonNull(member.newsReceiver);
	}

	private void start(String id) {
		this.cluster.await(this.members.get(0).hub.start(ProcessSpec.of(id, TestCluster.TYPE)));
	}

	private void stop(String id) {
		this.cluster.await(this.members.get(0).hub.stop(id));
	}

}
