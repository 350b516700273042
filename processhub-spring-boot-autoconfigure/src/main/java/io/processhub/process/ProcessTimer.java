/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.process;

/**
 * A timer of a process. All timers of an instance end with it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ProcessTimer {

	/**
	 * Cancel the timer; a delivery that already waits in the mailbox is dropped too.
	 * Cancelling twice does nothing.
	 */
	void cancel();

}
