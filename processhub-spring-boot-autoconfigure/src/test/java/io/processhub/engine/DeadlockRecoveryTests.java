/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.engine.TestCluster.Member;
import io.processhub.hook.LockStateUpdated;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.migration.ColdSwap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a hub does when something does not come that it waits for.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeadlockRecoveryTests {

	private final TestCluster cluster = new TestCluster();

	private int attempts;

	private MigrationStrategy.Move late;

	@Test
	void strategyThatStandsStillIsGivenUp(CapturedOutput output) {
		this.cluster.migration = this::standStillAtFirst;
		Member first = startProcesses();
		List<Boolean> locks = new ArrayList<>();
		first.hub.registerHook(LockStateUpdated.class, "test", 100, (lock) -> locks.add(lock.locked()));
		Member second = this.cluster.join("m2");
		String moving = first.parts()
			.supervisor()
			.ids()
			.stream()
			.filter(first.parts().busy()::contains)
			.findFirst()
			.orElseThrow();
		CompletableFuture<Object> answer = first.hub.call(moving, "add", Object.class, Duration.ofMinutes(5));
		this.cluster.advance(Duration.ofSeconds(57));
		assertThat(first.hub.isLocked()).isTrue();
		assertThat(answer).isNotDone();
		this.cluster.advance(Duration.ofSeconds(4));
		assertThat(output).contains("took no step for PT1M");
		assertThat(answer).isCompletedWithValue(1L);
		this.cluster.advance(Duration.ofSeconds(20));
		assertThat(this.attempts).isEqualTo(2);
		assertThat(second.parts().supervisor().ids()).contains(moving);
		assertThat(first.hub.isLocked()).isFalse();
		assertThat(locks).startsWith(true).endsWith(false);
		assertThat(this.late.transfer().toCompletableFuture()).isCompletedExceptionally();
		assertThat(this.cluster.<Object>await(first.hub.call(moving, "get"))).isEqualTo(1L);
	}

	private CompletionStage<Void> standStillAtFirst(MigrationStrategy.Move move) {
		if (this.attempts++ > 0) {
			return new ColdSwap().migrate(move);
		}
		this.late = move;
		return move.stopHere().thenCompose((stopped) -> new CompletableFuture<>());
	}

	@Test
	void stepThatTakesLongIsNotGivenUp(CapturedOutput output) {
		this.cluster.migration = (move) -> move.prepareThere(Duration.ofMinutes(5))
			.thenCompose((prepared) -> move.stopHere())
			.thenCompose((stopped) -> move.transfer())
			.thenCompose((transferred) -> move.startThere())
			.thenCompose((started) -> move.forward());
		Member first = startProcesses();
		this.cluster.lost.add(Kind.PREPARE);
		Member second = this.cluster.join("m2");
		this.cluster.advance(Duration.ofMinutes(4));
		assertThat(first.hub.isLocked()).isTrue();
		assertThat(second.hub.localProcesses()).isEmpty();
		this.cluster.advance(Duration.ofMinutes(2));
		assertThat(output).doesNotContain("took no step").doesNotContain("has said nothing");
		assertThat(second.hub.localProcesses()).isNotEmpty();
	}

	@Test
	void moveThatTheDirectoryIsSilentAboutIsNotWaitedFor(CapturedOutput output) {
		this.cluster.migration = (move) -> move.stopHere().thenCompose((stopped) -> {
			this.cluster.heldUp = this.attempts++ == 0;
			return move.transfer();
		}).thenCompose((transferred) -> move.startThere()).thenCompose((started) -> move.forward());
		Member first = startProcesses();
		Member second = this.cluster.join("m2");
		this.cluster.advance(Duration.ofSeconds(57));
		assertThat(first.hub.isLocked()).isTrue();
		this.cluster.advance(Duration.ofSeconds(4));
		assertThat(output).contains("goes on without waiting for the move of").contains("has said nothing for PT1M");
		assertThat(first.hub.isLocked()).isFalse();
		this.cluster.release();
		this.cluster.advance(Duration.ofSeconds(30));
		assertEachRunsOnce(first, second);
	}

	@Test
	void takeoverThatTheDirectoryIsSilentAboutIsNotWaitedFor(CapturedOutput output) {
		Member first = startProcesses();
		Member second = this.cluster.join("m2");
		assertEachRunsOnce(first, second);
		this.cluster.heldUp = true;
		this.cluster.kill(second);
		this.cluster.advance(Duration.ofSeconds(57));
		assertThat(first.hub.isLocked()).isTrue();
		assertThat(output).doesNotContain("goes on without waiting");
		this.cluster.advance(Duration.ofSeconds(4));
		assertThat(output).contains("goes on without waiting for processes to be taken over")
			.contains("goes on without waiting for orphans");
		this.cluster.release();
		this.cluster.advance(Duration.ofSeconds(30));
		assertThat(first.hub.localProcesses()).hasSize(20);
		assertThat(first.hub.isLocked()).isFalse();
	}

	private static void assertEachRunsOnce(Member first, Member second) {
		List<String> ids = new ArrayList<>(first.parts().supervisor().ids());
		assertThat(ids).isNotEmpty();
		assertThat(second.parts().supervisor().ids()).isNotEmpty();
		ids.addAll(second.parts().supervisor().ids());
		assertThat(ids).hasSize(20).doesNotHaveDuplicates();
	}

	private Member startProcesses() {
		Member first = this.cluster.join("m1");
		List<ProcessSpec> specs = IntStream.range(0, 20)
			.mapToObj((i) -> ProcessSpec.of("p" + i, TestCluster.TYPE))
			.toList();
		this.cluster.await(first.hub.start(specs, StartOptions.defaults()));
		return first;
	}

}
