/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the handler of a call threw an exception. The process goes on with its
 * state, unless its type says otherwise.
 *
 * @since 0.1.0
 */
public class ProcessCallException extends ProcessHubException {

	private static final long serialVersionUID = 1L;

	private final String exceptionType;

	/**
	 * Create a new {@code ProcessCallException}.
	 * @param hub the hub id
	 * @param processId the process id
	 * @param exceptionType the class name of the exception that the handler threw
	 * @param message the message of that exception
	 * @param cause the exception itself if the process runs on this node, or {@code null}
	 */
	public ProcessCallException(String hub, String processId, String exceptionType, String message,
			@Nullable Throwable cause) {
		super(hub, processId, message, cause);
		this.exceptionType = exceptionType;
	}

	/**
	 * Return the class of the exception that the handler threw.
	 * @return the class name
	 */
	public String getExceptionType() {
		return this.exceptionType;
	}

}
