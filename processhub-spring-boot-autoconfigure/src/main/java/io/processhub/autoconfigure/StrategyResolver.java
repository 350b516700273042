/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

import io.processhub.engine.HubEngineStrategies;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.PartitionToleranceStrategy;
import io.processhub.strategy.RedundancyStrategy;
import io.processhub.strategy.SynchronizationStrategy;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.strategy.migration.ColdSwap;
import io.processhub.strategy.partition.Divergence;
import io.processhub.strategy.redundancy.Singularity;
import io.processhub.strategy.synchronization.PubSub;

/**
 * Finds the strategies of a hub by their names: a bean of the name if there is one, or
 * else one of our own.
 */
final class StrategyResolver {

	private final ListableBeanFactory beanFactory;

	StrategyResolver(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	HubEngineStrategies resolve(String hub, HubProperties properties) {
		return new HubEngineStrategies(distribution(hub, properties.distribution()),
				resolve(hub, "redundancy", properties.redundancy().strategy(), RedundancyStrategy.class,
						Map.of("singularity", Singularity::new)),
				resolve(hub, "migration", properties.migration().strategy(), MigrationStrategy.class,
						Map.of("cold-swap", ColdSwap::new)),
				synchronization(hub, properties.synchronization()),
				resolve(hub, "partition-tolerance", properties.partitionTolerance().strategy(),
						PartitionToleranceStrategy.class, Map.of("divergence", Divergence::new)));
	}

	private DistributionStrategy distribution(String hub, HubProperties.Distribution properties) {
		Checks.atLeast(property(hub, "distribution.virtual-nodes"), properties.virtualNodes(), 1);
		return resolve(hub, "distribution", properties.strategy(), DistributionStrategy.class,
				Map.of("consistent-hashing", () -> new ConsistentHashing(properties.virtualNodes())));
	}

	private SynchronizationStrategy synchronization(String hub, HubProperties.Synchronization properties) {
		Checks.positive(property(hub, "synchronization.sync-interval"), properties.syncInterval());
		return resolve(hub, "synchronization", properties.strategy(), SynchronizationStrategy.class,
				Map.of("pubsub", () -> new PubSub(properties.syncInterval())));
	}

	private <S> S resolve(String hub, String kind, String name, Class<S> type, Map<String, Supplier<S>> builtIn) {
		if (this.beanFactory.containsBean(name) && this.beanFactory.isTypeMatch(name, type)) {
			return this.beanFactory.getBean(name, type);
		}
		Supplier<S> supplier = builtIn.get(name);
		if (supplier == null) {
			Set<String> known = new TreeSet<>(builtIn.keySet());
			known.addAll(Arrays
				.asList(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false)));
			throw new UnknownStrategyException(hub, property(hub, kind + ".strategy"), name, known);
		}
		return supplier.get();
	}

	private static String property(String hub, String name) {
		return "processhub.hubs." + hub + "." + name;
	}

}
