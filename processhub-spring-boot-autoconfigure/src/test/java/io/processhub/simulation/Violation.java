/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

/**
 * Says which invariant does not hold, and where.
 */
final class Violation extends AssertionError {

	private static final long serialVersionUID = 1L;

	private final String invariant;

	Violation(String invariant, String what) {
		super(invariant + ": " + what);
		this.invariant = invariant;
	}

	/**
	 * Return the name of the invariant, as the documentation has it.
	 */
	String invariant() {
		return this.invariant;
	}

}
