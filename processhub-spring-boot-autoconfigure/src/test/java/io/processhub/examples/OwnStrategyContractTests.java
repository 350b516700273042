/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Nested;

import io.processhub.HubNode;
import io.processhub.contract.DistributionStrategyContract;
import io.processhub.contract.MigrationStrategyContract;
import io.processhub.contract.PartitionToleranceStrategyContract;
import io.processhub.contract.RedundancyStrategyContract;
import io.processhub.contract.SynchronizationStrategyContract;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.PartitionToleranceStrategy;
import io.processhub.strategy.RedundancyStrategy;
import io.processhub.hook.HookOperations;
import io.processhub.strategy.StrategyContext;
import io.processhub.strategy.SynchronizationStrategy;

/**
 * Tests that the strategies of the documentation do what every strategy of their kind
 * must do.
 */
class OwnStrategyContractTests {

	@Nested
	class OfOldestFirst extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return new OldestFirst();
		}

		@Override
		protected boolean dependsOnAge() {
			return true;
		}

	}

	@Nested
	class OfBigNodesFirst extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return new BigNodesFirst.Strategy(new BigNodesFirst.Options("big-", 1));
		}

	}

	@Nested
	class OfBigNodesFirstWithBigNodes extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return new BigNodesFirst.Strategy(new BigNodesFirst.Options("big-", 1));
		}

		@Override
		protected List<HubNode> nodes(int count) {
			List<HubNode> nodes = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				nodes.add(new HubNode("id-" + i, ((i % 2 == 0) ? "big-" : "small-") + i));
			}
			return nodes;
		}

	}

	@Nested
	class OfTwoIfPossible extends RedundancyStrategyContract {

		@Override
		protected RedundancyStrategy strategy() {
			return new TwoIfPossible();
		}

	}

	@Nested
	class OfTimedSwap extends MigrationStrategyContract {

		@Override
		protected MigrationStrategy strategy() {
			return new TimedSwap.Strategy(new NoHub(), Duration.ofNanos(1));
		}

	}

	@Nested
	class OfOneByOne extends SynchronizationStrategyContract {

		@Override
		protected SynchronizationStrategy strategy() {
			return new OneByOne();
		}

		@Override
		protected int mostRelays() {
			return 1;
		}

	}

	@Nested
	class OfWithTheWitness extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return new WithTheWitness();
		}

		@Override
		protected List<HubNode> nodes() {
			return List.of(new HubNode("1", "a"), new HubNode("2", "witness"), new HubNode("3", "b"));
		}

	}

	/**
	 * The context of a hub that does not run.
	 */
	static final class NoHub implements StrategyContext {

		@Override
		public String hubId() {
			return "orders";
		}

		@Override
		public <P> P bind(Class<P> type) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Optional<HubView> view() {
			return Optional.empty();
		}

		@Override
		public boolean hasQuorum() {
			return false;
		}

		@Override
		public HookOperations hooks() {
			throw new UnsupportedOperationException();
		}

	}

}
