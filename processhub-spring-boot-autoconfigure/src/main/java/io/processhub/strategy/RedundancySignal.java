/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import io.processhub.ProcessRole;

/**
 * Which roles an instance is told of when it has started with one or got another.
 *
 * @since 0.1.0
 * @see io.processhub.process.RoleAware
 */
public enum RedundancySignal {

	/**
	 * None.
	 */
	NONE,

	/**
	 * That it is active.
	 */
	ACTIVE,

	/**
	 * That it is passive.
	 */
	PASSIVE,

	/**
	 * Both.
	 */
	ALL;

	/**
	 * Return whether an instance is told of a role.
	 * @param role the role
	 * @return whether it is told
	 */
	public boolean tells(ProcessRole role) {
		return this == ALL || name().equals(role.name());
	}

}
