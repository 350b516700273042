/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How processes are to be stopped.
 *
 * @param timeout how long to wait for the processes to stop
 * @param disableLogging whether the stop is not to be logged
 * @since 0.1.0
 */
public record StopOptions(Duration timeout, boolean disableLogging) {

	private static final StopOptions DEFAULTS = new StopOptions(Duration.ofSeconds(10), false);

	public StopOptions {
		Assert.notNull(timeout, "'timeout' must not be null");
		Assert.isTrue(timeout.toNanos() > 0, "'timeout' must be positive");
	}

	/**
	 * Return the defaults: ten seconds.
	 * @return the default options
	 */
	public static StopOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy with another timeout.
	 * @param timeout how long to wait for the processes to stop
	 * @return the changed copy
	 */
	public StopOptions withTimeout(Duration timeout) {
		return new StopOptions(timeout, this.disableLogging);
	}

	/**
	 * Return a copy with logging on or off.
	 * @param disableLogging whether the stop is not to be logged
	 * @return the changed copy
	 */
	public StopOptions withDisableLogging(boolean disableLogging) {
		return new StopOptions(this.timeout, disableLogging);
	}

}
