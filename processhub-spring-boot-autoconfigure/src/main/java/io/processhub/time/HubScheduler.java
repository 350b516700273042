/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.time;

import java.time.Duration;

/**
 * The only source of time for the engine: what it is now, and what is to happen later.
 *
 * @since 0.1.0
 */
public interface HubScheduler {

	/**
	 * Return the current reading of a monotonic clock, of use only against other
	 * readings.
	 * @return the reading in nanoseconds
	 */
	long nanoTime();

	/**
	 * Run a short task later, on a thread of the scheduler. What may block or run user
	 * code is to be handed on to an executor.
	 * @param delay the time from now
	 * @param task the task
	 * @return a handle to cancel it
	 */
	Cancellable schedule(Duration delay, Runnable task);

	/**
	 * Something that is to happen later.
	 */
	@FunctionalInterface
	interface Cancellable {

		/**
		 * Let it not happen, if it has not happened yet.
		 */
		void cancel();

	}

}
