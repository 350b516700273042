/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.util.List;

/**
 * Thrown at startup when two beans are process types of the same name in one hub.
 *
 * @since 0.1.0
 */
public class DuplicateProcessTypeException extends HubConfigurationException {

	private static final long serialVersionUID = 1L;

	private final String type;

	private final List<String> beanNames;

	/**
	 * Create a new {@code DuplicateProcessTypeException}.
	 * @param hub the hub id
	 * @param type the name of the type
	 * @param first the name of a bean
	 * @param second the name of another bean
	 */
	public DuplicateProcessTypeException(String hub, String type, String first, String second) {
		super(hub, "The beans '%s' and '%s' are both the process type '%s' of hub '%s'.".formatted(first, second, type,
				hub), "Give one of them another name with @HubProcess(\"…\"), or another hub.", null);
		this.type = type;
		this.beanNames = List.of(first, second);
	}

	/**
	 * Return the type.
	 * @return the name of the type
	 */
	public String getType() {
		return this.type;
	}

	/**
	 * Return the beans.
	 * @return the names of both beans
	 */
	public List<String> getBeanNames() {
		return this.beanNames;
	}

}
