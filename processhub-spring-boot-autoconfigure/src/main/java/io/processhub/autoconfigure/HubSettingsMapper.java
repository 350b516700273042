/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.processhub.ProcessSpec;
import io.processhub.context.HubProcesses;
import io.processhub.engine.HubEngineSettings;
import io.processhub.supervisor.SupervisorSettings;

/**
 * Checks the properties of a hub, and makes settings of them.
 */
final class HubSettingsMapper {

	private final String hub;

	private final String prefix;

	private final boolean guided;

	private final StaticArguments arguments;

	/**
	 * Create a mapper.
	 * @param hub the hub id
	 * @param guided whether it must be said of each process which node it runs on
	 * @param arguments the arguments of the processes in the configuration
	 */
	HubSettingsMapper(String hub, boolean guided, StaticArguments arguments) {
		this.arguments = arguments;
		this.hub = hub;
		this.guided = guided;
		this.prefix = "processhub.hubs." + hub + ".";
	}

	HubEngineSettings map(HubProperties properties, @Nullable String nodeName, HubProcesses beans) {
		Checks.positive(this.prefix + "call-timeout", properties.callTimeout());
		Checks.positive(this.prefix + "discovery-interval", properties.discoveryInterval());
		Checks.positive(this.prefix + "purge-interval", properties.purgeInterval());
		Checks.positive(this.prefix + "migration-base-timeout", properties.migrationBaseTimeout());
		Checks.positive(this.prefix + "deadlock-recovery-timeout", properties.deadlockRecoveryTimeout());
		Checks.atLeast(this.prefix + "max-concurrent-migrations", properties.maxConcurrentMigrations(), 1);
		return new HubEngineSettings(this.hub, nodeName, properties.discoveryInterval(), properties.purgeInterval(),
				properties.callTimeout(), properties.migrationBaseTimeout(), properties.deadlockRecoveryTimeout(),
				properties.maxConcurrentMigrations(), supervisor(properties), processes(properties, beans),
				new StaticMapping(this.hub, this.guided).of(properties, beans));
	}

	private SupervisorSettings supervisor(HubProperties properties) {
		SupervisorProperties supervisor = properties.supervisor();
		Checks.atLeast(this.prefix + "mailbox-capacity", properties.mailboxCapacity(), 1);
		Checks.atLeast(this.prefix + "max-concurrent-starts", properties.maxConcurrentStarts(), 1);
		Checks.atLeast(this.prefix + "supervisor.max-restarts", supervisor.maxRestarts(), 0);
		Checks.positive(this.prefix + "supervisor.restart-window", supervisor.restartWindow());
		Checks.notNegative(this.prefix + "supervisor.shutdown-timeout", supervisor.shutdownTimeout());
		return new SupervisorSettings(supervisor.maxRestarts(), supervisor.restartWindow(),
				backoff(supervisor.backoff()), supervisor.shutdownTimeout(), properties.mailboxCapacity(),
				properties.maxConcurrentStarts());
	}

	private SupervisorSettings.Backoff backoff(SupervisorProperties.Backoff backoff) {
		String backoffPrefix = this.prefix + "supervisor.backoff.";
		Checks.notNegative(backoffPrefix + "initial-delay", backoff.initialDelay());
		Checks.between(backoffPrefix + "multiplier", backoff.multiplier(), 1, 1000);
		Checks.between(backoffPrefix + "jitter", backoff.jitter(), 0, 1);
		Checks.notNegative(backoffPrefix + "max-delay", backoff.maxDelay());
		if (backoff.maxDelay().compareTo(backoff.initialDelay()) < 0) {
			throw new InvalidHubPropertyException(backoffPrefix + "max-delay",
					"The property '%1$smax-delay' is shorter than '%1$sinitial-delay'.".formatted(backoffPrefix),
					"Make it as long or longer.", null);
		}
		return new SupervisorSettings.Backoff(backoff.initialDelay(), backoff.multiplier(), backoff.maxDelay(),
				backoff.jitter());
	}

	private List<ProcessSpec> processes(HubProperties properties, HubProcesses beans) {
		List<ProcessSpec> specs = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		beans.processes().forEach((spec) -> {
			ids.add(spec.id());
			specs.add(
					spec.withArgument(this.arguments.ofBean(spec.id(), spec.type(), argumentType(beans, spec.type()))));
		});
		for (int i = 0; i < properties.processes().size(); i++) {
			ProcessSpec spec = spec(i, properties.processes().get(i), beans);
			if (!ids.add(spec.id())) {
				throw new InvalidHubPropertyException(this.prefix + "processes[" + i + "].id", spec.id(),
						"Use an id that no other process of hub '%s' has.".formatted(this.hub));
			}
			specs.add(spec);
		}
		return specs;
	}

	private ProcessSpec spec(int index, HubProperties.StaticProcess process, HubProcesses beans) {
		String specPrefix = this.prefix + "processes[" + index + "].";
		String id = Checks.hasText(specPrefix + "id", process.id());
		if (id.length() > ProcessSpec.MAX_ID_LENGTH) {
			throw new InvalidHubPropertyException(specPrefix + "id", id,
					"Use an id of %d characters at most.".formatted(ProcessSpec.MAX_ID_LENGTH));
		}
		Set<String> known = beans.types().keySet();
		String type = Checks.present(specPrefix + "type", StringUtils.hasText(process.type()) ? process.type() : null,
				"Use one of %s.".formatted(Suggestions.list(known)));
		if (!known.contains(type)) {
			throw new InvalidHubPropertyException(specPrefix + "type", type, Suggestions.didYouMean(type, known)
					+ "The process types of hub '%s' are %s.".formatted(this.hub, Suggestions.list(known)));
		}
		Checks.notNegative(specPrefix + "shutdown-timeout", process.shutdownTimeout());
		Object argument = this.arguments.bind(index, argumentType(beans, type));
		return new ProcessSpec(id, type, argument, process.restart(), process.shutdownTimeout(), process.tag(),
				process.metadata());
	}

	private static Class<?> argumentType(HubProcesses beans, String processType) {
		return beans.arguments().getOrDefault(processType, Object.class);
	}

}
