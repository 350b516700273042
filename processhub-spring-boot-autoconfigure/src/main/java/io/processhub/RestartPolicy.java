/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

/**
 * When a process that ended is restarted, with the meaning that Erlang/OTP gives the
 * words.
 *
 * @since 0.1.0
 */
public enum RestartPolicy {

	/**
	 * Always, after a crash and after a normal end.
	 */
	PERMANENT,

	/**
	 * After a crash only; a normal end removes the process.
	 */
	TRANSIENT,

	/**
	 * Never; any end removes the process.
	 */
	TEMPORARY

}
