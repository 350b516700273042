/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

/**
 * What an instance of a process is doing.
 *
 * @since 0.1.0
 */
public enum ProcessState {

	/**
	 * It runs, or is being started or restarted.
	 */
	RUNNING,

	/**
	 * It crashed more often than its hub allows and was given up; it can be started
	 * again.
	 */
	FAILED,

	/**
	 * It does not run, for it may only run on a node that is not there; it runs again
	 * when that node is back.
	 */
	WAITING

}
