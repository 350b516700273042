/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Map;

import io.processhub.context.ManagedHub;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.supervisor.ProcessType;

/**
 * Makes the hubs of the application.
 */
@FunctionalInterface
interface HubFactory {

	/**
	 * Make a hub, which is not started yet.
	 * @param settings its settings
	 * @param strategies its strategies
	 * @param types its process types by name
	 * @return the hub
	 */
	ManagedHub create(HubEngineSettings settings, HubEngineStrategies strategies, Map<String, ProcessType> types);

}
