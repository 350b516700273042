/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.convert.DurationStyle;

import io.processhub.engine.HubEngineStrategies;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.PartitionToleranceStrategy;
import io.processhub.strategy.RedundancyStrategy;
import io.processhub.strategy.SynchronizationStrategy;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.strategy.distribution.Guided;
import io.processhub.strategy.distribution.LoadBalanced;
import io.processhub.strategy.distribution.Sticky;
import io.processhub.strategy.migration.ColdSwap;
import io.processhub.strategy.migration.HotSwap;
import io.processhub.strategy.partition.Divergence;
import io.processhub.strategy.partition.DynamicQuorum;
import io.processhub.strategy.partition.MajorityQuorum;
import io.processhub.strategy.partition.StaticQuorum;
import io.processhub.strategy.redundancy.Replication;
import io.processhub.strategy.redundancy.Singularity;
import io.processhub.strategy.synchronization.Gossip;
import io.processhub.strategy.synchronization.PubSub;
import io.processhub.strategy.synchronization.ReplicatedMap;

/**
 * Finds the strategies of a hub by their names, and makes those of our own from the
 * properties of the hub.
 */
final class StrategyResolver {

	private static final Log logger = LogFactory.getLog(StrategyResolver.class);

	private static final Duration HANDOVER_DATA_WAIT = Duration.ofSeconds(3);

	private final StrategyBeans beans;

	StrategyResolver(StrategyBeans beans) {
		this.beans = beans;
	}

	HubEngineStrategies resolve(String hub, HubProperties properties) {
		HubEngineStrategies strategies = new HubEngineStrategies(distribution(hub, properties.distribution()),
				redundancy(hub, properties.redundancy()), migration(hub, properties.migration()),
				synchronization(hub, properties.synchronization()),
				partitionTolerance(hub, properties.partitionTolerance()));
		check(hub, properties, strategies);
		return strategies;
	}

	private static void check(String hub, HubProperties properties, HubEngineStrategies strategies) {
		boolean onAllNodes = strategies.redundancy() instanceof Replication replication
				&& replication.factor() == Replication.CLUSTER_SIZE;
		if (onAllNodes && strategies.distribution().isGuided()) {
			throw new InvalidHubPropertyException(property(hub, "redundancy.replication-factor"),
					properties.redundancy().replicationFactor(),
					"Use a whole number: with a distribution strategy that is told the nodes of each process, their "
							+ "number is fixed.");
		}
		if (strategies.redundancy() instanceof Replication && strategies.migration() instanceof HotSwap) {
			logger.warn(("The property '%s' has no effect on processes that have several instances: they move as with "
					+ "'cold-swap'")
				.formatted(property(hub, "migration.strategy")));
		}
	}

	private DistributionStrategy distribution(String hub, HubProperties.Distribution properties) {
		Checks.atLeast(property(hub, "distribution.virtual-nodes"), properties.virtualNodes(), 1);
		Checks.positive(property(hub, "distribution.push-interval"), properties.pushInterval());
		Checks.atLeast(property(hub, "distribution.max-history-size"), properties.maxHistorySize(), 1);
		Checks.positivePart(property(hub, "distribution.weight-decay-factor"), properties.weightDecayFactor());
		return resolve(hub, "distribution", properties.strategy(), DistributionStrategy.class,
				Map.of("consistent-hashing", () -> new ConsistentHashing(properties.virtualNodes()), "sticky",
						() -> new Sticky(properties.virtualNodes()), "guided", Guided::new, "load-balanced",
						() -> new LoadBalanced(properties.pushInterval(), properties.maxHistorySize(),
								properties.weightDecayFactor())));
	}

	private RedundancyStrategy redundancy(String hub, HubProperties.Redundancy properties) {
		int factor = replicationFactor(property(hub, "redundancy.replication-factor"), properties.replicationFactor());
		return resolve(hub, "redundancy", properties.strategy(), RedundancyStrategy.class,
				Map.of("singularity", Singularity::new, "replication",
						() -> new Replication(factor, properties.replicationModel(), properties.redundancySignal())));
	}

	private static int replicationFactor(String property, String value) {
		if (value.strip().equalsIgnoreCase("cluster-size")) {
			return Replication.CLUSTER_SIZE;
		}
		long factor;
		try {
			factor = Long.parseLong(value.strip());
		}
		catch (NumberFormatException ex) {
			factor = 0;
		}
		if (factor < 1) {
			throw new InvalidHubPropertyException(property, value,
					"Use a whole number of 1 or more, or 'cluster-size' for an instance on every node.");
		}
		if (factor > Replication.MAX_FACTOR) {
			logger.warn("The property '%s' is %d: a process cannot have more than %d instances, and has no more"
				.formatted(property, factor, Replication.MAX_FACTOR));
		}
		return (int) Math.min(factor, Replication.MAX_FACTOR);
	}

	private MigrationStrategy migration(String hub, HubProperties.Migration properties) {
		Checks.positive(property(hub, "migration.retention"), properties.retention());
		Checks.positive(property(hub, "migration.handover-data-wait"), properties.handoverDataWait());
		Checks.positive(property(hub, "migration.child-migration-timeout"), properties.childMigrationTimeout());
		return resolve(hub, "migration", properties.strategy(), MigrationStrategy.class,
				Map.of("cold-swap", ColdSwap::new, "hot-swap", () -> hotSwap(hub, properties)));
	}

	private HotSwap hotSwap(String hub, HubProperties.Migration properties) {
		String handover = property(hub, "migration.handover");
		Duration wait = properties.handoverDataWait();
		if (properties.confirmHandover() && !properties.handover()) {
			throw new InvalidHubPropertyException(handover,
					"The property '%s' is true, but '%s' is false: there is no handover to be confirmed."
						.formatted(property(hub, "migration.confirm-handover"), handover),
					"Set '%s' to true, or leave the other one out.".formatted(handover), null);
		}
		boolean waitIsSet = !wait.equals(HANDOVER_DATA_WAIT);
		if (waitIsSet && properties.handover() && wait.compareTo(properties.childMigrationTimeout()) >= 0) {
			throw new InvalidHubPropertyException(property(hub, "migration.handover-data-wait"),
					DurationStyle.SIMPLE.print(wait), "Use a duration shorter than '%s', which is for the whole move."
						.formatted(property(hub, "migration.child-migration-timeout")));
		}
		if (waitIsSet && !properties.handover()) {
			logger.warn("The property '%s' has no effect, as '%s' is false"
				.formatted(property(hub, "migration.handover-data-wait"), handover));
		}
		return new HotSwap(properties.handover(), properties.retention(), properties.confirmHandover(), wait,
				properties.childMigrationTimeout());
	}

	private SynchronizationStrategy synchronization(String hub, HubProperties.Synchronization properties) {
		Checks.positive(property(hub, "synchronization.sync-interval"), properties.syncInterval());
		Checks.atLeast(property(hub, "synchronization.recipients"), properties.recipients(), 1);
		return resolve(hub, "synchronization", properties.strategy(), SynchronizationStrategy.class,
				Map.of("pubsub", () -> new PubSub(properties.syncInterval()), "gossip",
						() -> new Gossip(properties.syncInterval(), properties.recipients(),
								properties.restrictedInit()),
						"replicated-map", () -> new ReplicatedMap(properties.syncInterval())));
	}

	private PartitionToleranceStrategy partitionTolerance(String hub, HubProperties.PartitionTolerance properties) {
		String sizeProperty = property(hub, "partition-tolerance.quorum-size");
		Checks.notNegative(property(hub, "partition-tolerance.threshold-time"), properties.thresholdTime());
		Checks.atLeast(property(hub, "partition-tolerance.initial-cluster-size"), properties.initialClusterSize(), 1);
		Map<String, Supplier<PartitionToleranceStrategy>> builtIn = Map.of("divergence", Divergence::new,
				"static-quorum", () -> {
					int size = Checks.present(sizeProperty, properties.quorumSize(),
							"Say how many nodes a side of the cluster must have to work, more than half of all.");
					Checks.atLeast(sizeProperty, size, 1);
					return new StaticQuorum(size, properties.startupConfirm());
				}, "dynamic-quorum", () -> {
					int percent = Checks.present(sizeProperty, properties.quorumSize(),
							"Say how many percent of the nodes a side of the cluster must have to work, more than 50.");
					Checks.between(sizeProperty, percent, 1, 100);
					if (percent <= 50) {
						logger
							.warn(("The property '%s' is %d: with 50 percent or less both sides of a split cluster can "
									+ "have a quorum, and work")
								.formatted(sizeProperty, percent));
					}
					return new DynamicQuorum(percent, properties.thresholdTime());
				}, "majority-quorum",
				() -> new MajorityQuorum(properties.initialClusterSize(), properties.trackMaxSize()));
		return resolve(hub, "partition-tolerance", properties.strategy(), PartitionToleranceStrategy.class, builtIn);
	}

	private <S> S resolve(String hub, String kind, String name, Class<S> type, Map<String, Supplier<S>> builtIn) {
		return this.beans.find(hub, kind, name, type, builtIn);
	}

	private static String property(String hub, String name) {
		return "processhub.hubs." + hub + "." + name;
	}

}
