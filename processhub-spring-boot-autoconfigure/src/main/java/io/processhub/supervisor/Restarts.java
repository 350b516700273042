/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

import io.processhub.supervisor.SupervisorSettings.Backoff;
import io.processhub.time.HubScheduler.Cancellable;

/**
 * The restarts of one process. Used by whoever works on the cell.
 */
final class Restarts {

	private final Deque<Long> recent = new ArrayDeque<>(2);

	private volatile @Nullable Cancellable pending;

	private int total;

	/**
	 * Count a restart.
	 * @param nowNanos the present
	 * @param settings how many are allowed
	 * @return whether it is allowed
	 */
	boolean admit(long nowNanos, SupervisorSettings settings) {
		long windowNanos = settings.restartWindow().toNanos();
		while (!this.recent.isEmpty() && nowNanos - this.recent.getFirst() > windowNanos) {
			this.recent.removeFirst();
		}
		if (this.recent.size() >= settings.maxRestarts()) {
			return false;
		}
		this.recent.addLast(nowNanos);
		this.total++;
		return true;
	}

	/**
	 * Return how long to wait before the restart that was just counted.
	 * @param backoff the growth of the time
	 * @param random a number from 0 to 1
	 * @return the time
	 */
	Duration delay(Backoff backoff, double random) {
		double grown = backoff.initialDelay().toNanos() * Math.pow(backoff.multiplier(), this.recent.size() - 1.0);
		double nanos = Math.min(grown, backoff.maxDelay().toNanos());
		return Duration.ofNanos((long) (nanos * (1 - backoff.jitter() * random)));
	}

	int total() {
		return this.total;
	}

	void pending(Cancellable restart) {
		this.pending = restart;
	}

	void cancelPending() {
		Cancellable restart = this.pending;
		if (restart != null) {
			restart.cancel();
			this.pending = null;
		}
	}

}
