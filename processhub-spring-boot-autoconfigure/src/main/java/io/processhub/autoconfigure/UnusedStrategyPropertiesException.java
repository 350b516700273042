/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Collection;
import java.util.List;

import io.processhub.context.HubConfigurationException;

/**
 * Thrown at startup when properties are given to a strategy that does not take them.
 *
 * @since 0.1.0
 */
public class UnusedStrategyPropertiesException extends HubConfigurationException {

	private static final long serialVersionUID = 1L;

	private final List<String> properties;

	/**
	 * Create a new {@code UnusedStrategyPropertiesException}.
	 * @param properties the names of the properties
	 * @param why why nobody takes them
	 * @param action what to do
	 */
	public UnusedStrategyPropertiesException(Collection<String> properties, String why, String action) {
		super("", "There are properties for a strategy, %s, but %s.".formatted(Suggestions.list(properties), why),
				action, null);
		this.properties = List.copyOf(properties);
	}

	/**
	 * Return the properties.
	 * @return the names of the properties
	 */
	public List<String> getProperties() {
		return this.properties;
	}

}
