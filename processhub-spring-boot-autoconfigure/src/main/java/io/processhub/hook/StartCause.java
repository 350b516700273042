/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

/**
 * Why an instance of a process starts on a node.
 *
 * @since 0.1.0
 */
public enum StartCause {

	/**
	 * Somebody has asked for the process.
	 */
	REQUESTED,

	/**
	 * It has moved here from another node, or is one more instance of a process that runs
	 * elsewhere.
	 */
	MOVED,

	/**
	 * Its node is gone, or it was to run here and did not.
	 */
	TAKEN_OVER

}
