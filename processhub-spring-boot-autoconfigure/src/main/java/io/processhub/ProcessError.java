/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import org.jspecify.annotations.Nullable;

/**
 * Why one process of a request was not started or stopped.
 *
 * @param id the id of the process
 * @param node the name of the node where it went wrong, or {@code null} if no node was
 * involved
 * @param reason the kind of failure
 * @param message what happened, for people
 * @since 0.1.0
 */
public record ProcessError(String id, @Nullable String node, Reason reason, String message) {

	/**
	 * The kinds of failure.
	 */
	public enum Reason {

		/**
		 * A process with the id exists already.
		 */
		ALREADY_STARTED,

		/**
		 * No process with the id exists.
		 */
		NOT_FOUND,

		/**
		 * The process type is not known on the node.
		 */
		UNKNOWN_TYPE,

		/**
		 * Making or starting the instance threw an exception.
		 */
		START_FAILED,

		/**
		 * The node did not answer, left, or does not take the request.
		 */
		UNAVAILABLE,

		/**
		 * The time of the request was over.
		 */
		TIMEOUT,

		/**
		 * The hub has no quorum.
		 */
		PARTITIONED,

		/**
		 * The node that the process is to run on is not there.
		 */
		NODE_ABSENT

	}

}
