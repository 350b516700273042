/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.PartitionToleranceStrategy;
import io.processhub.strategy.RedundancyStrategy;
import io.processhub.strategy.SynchronizationStrategy;

/**
 * The strategies of a hub.
 *
 * @param distribution which nodes processes run on
 * @param redundancy how many instances a process has
 * @param migration in which steps processes move
 * @param synchronization how changes of the registry spread
 * @param partitionTolerance whether this side of a split may work
 * @since 0.1.0
 */
public record HubEngineStrategies(DistributionStrategy distribution, RedundancyStrategy redundancy,
		MigrationStrategy migration, SynchronizationStrategy synchronization,
		PartitionToleranceStrategy partitionTolerance) {
}
