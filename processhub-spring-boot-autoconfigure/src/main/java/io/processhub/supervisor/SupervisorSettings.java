/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;

/**
 * How a hub supervises its processes.
 *
 * @param maxRestarts how many restarts a process may have within the window
 * @param restartWindow the window over which restarts are counted
 * @param backoff how long to wait before a restart
 * @param shutdownTimeout how long a process may take to stop, unless its type or spec
 * says otherwise
 * @param mailboxCapacity how many messages may wait for one process
 * @param maxConcurrentStarts how many processes may be in the middle of their start at
 * once
 * @since 0.1.0
 */
public record SupervisorSettings(int maxRestarts, Duration restartWindow, Backoff backoff, Duration shutdownTimeout,
		int mailboxCapacity, int maxConcurrentStarts) {

	/**
	 * The waiting time before a restart: it grows with each restart within the window.
	 *
	 * @param initialDelay the time before the first restart
	 * @param multiplier by how much each further time is longer
	 * @param maxDelay the longest time
	 * @param jitter the share of the time, 0 to 1, that is left to chance
	 */
	public record Backoff(Duration initialDelay, double multiplier, Duration maxDelay, double jitter) {

	}

	/**
	 * Return the defaults.
	 * @return settings as they are when nothing is configured
	 */
	public static SupervisorSettings defaults() {
		return new SupervisorSettings(100, Duration.ofSeconds(4),
				new Backoff(Duration.ofMillis(1), 2, Duration.ofMillis(25), 0.2), Duration.ofSeconds(60), 10_000, 16);
	}

}
