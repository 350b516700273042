/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import org.jspecify.annotations.Nullable;

/**
 * Thrown at startup when a bean that is marked as a process type cannot be one.
 *
 * @since 0.1.0
 */
public class InvalidHubProcessException extends HubConfigurationException {

	private static final long serialVersionUID = 1L;

	private final String beanName;

	/**
	 * Create a new {@code InvalidHubProcessException}.
	 * @param hub the hub id, or an empty string if it is not known
	 * @param beanName the name of the bean
	 * @param description what is wrong with it
	 * @param action what to do
	 * @param cause the cause, or {@code null} if there is none
	 */
	public InvalidHubProcessException(String hub, String beanName, String description, String action,
			@Nullable Throwable cause) {
		super(hub, description, action, cause);
		this.beanName = beanName;
	}

	/**
	 * Return the bean.
	 * @return the bean name
	 */
	public String getBeanName() {
		return this.beanName;
	}

}
