/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a process has no handler for a message, or more than one that fit equally
 * well.
 *
 * @since 0.1.0
 */
public class MessageHandlerException extends ProcessHubException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new {@code MessageHandlerException}.
	 * @param hub the hub id
	 * @param processId the process id, or {@code null} if it is about no single process
	 * @param message what happened and what to do
	 */
	public MessageHandlerException(String hub, @Nullable String processId, String message) {
		super(hub, processId, message);
	}

	/**
	 * Create a new {@code MessageHandlerException} with a cause.
	 * @param hub the hub id
	 * @param processId the process id, or {@code null} if it is about no single process
	 * @param message what happened and what to do
	 * @param cause the cause, or {@code null} if there is none
	 */
	public MessageHandlerException(String hub, @Nullable String processId, String message, @Nullable Throwable cause) {
		super(hub, processId, message, cause);
	}

}
