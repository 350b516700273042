/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.strategy.MigrationStrategy;
import io.processhub.time.HubScheduler.Cancellable;

/**
 * The steps of a move as its strategy takes them, watched: a strategy that has taken no
 * step for too long is not waited for, nor is a directory that has not answered for as
 * long. Steps that come to an end by themselves, be it late, have all their time.
 */
final class WatchedMove implements MigrationStrategy.Move {

	private static final Log logger = LogFactory.getLog(WatchedMove.class);

	private final Hub hub;

	private final MoveBatch batch;

	private final Duration limit;

	private final CompletableFuture<Void> migrated = new CompletableFuture<>();

	/**
	 * The steps under way, and those of them that come to an end by themselves.
	 */
	private int underWay;

	private int bounded;

	private long since;

	private boolean givenUp;

	WatchedMove(Hub hub, MoveBatch batch) {
		this.hub = hub;
		this.batch = batch;
		this.limit = hub.settings().deadlockRecoveryTimeout();
		this.since = hub.ports().scheduler().nanoTime();
	}

	/**
	 * Let a strategy move the processes.
	 * @param strategy the strategy
	 * @return completes when it has, or when it is not waited for any more
	 */
	CompletionStage<Void> migrate(MigrationStrategy strategy) {
		strategy.migrate(this).whenComplete((nothing, failure) -> {
			touch();
			if (failure != null) {
				this.migrated.completeExceptionally(failure);
			}
			else {
				this.migrated.complete(null);
			}
		});
		return this.migrated;
	}

	/**
	 * Watch over a move until its end.
	 * @param ended completes when it has ended
	 * @return completes when it has ended, or exceptionally when it is not waited for any
	 * more
	 */
	CompletionStage<Void> untilTheEnd(CompletionStage<Void> ended) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		ended.whenComplete((nothing, failure) -> result.complete(null));
		if (!result.isDone()) {
			lookAfter(this.limit, result);
		}
		return result;
	}

	private void lookAfter(Duration time, CompletableFuture<Void> result) {
		Cancellable timer = this.hub.ports()
			.scheduler()
			.schedule(time, () -> this.hub.ports().background().execute(() -> look(result)));
		result.whenComplete((nothing, failure) -> timer.cancel());
	}

	private void look(CompletableFuture<Void> result) {
		if (result.isDone()) {
			return;
		}
		Duration left;
		boolean idle;
		synchronized (this) {
			long passed = this.hub.ports().scheduler().nanoTime() - this.since;
			left = (this.bounded > 0) ? this.limit : this.limit.minusNanos(passed);
			idle = this.underWay == 0 && !this.migrated.isDone();
			if (!isPositive(left) && idle) {
				this.givenUp = true;
				this.since += passed;
			}
		}
		if (isPositive(left)) {
			lookAfter(left, result);
		}
		else if (idle) {
			this.migrated
				.completeExceptionally(new IllegalStateException("the migration strategy %s took no step for %s"
					.formatted(this.hub.strategies().migration().getClass().getName(), this.limit)));
			lookAfter(this.limit, result);
		}
		else {
			logger.warn(
					("Hub '%s' goes on without waiting for the move of %d processes to %s, of which the directory has "
							+ "said nothing for %s")
						.formatted(this.hub.id(), this.batch.size(), this.batch.target(), this.limit));
			result.completeExceptionally(new IllegalStateException("not waited for any more"));
		}
	}

	private static boolean isPositive(Duration time) {
		return !time.isZero() && !time.isNegative();
	}

	private synchronized void touch() {
		this.since = this.hub.ports().scheduler().nanoTime();
	}

	private CompletionStage<Void> take(boolean comesToAnEnd, Supplier<CompletionStage<Void>> step) {
		synchronized (this) {
			if (this.givenUp) {
				return CompletableFuture.failedStage(new IllegalStateException(
						"The move was given up, as its strategy took no step for " + this.limit));
			}
			this.underWay++;
			this.bounded += comesToAnEnd ? 1 : 0;
			touch();
		}
		CompletionStage<Void> taken;
		try {
			taken = step.get();
		}
		catch (RuntimeException ex) {
			taken = CompletableFuture.failedStage(ex);
		}
		return taken.whenComplete((nothing, failure) -> {
			synchronized (this) {
				this.underWay--;
				this.bounded -= comesToAnEnd ? 1 : 0;
				touch();
			}
		});
	}

	@Override
	public boolean isUrgent() {
		return this.batch.isUrgent();
	}

	@Override
	public CompletionStage<Void> prepareThere(Duration timeout) {
		return take(true, () -> this.batch.prepareThere(timeout));
	}

	@Override
	public CompletionStage<Void> stopHere() {
		return take(true, this.batch::stopHere);
	}

	@Override
	public CompletionStage<Void> pauseHere(boolean withState, Duration limit) {
		return take(true, () -> this.batch.pauseHere(withState, limit));
	}

	@Override
	public CompletionStage<Void> transfer(boolean withState) {
		return take(false, () -> this.batch.transfer(withState));
	}

	@Override
	public CompletionStage<Void> startThere() {
		return take(true, this.batch::startThere);
	}

	@Override
	public CompletionStage<Void> switchThere(Duration retention, boolean confirm) {
		return take(true, () -> this.batch.switchThere(retention, confirm));
	}

	@Override
	public CompletionStage<Void> forward() {
		return take(true, this.batch::forward);
	}

}
