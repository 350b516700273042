/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.processhub.ProcessUnavailableException;
import io.processhub.time.HubScheduler.Cancellable;

/**
 * Bounds how long something is waited for.
 */
final class TimeLimit {

	private static final Duration SHORTEST = Duration.ofNanos(1);

	private TimeLimit() {
	}

	/**
	 * Wait for something, but not for ever.
	 * @param <T> the type of the result
	 * @param hub the hub
	 * @param stage what is waited for; it goes on when the time is over
	 * @param limit how long to wait
	 * @param late says, once and on a background thread, what to go on with when the time
	 * is over, or throws what it is to fail with
	 * @return completes as the stage does, or when the time is over
	 */
	static <T> CompletionStage<T> bound(Hub hub, CompletionStage<T> stage, Duration limit, Supplier<? extends T> late) {
		if (stage.toCompletableFuture().isDone()) {
			return stage;
		}
		CompletableFuture<T> result = new CompletableFuture<>();
		AtomicBoolean decided = new AtomicBoolean();
		Cancellable timer = hub.ports()
			.scheduler()
			.schedule((limit.compareTo(SHORTEST) > 0) ? limit : SHORTEST, () -> hub.ports().background().execute(() -> {
				if (decided.compareAndSet(false, true)) {
					complete(result, late);
				}
			}));
		stage.whenComplete((value, failure) -> {
			timer.cancel();
			if (!decided.compareAndSet(false, true)) {
				return;
			}
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(value);
			}
		});
		return result;
	}

	/**
	 * Wait for the directory until a certain time.
	 * @param <T> the type of the result
	 * @param hub the hub
	 * @param answer what is waited for; it goes on when the time is over
	 * @param deadline the reading of the clock at which the time is over
	 * @return completes as the answer does, or with a {@link ProcessUnavailableException}
	 * when the time is over
	 */
	static <T> CompletionStage<T> answered(Hub hub, CompletionStage<T> answer, long deadline) {
		return bound(hub, answer, left(hub, deadline), () -> {
			throw new ProcessUnavailableException(hub.id(), null,
					"The directory of hub '%s' did not answer in time".formatted(hub.id()));
		});
	}

	/**
	 * Return the time until a deadline.
	 * @param hub the hub
	 * @param deadline a reading of the clock
	 * @return the time, negative if it is over
	 */
	static Duration left(Hub hub, long deadline) {
		return Duration.ofNanos(deadline - hub.ports().scheduler().nanoTime());
	}

	private static <T> void complete(CompletableFuture<T> result, Supplier<? extends T> value) {
		try {
			result.complete(value.get());
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(ex);
		}
	}

}
