/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.Map;

import io.processhub.supervisor.ProcessType;

/**
 * Makes hubs, and knows what they are plugged into.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HubEngineFactory {

	/**
	 * Make a hub, which is not started yet.
	 * @param settings its settings
	 * @param strategies its strategies
	 * @param types its process types by name
	 * @return the hub
	 */
	HubEngine create(HubEngineSettings settings, HubEngineStrategies strategies, Map<String, ProcessType> types);

}
