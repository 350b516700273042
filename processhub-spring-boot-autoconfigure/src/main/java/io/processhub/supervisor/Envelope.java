/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way to a process, with what is to become of the answer.
 *
 * @since 0.1.0
 */
public interface Envelope {

	/**
	 * Return the message, deserialized if need be. Called on the thread that handles it.
	 * @return the message
	 */
	Object message();

	/**
	 * Return whether an answer is awaited.
	 * @return whether it is a call
	 */
	boolean isCall();

	/**
	 * Return whether the message is not to be handled any more, because another instance
	 * has been asked instead.
	 * @return whether it is to be dropped
	 */
	default boolean isVoid() {
		return false;
	}

	/**
	 * Give the answer; not called unless it is a call. Called once at most, with
	 * {@link #fail} as the other possibility.
	 * @param answer the answer of the handler
	 */
	void reply(@Nullable Object answer);

	/**
	 * Say that the message was not handled, or not to its end. For a message that is no
	 * call there is nobody to tell.
	 * @param error what went wrong, a {@link io.processhub.ProcessHubException} or what
	 * the handler threw
	 */
	void fail(Throwable error);

}
