/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.contract;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.processhub.strategy.MigrationStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * What every {@link MigrationStrategy} must do. Extend it for yours.
 *
 * @since 0.1.0
 */
public abstract class MigrationStrategyContract {

	/**
	 * Return the strategy as another node would make it: a new one each time, with the
	 * same options.
	 * @return the strategy
	 */
	protected abstract MigrationStrategy strategy();

	/**
	 * Return whether processes may start on the other node before they are assigned to
	 * it.
	 * @return whether they may, which they may not by default
	 */
	protected boolean startsFirst() {
		return false;
	}

	/**
	 * Return how long the strategy may take to say that a move has begun.
	 * @return the time, after which it is taken to block
	 */
	protected Duration patience() {
		return Duration.ofSeconds(10);
	}

	@Test
	void everyStepIsTakenOnceInAnOrderThatLosesNothing() {
		RecordedMove move = RecordedMove.quick(startsFirst());
		assertThat(migrate(move)).isCompleted();
		assertThat(move.violations()).isEmpty();
		assertThat(move.steps()).contains(RecordedMove.STOP, RecordedMove.TRANSFER, RecordedMove.START,
				RecordedMove.FORWARD);
	}

	@Test
	void processesThatMustGoAreMoved() {
		RecordedMove move = RecordedMove.urgent(startsFirst());
		assertThat(migrate(move)).isCompleted();
		assertThat(move.violations()).isEmpty();
		assertThat(move.steps()).contains(RecordedMove.STOP, RecordedMove.TRANSFER, RecordedMove.START,
				RecordedMove.FORWARD);
	}

	@Test
	void batchesHaveASize() {
		assertThat(strategy().batchSize()).isPositive();
	}

	@Test
	void moveIsOverWhenItsLastStepIs() {
		RecordedMove move = RecordedMove.slow(startsFirst());
		CompletableFuture<Void> moved = migrate(move);
		for (String step = move.completeOne(); step != null; step = move.completeOne()) {
			assertThat(moved.isDone()).as("the move is over when %s is done", step).isEqualTo(!move.isWaiting());
		}
		assertThat(moved).isCompleted();
		assertThat(move.violations()).isEmpty();
		assertThat(move.steps()).contains(RecordedMove.FORWARD);
	}

	@Test
	void nothingBlocks() {
		RecordedMove move = RecordedMove.slow(startsFirst());
		CompletableFuture<Void> moved = migrate(move);
		assertThat(moved).isNotDone();
		assertThat(move.steps()).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { RecordedMove.STOP, RecordedMove.TRANSFER, RecordedMove.START, RecordedMove.FORWARD })
	void stepThatFailsEndsTheMove(String failing) {
		RecordedMove move = new RecordedMove(startsFirst(),
				(step) -> step.equals(failing) ? CompletableFuture.failedFuture(new IllegalStateException("On purpose"))
						: CompletableFuture.completedFuture(null));
		CompletableFuture<Void> moved = migrate(move);
		assertThat(moved.isDone()).as("the move is over when %s has failed", failing).isTrue();
		assertThat(move.violations()).isEmpty();
	}

	@Test
	void movesKeepOutOfEachOthersWay() {
		MigrationStrategy strategy = strategy();
		RecordedMove slow = RecordedMove.slow(startsFirst());
		CompletableFuture<Void> moving = assertTimeoutPreemptively(patience(), () -> migrate(strategy, slow));
		Parallel.run(() -> {
			for (int i = 0; i < 200; i++) {
				RecordedMove quick = RecordedMove.quick(startsFirst());
				assertThat(migrate(strategy, quick)).isCompleted();
				assertThat(quick.violations()).isEmpty();
				assertThat(quick.steps()).contains(RecordedMove.FORWARD);
			}
			return true;
		});
		assertThat(moving).isNotDone();
		while (slow.completeOne() != null) {
			assertThat(slow.violations()).isEmpty();
		}
		assertThat(moving).isCompleted();
	}

	private CompletableFuture<Void> migrate(RecordedMove move) {
		MigrationStrategy strategy = strategy();
		return assertTimeoutPreemptively(patience(), () -> migrate(strategy, move));
	}

	private static CompletableFuture<Void> migrate(MigrationStrategy strategy, RecordedMove move) {
		return strategy.migrate(move.move()).toCompletableFuture();
	}

}
