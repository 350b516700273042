/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessHubException;

/**
 * Thrown at startup when the hubs of an application cannot be what its beans or
 * properties say. Carries in words what is wrong and what to do.
 *
 * @since 0.1.0
 */
public abstract class HubConfigurationException extends ProcessHubException {

	private static final long serialVersionUID = 1L;

	private final String description;

	private final String action;

	/**
	 * Create a new {@code HubConfigurationException}.
	 * @param hub the hub id, or an empty string if it is about no single hub
	 * @param description what is wrong
	 * @param action what to do
	 * @param cause the cause, or {@code null} if there is none
	 */
	protected HubConfigurationException(String hub, String description, String action, @Nullable Throwable cause) {
		super(hub, null, description + " " + action, cause);
		this.description = description;
		this.action = action;
	}

	/**
	 * Return what is wrong.
	 * @return a sentence
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * Return what to do.
	 * @return a sentence
	 */
	public String getAction() {
		return this.action;
	}

}
