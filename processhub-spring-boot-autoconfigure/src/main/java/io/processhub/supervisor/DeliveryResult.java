/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

/**
 * What became of a message that was put to a process.
 *
 * @since 0.1.0
 */
public enum DeliveryResult {

	/**
	 * The message was handled, or waits in the mailbox.
	 */
	ACCEPTED,

	/**
	 * No such process is here.
	 */
	ABSENT,

	/**
	 * The mailbox is full.
	 */
	FULL

}
