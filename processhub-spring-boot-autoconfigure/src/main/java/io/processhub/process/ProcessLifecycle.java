/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.process;

import io.processhub.StopReason;

/**
 * May be implemented by a process to be told when it starts and stops.
 *
 * @since 0.1.0
 */
public interface ProcessLifecycle {

	/**
	 * Called once, before any message is handled, on a worker thread. An exception is a
	 * crash.
	 * @param context the context of the instance
	 * @throws Exception if the process cannot start
	 */
	default void started(ProcessContext context) throws Exception {
	}

	/**
	 * Called once, after the last message was handled, on a worker thread; not called
	 * when the node dies. An exception is logged.
	 * @param reason why the instance stops
	 * @throws Exception if stopping went wrong
	 */
	default void stopping(StopReason reason) throws Exception {
	}

}
