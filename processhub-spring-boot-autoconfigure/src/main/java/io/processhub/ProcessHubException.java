/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import org.jspecify.annotations.Nullable;

/**
 * The root of the exceptions of a hub. The message says what happened, to which process
 * of which hub, and what to do.
 *
 * @since 0.1.0
 */
public class ProcessHubException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String hub;

	private final @Nullable String processId;

	/**
	 * Create a new {@code ProcessHubException}.
	 * @param hub the hub id
	 * @param processId the process id, or {@code null} if it is about no single process
	 * @param message what happened and what to do
	 */
	public ProcessHubException(String hub, @Nullable String processId, String message) {
		this(hub, processId, message, null);
	}

	/**
	 * Create a new {@code ProcessHubException} with a cause.
	 * @param hub the hub id
	 * @param processId the process id, or {@code null} if it is about no single process
	 * @param message what happened and what to do
	 * @param cause the cause, or {@code null} if there is none
	 */
	public ProcessHubException(String hub, @Nullable String processId, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.hub = hub;
		this.processId = processId;
	}

	/**
	 * Return the hub.
	 * @return the hub id
	 */
	public String getHub() {
		return this.hub;
	}

	/**
	 * Return the process.
	 * @return the process id, or {@code null} if it is about no single process
	 */
	public @Nullable String getProcessId() {
		return this.processId;
	}

}
