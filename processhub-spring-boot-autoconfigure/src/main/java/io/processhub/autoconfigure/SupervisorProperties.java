/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the restarting and stopping of processes.
 *
 * @param maxRestarts Number of restarts that a process may have within the window before
 * it is given up.
 * @param restartWindow Time over which restarts are counted.
 * @param backoff How long to wait before a restart.
 * @param shutdownTimeout How long a process may take to stop, unless it or its type says
 * otherwise.
 * @since 0.1.0
 */
public record SupervisorProperties(@DefaultValue("100") int maxRestarts, @DefaultValue("4s") Duration restartWindow,
		@DefaultValue Backoff backoff, @DefaultValue("60s") Duration shutdownTimeout) {

	/**
	 * How long to wait before a restart.
	 *
	 * @param initialDelay Time before the first restart.
	 * @param multiplier Factor by which each further time is longer.
	 * @param maxDelay Longest time before a restart.
	 * @param jitter Share of the time, from 0 to 1, that is left to chance.
	 */
	public record Backoff(@DefaultValue("1ms") Duration initialDelay, @DefaultValue("2") double multiplier,
			@DefaultValue("25ms") Duration maxDelay, @DefaultValue("0.2") double jitter) {
	}

}
