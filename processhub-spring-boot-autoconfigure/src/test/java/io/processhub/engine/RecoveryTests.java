/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.processhub.ProcessSpec;
import io.processhub.engine.TestCluster.Member;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Recovery}.
 */
class RecoveryTests {

	private final TestCluster cluster = new TestCluster();

	private final Member first = this.cluster.join("m1");

	@Test
	void nodeThatStoodStillGoesOnWhenTheOthersHaveAnswered() {
		Member second = this.cluster.join("m2");
		String id = startOn(this.first);
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add");
		this.cluster.run();
		assertThat(this.cluster.sent(Kind.ANNOUNCE)).isNotEmpty();
		assertThat(this.cluster.<Object>await(answer)).isEqualTo(1L);
		assertThat(second.hub.nodes()).hasSize(2);
	}

	@Test
	void nodeThatStoodStillDoesNothingWhileANodeDoesNotAnswer() {
		Member second = this.cluster.join("m2");
		String id = startOn(this.first);
		second.receiver = null;
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add", Object.class, Duration.ofSeconds(20));
		this.cluster.advance(Duration.ofSeconds(5));
		assertThat(answer).isNotDone();
		assertThat(this.first.parts().recovery().isUnderWay()).isTrue();
		this.cluster.kill(second);
		this.cluster.advance(Duration.ofSeconds(20));
		assertThat(answer).as("alone, it waits to be joined").isCompletedExceptionally();
		this.cluster.advance(Duration.ofSeconds(20));
		assertThat(this.cluster.<Object>await(this.first.hub.call(id, "get"))).isNotNull();
	}

	@Test
	void nodeThatIsCastOutWhileItAsksTheOthersHandlesNothing() {
		Member second = this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		String id = startOn(this.first);
		second.receiver = null;
		third.receiver = null;
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add", Object.class, Duration.ofSeconds(20));
		this.cluster.advance(Duration.ofMillis(100));
		this.cluster.members.remove(second.name);
		this.cluster.members.remove(third.name);
		this.first.tell();
		this.cluster.advance(Duration.ofSeconds(15));
		assertThat(answer).isNotDone();
		assertThat(this.first.parts().recovery().isUnderWay()).isTrue();
	}

	@Test
	void nodeThatStoodStillGoesOnThoughAFewOthersHaveDied() {
		Member second = this.cluster.join("m2");
		this.cluster.join("m3");
		String id = startOn(this.first);
		second.receiver = null;
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add");
		this.cluster.advance(Duration.ofMillis(100));
		this.cluster.kill(second);
		this.cluster.advance(Duration.ofSeconds(3));
		assertThat(answer).isCompletedWithValue(1L);
	}

	@Test
	void memberThatDoesNotRunTheHubIsNotWaitedFor() {
		this.cluster.join("m2");
		this.cluster.members.put("stranger", this.cluster.new Member("stranger"));
		this.cluster.members.values().forEach(Member::tell);
		this.cluster.advance(Duration.ofSeconds(5));
		String id = startOn(this.first);
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add");
		this.cluster.advance(Duration.ofSeconds(3));
		assertThat(answer).isCompletedWithValue(1L);
	}

	@Test
	void nodeOfAnotherVersionIsNotWaitedFor() {
		this.cluster.join("m2");
		this.cluster.join("m3", 64, true);
		assertGoesOnAfterStandingStill();
	}

	@Test
	void hubThatHasClosedOnAMemberThatStaysIsNotWaitedFor() {
		this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		this.cluster.await(third.engine.stop(Duration.ofSeconds(10)));
		third.receiver = null;
		assertGoesOnAfterStandingStill();
	}

	private void assertGoesOnAfterStandingStill() {
		String id = startOn(this.first);
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add");
		this.cluster.advance(Duration.ofSeconds(3));
		assertThat(answer).isCompletedWithValue(1L);
	}

	private String startOn(Member member) {
		for (int i = 0;; i++) {
			String id = "p" + i;
			this.cluster.await(member.hub.start(ProcessSpec.of(id, TestCluster.TYPE)));
			if (member.parts().supervisor().contains(id)) {
				return id;
			}
		}
	}

}
