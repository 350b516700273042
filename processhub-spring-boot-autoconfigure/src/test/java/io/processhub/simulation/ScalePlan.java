/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.HubNode;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.strategy.migration.ColdSwap;
import io.processhub.strategy.partition.Divergence;
import io.processhub.strategy.redundancy.Singularity;
import io.processhub.strategy.synchronization.PubSub;

/**
 * Nodes with the settings that a hub has when nothing is configured.
 */
final class ScalePlan extends SimulationPlan {

	private final DistributionStrategy distribution = new SharedPlacements();

	DistributionStrategy distribution() {
		return this.distribution;
	}

	@Override
	HubEngineStrategies strategies() {
		return new HubEngineStrategies(this.distribution, new Singularity(), new ColdSwap(),
				new PubSub(Duration.ofSeconds(15)), new Divergence());
	}

	@Override
	HubEngineSettings settings(String name) {
		HubEngineSettings defaults = HubEngineSettings.defaults("sim");
		return new HubEngineSettings("sim", name, defaults.discoveryInterval(), defaults.purgeInterval(),
				defaults.callTimeout(), defaults.migrationBaseTimeout(), defaults.maxConcurrentMigrations(),
				defaults.supervisor(), List.of());
	}

	/**
	 * Works a placement out once for all nodes that see the same.
	 */
	private static final class SharedPlacements implements DistributionStrategy {

		private static final int MAX_PLACEMENTS = 8;

		private final DistributionStrategy shared = new ConsistentHashing(ConsistentHashing.DEFAULT_VIRTUAL_NODES);

		private final Map<List<HubNode>, Placement> placements = new LinkedHashMap<>() {

			@Override
			protected boolean removeEldestEntry(Map.Entry<List<HubNode>, Placement> eldest) {
				return size() > MAX_PLACEMENTS;
			}

		};

		@Override
		public Placement placement(HubView view) {
			return this.placements.computeIfAbsent(view.targets(), (targets) -> this.shared.placement(view));
		}

	}

}
