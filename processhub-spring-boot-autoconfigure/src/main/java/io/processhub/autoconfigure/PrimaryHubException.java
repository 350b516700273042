/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Collection;

import io.processhub.context.HubConfigurationException;

/**
 * Thrown at startup when it is not clear which of several hubs is the primary one.
 *
 * @since 0.1.0
 */
public class PrimaryHubException extends HubConfigurationException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new {@code PrimaryHubException}.
	 * @param description what is wrong
	 * @param hubIds the ids of the hubs in question
	 */
	public PrimaryHubException(String description, Collection<String> hubIds) {
		super("", description, "Set 'processhub.hubs.<hub-id>.primary' to true for one of the hubs %s."
			.formatted(Suggestions.list(hubIds)), null);
	}

}
