/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

/**
 * Thrown at startup when a bean that is to be told of what happens in a hub cannot be.
 *
 * @since 0.1.0
 */
public class InvalidHookException extends HubConfigurationException {

	private static final long serialVersionUID = 1L;

	private final String beanName;

	/**
	 * Create a new {@code InvalidHookException}.
	 * @param hub the hub id, or an empty string if it is about all hubs
	 * @param beanName the name of the bean
	 * @param description what is wrong with it
	 * @param action what to do
	 */
	public InvalidHookException(String hub, String beanName, String description, String action) {
		super(hub, description, action, null);
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
