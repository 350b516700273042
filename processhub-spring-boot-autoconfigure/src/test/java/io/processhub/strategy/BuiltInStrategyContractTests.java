/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import java.time.Duration;

import org.junit.jupiter.api.Nested;

import io.processhub.contract.DistributionStrategyContract;
import io.processhub.contract.MigrationStrategyContract;
import io.processhub.contract.PartitionToleranceStrategyContract;
import io.processhub.contract.RedundancyStrategyContract;
import io.processhub.contract.SynchronizationStrategyContract;
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
 * Tests that the built-in strategies do what every strategy of their kind must do.
 */
class BuiltInStrategyContractTests {

	private static final Duration INTERVAL = Duration.ofSeconds(15);

	@Nested
	class OfConsistentHashing extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return new ConsistentHashing(128);
		}

	}

	@Nested
	class OfSticky extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return new Sticky(128);
		}

	}

	@Nested
	class OfGuided extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return new Guided();
		}

	}

	@Nested
	class OfLoadBalanced extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return new LoadBalanced(INTERVAL, 30, 0.9);
		}

	}

	@Nested
	class OfReplication extends RedundancyStrategyContract {

		@Override
		protected RedundancyStrategy strategy() {
			return new Replication(3, ReplicationModel.ACTIVE_PASSIVE, RedundancySignal.ALL);
		}

	}

	@Nested
	class OfReplicationOnAllNodes extends RedundancyStrategyContract {

		@Override
		protected RedundancyStrategy strategy() {
			return new Replication(Replication.CLUSTER_SIZE, ReplicationModel.ACTIVE_ACTIVE, RedundancySignal.NONE);
		}

	}

	@Nested
	class OfHotSwap extends MigrationStrategyContract {

		@Override
		protected MigrationStrategy strategy() {
			return new HotSwap(true, Duration.ofSeconds(5), true, Duration.ofSeconds(3), Duration.ofSeconds(10));
		}

	}

	@Nested
	class OfSingularity extends RedundancyStrategyContract {

		@Override
		protected RedundancyStrategy strategy() {
			return new Singularity();
		}

	}

	@Nested
	class OfColdSwap extends MigrationStrategyContract {

		@Override
		protected MigrationStrategy strategy() {
			return new ColdSwap();
		}

	}

	@Nested
	class OfPubSub extends SynchronizationStrategyContract {

		@Override
		protected SynchronizationStrategy strategy() {
			return new PubSub(INTERVAL);
		}

	}

	@Nested
	class OfGossip extends SynchronizationStrategyContract {

		@Override
		protected SynchronizationStrategy strategy() {
			return new Gossip(INTERVAL, 3, true);
		}

		@Override
		protected int mostRelays() {
			return 3;
		}

	}

	@Nested
	class OfReplicatedMap extends SynchronizationStrategyContract {

		@Override
		protected SynchronizationStrategy strategy() {
			return new ReplicatedMap(INTERVAL);
		}

	}

	@Nested
	class OfDivergence extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return new Divergence();
		}

		@Override
		protected boolean isExclusive() {
			return false;
		}

	}

	@Nested
	class OfStaticQuorum extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return new StaticQuorum(3, false);
		}

	}

	@Nested
	class OfConfirmedStaticQuorum extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return new StaticQuorum(3, true);
		}

	}

	@Nested
	class OfDynamicQuorum extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return new DynamicQuorum(51, Duration.ofSeconds(30));
		}

	}

	@Nested
	class OfDynamicQuorumOfLess extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return new DynamicQuorum(40, Duration.ofSeconds(30));
		}

		@Override
		protected boolean isExclusive() {
			return false;
		}

	}

	@Nested
	class OfMajorityQuorum extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return new MajorityQuorum(1, true);
		}

	}

	@Nested
	class OfMajorityQuorumOfFixedSize extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return new MajorityQuorum(5, false);
		}

	}

}
