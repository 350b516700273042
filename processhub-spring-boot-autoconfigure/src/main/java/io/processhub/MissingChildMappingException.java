/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a process is started in a hub whose distribution strategy is guided, and
 * {@link StartOptions#childMapping()} does not say which node it is to run on.
 *
 * @since 0.1.0
 */
public class MissingChildMappingException extends ProcessHubException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new {@code MissingChildMappingException}.
	 * @param hub the hub id
	 * @param processId the process id, or {@code null} if it is about no single process
	 * @param message what happened and what to do
	 */
	public MissingChildMappingException(String hub, @Nullable String processId, String message) {
		super(hub, processId, message);
	}

	/**
	 * Create a new {@code MissingChildMappingException} with a cause.
	 * @param hub the hub id
	 * @param processId the process id, or {@code null} if it is about no single process
	 * @param message what happened and what to do
	 * @param cause the cause, or {@code null} if there is none
	 */
	public MissingChildMappingException(String hub, @Nullable String processId, String message,
			@Nullable Throwable cause) {
		super(hub, processId, message, cause);
	}

}
