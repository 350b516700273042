/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

/**
 * Which instances of a process do its work.
 *
 * @since 0.1.0
 */
public enum ReplicationModel {

	/**
	 * All of them: each answers calls, and a call goes to the nearest.
	 */
	ACTIVE_ACTIVE,

	/**
	 * One of them: the others stand by, and one of them becomes active when it is lost.
	 */
	ACTIVE_PASSIVE

}
