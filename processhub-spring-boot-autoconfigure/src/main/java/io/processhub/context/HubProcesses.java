/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.util.List;
import java.util.Map;

import io.processhub.ProcessSpec;
import io.processhub.supervisor.ProcessType;

/**
 * What the process beans of an application give to one hub.
 *
 * @param types the process types by name
 * @param arguments the classes of the arguments that processes take, by the name of the
 * type; {@code Object} for any
 * @param processes what is to be started with the hub
 * @since 0.1.0
 */
public record HubProcesses(Map<String, ProcessType> types, Map<String, Class<?>> arguments,
		List<ProcessSpec> processes) {

	/**
	 * Nothing.
	 */
	public static final HubProcesses NONE = new HubProcesses(Map.of(), Map.of(), List.of());

	public HubProcesses {
		types = Map.copyOf(types);
		arguments = Map.copyOf(arguments);
		processes = List.copyOf(processes);
	}

}
