/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.processhub.ProcessSpec;
import io.processhub.engine.TestCluster.Member;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Flushes}.
 */
class FlushesTests {

	private final TestCluster cluster = new TestCluster();

	private Member sender;

	private Member before;

	private Member after;

	private String id;

	/**
	 * Let a process move from one node to another, while a third one watches.
	 */
	@BeforeEach
	void move() {
		this.sender = this.cluster.join("m1");
		this.before = this.cluster.join("m2");
		List<String> ids = IntStream.range(0, 100).mapToObj((number) -> "p" + number).toList();
		ids.forEach((each) -> this.cluster.await(this.sender.hub.start(ProcessSpec.of(each, TestCluster.TYPE))));
		List<String> there = ids.stream().filter(this.before.parts().supervisor()::contains).toList();
		this.after = this.cluster.join("m3");
		this.id = there.stream().filter(this.after.parts().supervisor()::contains).findFirst().orElseThrow();
	}

	@Test
	void firstMessageAfterAMoveFollowsAFlush() {
		assertThat(this.cluster.await(call())).isEqualTo(1L);
		assertThat(flushes()).containsExactly("m1 to m2", "m2 to m3");
		assertThat(this.cluster.await(call())).isEqualTo(2L);
		assertThat(flushes()).hasSize(2);
	}

	@Test
	void newNodeSendsItsOwnMessagesAfterAFlush() {
		CompletableFuture<Long> answer = this.after.hub.call(this.id, "add");
		assertThat(answer).isNotDone();
		assertThat(this.cluster.await(answer)).isEqualTo(1L);
		assertThat(flushes()).containsExactly("m3 to m2", "m2 to m3");
	}

	@Test
	void oldNodeNeedsNone() {
		assertThat(this.cluster.await(this.before.hub.<Long>call(this.id, "add"))).isEqualTo(1L);
		assertThat(flushes()).isEmpty();
	}

	@Test
	void whatIsSentMeanwhileWaitsInItsOrder() {
		this.cluster.lost.add(Kind.FLUSH);
		this.sender.hub.send(this.id, "add");
		CompletableFuture<Long> answer = call();
		this.sender.hub.send(this.id, "add");
		CompletableFuture<Long> last = call();
		this.cluster.advance(Duration.ofMillis(2900));
		assertThat(answer).isNotDone();
		this.cluster.advance(Duration.ofMillis(300));
		assertThat(answer).isCompletedWithValue(2L);
		assertThat(last).isCompletedWithValue(4L);
	}

	@Test
	void flushEndsWhenTheOldNodeLeaves() {
		this.cluster.lost.add(Kind.FLUSH);
		CompletableFuture<Long> answer = call();
		this.cluster.advance(Duration.ofMillis(100));
		assertThat(answer).isNotDone();
		this.cluster.kill(this.before);
		this.cluster.advance(Duration.ofMillis(200));
		assertThat(answer).isCompletedWithValue(1L);
	}

	@Test
	void flushEndsWhenTheNewNodeDies() {
		this.cluster.lost.add(Kind.FLUSH);
		CompletableFuture<Long> answer = call();
		this.cluster.advance(Duration.ofMillis(100));
		this.cluster.kill(this.after);
		this.cluster.advance(Duration.ofMillis(500));
		assertThat(answer).isCompleted();
	}

	/**
	 * The new node must not wait for the end of a move that waits for it, as when
	 * processes that move together call each other when they start.
	 */
	@Test
	void flushDoesNotWaitForAMoveWithoutMessages() {
		Member last = this.cluster.begin("m4", 64, false);
		last.stuck = true;
		last.engine.start();
		this.cluster.advance(Duration.ofSeconds(1));
		String moving = IntStream.range(0, 100)
			.mapToObj((number) -> "p" + number)
			.filter((each) -> this.before.parts().supervisor().isSuspended(each, 0))
			.findFirst()
			.orElseThrow();
		last.hub.send(moving, "add");
		this.cluster.advance(Duration.ofMillis(50));
		assertThat(this.cluster.sent(Kind.FLUSH)).hasSize(1);
		assertThat(this.cluster.sent(Kind.FLUSHED)).hasSize(1);
	}

	@Test
	void noFlushAfterAWhile() {
		this.cluster.advance(Duration.ofSeconds(6));
		assertThat(this.cluster.await(call())).isEqualTo(1L);
		assertThat(flushes()).isEmpty();
	}

	@Test
	void noFlushByWayOfANodeThatHasLeft() {
		this.cluster.leave(this.before);
		assertThat(this.cluster.await(call())).isEqualTo(1L);
		assertThat(flushes()).noneMatch((flush) -> flush.startsWith("m1 to m2"));
	}

	private CompletableFuture<Long> call() {
		return this.sender.hub.call(this.id, "add");
	}

	private List<String> flushes() {
		return this.cluster.sent(Kind.FLUSH).stream().map((sent) -> sent.from() + " to " + sent.to()).toList();
	}

}
