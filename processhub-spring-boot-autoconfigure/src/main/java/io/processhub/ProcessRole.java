/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

/**
 * The role of one instance among the replicas of a process.
 *
 * @since 0.1.0
 */
public enum ProcessRole {

	/**
	 * The instance does the work and answers calls.
	 */
	ACTIVE,

	/**
	 * The instance stands by to become active.
	 */
	PASSIVE

}
