/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import io.processhub.ProcessRole;

/**
 * Which instance of its process one is.
 *
 * @param number the number of the replica, 0 for the first
 * @param role its role
 * @param told whether it is told of that role
 * @since 0.1.0
 */
public record Replica(int number, ProcessRole role, boolean told) {

	/**
	 * The first instance, which is active and not told so.
	 */
	public static final Replica FIRST = new Replica(0, ProcessRole.ACTIVE, false);

}
