/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.processhub.context.HubConfigurationException;

/**
 * Thrown at startup when the value of a property is not valid.
 *
 * @since 0.1.0
 */
public class InvalidHubPropertyException extends HubConfigurationException {

	private static final long serialVersionUID = 1L;

	private final String property;

	/**
	 * Create a new {@code InvalidHubPropertyException}.
	 * @param property the name of the property
	 * @param value its value, as it was read
	 * @param action what would be valid
	 */
	public InvalidHubPropertyException(String property, @Nullable Object value, String action) {
		this(property, "The value '%s' of the property '%s' is not valid.".formatted(value, property), action, null);
	}

	/**
	 * Create a new {@code InvalidHubPropertyException}.
	 * @param property the name of the property
	 * @param description what is wrong with it
	 * @param action what to do
	 * @param cause the cause, or {@code null} if there is none
	 */
	public InvalidHubPropertyException(String property, String description, String action, @Nullable Throwable cause) {
		super("", description, action, cause);
		this.property = property;
	}

	/**
	 * Return the property.
	 * @return the name of the property
	 */
	public String getProperty() {
		return this.property;
	}

}
