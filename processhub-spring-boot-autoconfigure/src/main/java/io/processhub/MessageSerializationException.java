/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when an argument, a message, an answer or a state cannot be serialized, or is
 * too large.
 *
 * @since 0.1.0
 */
public class MessageSerializationException extends ProcessHubException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new {@code MessageSerializationException}.
	 * @param hub the hub id
	 * @param processId the process id, or {@code null} if it is about no single process
	 * @param message what happened and what to do
	 */
	public MessageSerializationException(String hub, @Nullable String processId, String message) {
		super(hub, processId, message);
	}

	/**
	 * Create a new {@code MessageSerializationException} with a cause.
	 * @param hub the hub id
	 * @param processId the process id, or {@code null} if it is about no single process
	 * @param message what happened and what to do
	 * @param cause the cause, or {@code null} if there is none
	 */
	public MessageSerializationException(String hub, @Nullable String processId, String message,
			@Nullable Throwable cause) {
		super(hub, processId, message, cause);
	}

}
