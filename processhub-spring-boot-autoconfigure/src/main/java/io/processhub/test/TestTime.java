/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

/**
 * Whose time the hubs of a test have.
 *
 * @since 0.1.0
 */
public enum TestTime {

	/**
	 * Time stands still until the test moves it with {@link ManualTime}.
	 */
	MANUAL,

	/**
	 * The time of the system.
	 */
	SYSTEM

}
