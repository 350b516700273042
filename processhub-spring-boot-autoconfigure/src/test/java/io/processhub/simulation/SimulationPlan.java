/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.processhub.RestartPolicy;
import io.processhub.cluster.Directory;
import io.processhub.engine.HubEngine;
import io.processhub.engine.HubEnginePorts;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.strategy.migration.ColdSwap;
import io.processhub.strategy.partition.Divergence;
import io.processhub.strategy.redundancy.Singularity;
import io.processhub.strategy.synchronization.PubSub;
import io.processhub.supervisor.MessageHandlers;
import io.processhub.supervisor.ProcessType;
import io.processhub.supervisor.SupervisorSettings;

/**
 * What the nodes of a simulated cluster are made of. Subclasses plant bugs.
 */
class SimulationPlan {

	static final String TYPE = "twin";

	static final int MAILBOX_CAPACITY = 50;

	/**
	 * Return whether callers say where processes are to run. A node that joins may have
	 * the name of one that has gone, then.
	 */
	boolean isGuided() {
		return strategies().distribution().isGuided();
	}

	/**
	 * Return whether a change is acknowledged only when the backup has it.
	 */
	boolean awaitsBackups() {
		return true;
	}

	/**
	 * Return how long, in microseconds, members that are cut off may take longer than the
	 * others to notice.
	 */
	int maxLateness() {
		return 2_000_000;
	}

	/**
	 * Return the directory as the engine of a node sees it.
	 */
	Directory directory(SimulatedCluster cluster, Directory directory) {
		return directory;
	}

	/**
	 * Return what the instances of a node do with messages.
	 */
	MessageHandlers handlers(SimulatedMember member) {
		return MessageHandlers
			.forAll((instance, message, context) -> ((SimulatedTwin) instance).handle((Long) message));
	}

	/**
	 * Return how many instances each process is to have.
	 * @param nodes the number of nodes
	 */
	int instances(int nodes) {
		return 1;
	}

	/**
	 * Return whether a process may have several instances, of which one is active.
	 */
	final boolean isReplicated() {
		return instances(Integer.MAX_VALUE) > 1;
	}

	/**
	 * Return how many restarts an instance may have before it is given up.
	 */
	int maxRestarts() {
		return SupervisorSettings.defaults().maxRestarts();
	}

	HubEngine engine(SimulatedMember member, HubEnginePorts ports) {
		ProcessType.InstanceFactory factory = new ProcessType.InstanceFactory() {

			@Override
			public Object create() {
				return new SimulatedTwin(member);
			}

			@Override
			public void destroy(Object instance) {
				((SimulatedTwin) instance).destroyed();
			}

		};
		ProcessType type = new ProcessType(TYPE, RestartPolicy.PERMANENT, null, null, false, factory, handlers(member));
		return new HubEngine(settings(member.name()), strategies(), ports, Map.of(TYPE, type));
	}

	HubEngineStrategies strategies() {
		return new HubEngineStrategies(new ConsistentHashing(64), new Singularity(), new ColdSwap(),
				new PubSub(Duration.ofSeconds(5)), new Divergence());
	}

	HubEngineSettings settings(String name) {
		HubEngineSettings defaults = HubEngineSettings.defaults("sim");
		SupervisorSettings supervisor = defaults.supervisor();
		return new HubEngineSettings("sim", name, defaults.discoveryInterval(), defaults.purgeInterval(),
				defaults.callTimeout(), defaults.migrationBaseTimeout(), defaults.maxConcurrentMigrations(),
				new SupervisorSettings(maxRestarts(), supervisor.restartWindow(), supervisor.backoff(),
						supervisor.shutdownTimeout(), MAILBOX_CAPACITY, supervisor.maxConcurrentStarts()),
				List.of());
	}

}
