/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.processhub.ProcessSpec;
import io.processhub.engine.TestCluster.Member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link Router} while nodes learn at different times that a member has left.
 */
class RouterTests {

	private final TestCluster cluster = new TestCluster();

	private Member first;

	private Member second;

	private String id;

	@BeforeEach
	void start() {
		this.first = this.cluster.join("m1");
		this.second = this.cluster.join("m2");
		this.id = IntStream.range(0, 100)
			.mapToObj((number) -> "p" + number)
			.peek((each) -> this.cluster.await(this.first.hub.start(ProcessSpec.of(each, TestCluster.TYPE))))
			.filter((each) -> this.second.parts().supervisor().contains(each))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void callWaitsForAMemberThatHasLeftUntilItIsKnownWhatRanThere() {
		this.cluster.members.remove(this.second.name);
		int before = this.cluster.sent(Kind.DELIVER).size();
		CompletableFuture<Long> answer = call();
		assertTimeoutPreemptively(Duration.ofSeconds(10), () -> this.cluster.advance(Duration.ofMillis(100)));
		assertThat(answer).isNotDone();
		assertThat(this.cluster.sent(Kind.DELIVER)).hasSize(before);
		this.cluster.kill(this.second);
		assertThat(this.cluster.await(answer)).isEqualTo(1L);
	}

	@Test
	void sentMessageWaitsForAMemberThatHasLeftUntilItIsKnownWhatRanThere() {
		this.cluster.members.remove(this.second.name);
		this.first.hub.send(this.id, "add");
		assertTimeoutPreemptively(Duration.ofSeconds(10), () -> this.cluster.advance(Duration.ofMillis(100)));
		this.cluster.kill(this.second);
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.await(call())).isEqualTo(2L);
	}

	private CompletableFuture<Long> call() {
		return this.first.hub.call(this.id, "add");
	}

}
