/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster;

/**
 * The kinds of traffic between two nodes, which do not hold each other up.
 *
 * @since 0.1.0
 */
public enum Lane {

	/**
	 * What the hub itself sends: announcements, batches, deltas. Handled on a thread of
	 * the transport that may block for a short while.
	 */
	CONTROL,

	/**
	 * Messages to processes. The handler may run a process that is known to be quick on
	 * the thread of the transport.
	 */
	MESSAGE,

	/**
	 * Answers to messages. Handled on any thread, so the handler must not block and must
	 * not run user code.
	 */
	REPLY

}
