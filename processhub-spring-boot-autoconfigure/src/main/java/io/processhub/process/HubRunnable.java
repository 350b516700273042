/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.process;

/**
 * A process that is a loop of its own.
 * <p>
 * It gets a thread of its own, which is interrupted when the process is to stop.
 * Returning is a normal end of the process, throwing is a crash. Messages, if it handles
 * any, are handled on other threads at the same time as the loop runs.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HubRunnable {

	/**
	 * Run until the work is done or the thread is interrupted.
	 * @param context the context of the instance
	 * @throws Exception if the process crashed
	 */
	void run(ProcessContext context) throws Exception;

}
