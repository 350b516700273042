/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.util.Collection;

/**
 * Thrown at startup when a process type names a hub that the application does not have.
 *
 * @since 0.1.0
 */
public class UnknownHubException extends HubConfigurationException {

	private static final long serialVersionUID = 1L;

	private final String beanName;

	/**
	 * Create a new {@code UnknownHubException}.
	 * @param hub the hub id that is not known
	 * @param beanName the name of the bean
	 * @param what what of the bean names the hub
	 * @param known the ids of all hubs
	 */
	public UnknownHubException(String hub, String beanName, String what, Collection<String> known) {
		super(hub, "The %s is for hub '%s', but this application has only %s.".formatted(what, hub, known),
				"Correct the hub of the annotation, or configure the hub with processhub.hubs.%s.".formatted(hub),
				null);
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
