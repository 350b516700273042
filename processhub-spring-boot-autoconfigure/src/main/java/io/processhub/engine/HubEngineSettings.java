/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.processhub.ProcessSpec;
import io.processhub.supervisor.SupervisorSettings;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a hub engine.
 *
 * @param hubId the hub id
 * @param nodeName the name of this node, or {@code null} for its address
 * @param discoveryInterval how often the nodes announce themselves to each other again
 * @param purgeInterval how long a removed id is remembered, so that late news of it are
 * known to be old
 * @param callTimeout how long a call waits for its answer unless the caller says
 * otherwise
 * @param migrationBaseTimeout how long the move of a batch may take
 * @param deadlockRecoveryTimeout how long the hub waits for something that has to come
 * before it goes on without it
 * @param maxConcurrentMigrations how many processes may be on the move from this node at
 * the same time
 * @param supervisor how processes are supervised
 * @param processes what is started with the hub
 * @param childMapping the names of the nodes that these run on, by process id, if the
 * distribution strategy is guided
 * @since 0.1.0
 */
public record HubEngineSettings(String hubId, @Nullable String nodeName, Duration discoveryInterval,
		Duration purgeInterval, Duration callTimeout, Duration migrationBaseTimeout, Duration deadlockRecoveryTimeout,
		int maxConcurrentMigrations, SupervisorSettings supervisor, List<ProcessSpec> processes,
		Map<String, List<String>> childMapping) {

	private static final Duration DEADLOCK_RECOVERY_TIMEOUT = Duration.ofSeconds(60);

	public HubEngineSettings {
		processes = List.copyOf(processes);
		childMapping = Map.copyOf(childMapping);
	}

	/**
	 * Create settings without a mapping, and with the default of
	 * {@link #deadlockRecoveryTimeout()}.
	 * @param hubId the hub id
	 * @param nodeName the name of this node, or {@code null} for its address
	 * @param discoveryInterval how often the nodes announce themselves to each other
	 * @param purgeInterval how long a removed id is remembered
	 * @param callTimeout how long a call waits for its answer
	 * @param migrationBaseTimeout how long the move of a batch may take
	 * @param maxConcurrentMigrations how many processes may be on the move from this node
	 * @param supervisor how processes are supervised
	 * @param processes what is started with the hub
	 */
	public HubEngineSettings(String hubId, @Nullable String nodeName, Duration discoveryInterval,
			Duration purgeInterval, Duration callTimeout, Duration migrationBaseTimeout, int maxConcurrentMigrations,
			SupervisorSettings supervisor, List<ProcessSpec> processes) {
		this(hubId, nodeName, discoveryInterval, purgeInterval, callTimeout, migrationBaseTimeout,
				DEADLOCK_RECOVERY_TIMEOUT, maxConcurrentMigrations, supervisor, processes, Map.of());
	}

	/**
	 * Return the defaults.
	 * @param hubId the hub id
	 * @return settings as they are when nothing is configured
	 */
	public static HubEngineSettings defaults(String hubId) {
		return new HubEngineSettings(hubId, null, Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(5),
				Duration.ofSeconds(15), 2048, SupervisorSettings.defaults(), List.of());
	}

}
