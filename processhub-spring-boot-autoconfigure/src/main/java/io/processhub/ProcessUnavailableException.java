/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a process cannot be reached now: its node left, does not answer or speaks
 * another version of the messages, or the process was given up after too many crashes.
 *
 * @since 0.1.0
 */
public class ProcessUnavailableException extends ProcessHubException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new {@code ProcessUnavailableException}.
	 * @param hub the hub id
	 * @param processId the process id, or {@code null} if it is about no single process
	 * @param message what happened and what to do
	 */
	public ProcessUnavailableException(String hub, @Nullable String processId, String message) {
		super(hub, processId, message);
	}

	/**
	 * Create a new {@code ProcessUnavailableException} with a cause.
	 * @param hub the hub id
	 * @param processId the process id, or {@code null} if it is about no single process
	 * @param message what happened and what to do
	 * @param cause the cause, or {@code null} if there is none
	 */
	public ProcessUnavailableException(String hub, @Nullable String processId, String message,
			@Nullable Throwable cause) {
		super(hub, processId, message, cause);
	}

}
