/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.strategy.SynchronizationStrategy;
import io.processhub.strategy.SynchronizationStrategy.Relay;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link SynchronizationStrategy} must do. Extend it for yours, and say how
 * many nodes one tells at most.
 *
 * @since 0.1.0
 */
public abstract class SynchronizationStrategyContract {

	private static final int[] SIZES = { 0, 1, 2, 3, 4, 5, 10, 33, 100 };

	private static final int SEEDS = 10;

	/**
	 * Return the strategy as another node would make it: a new one each time, with the
	 * same options.
	 * @return the strategy
	 */
	protected abstract SynchronizationStrategy strategy();

	/**
	 * Return how many nodes one node tells at most, however many there are.
	 * @return the number; by default there is no limit
	 */
	protected int mostRelays() {
		return Integer.MAX_VALUE;
	}

	@Test
	void everyNodeIsToldOnce() {
		for (int size : SIZES) {
			for (int seed = 0; seed < SEEDS; seed++) {
				List<HubNode> nodes = Views.nodes(size);
				List<HubNode> told = new ArrayList<>();
				spread(strategy(), nodes, new Random(seed), told);
				assertThat(told).as("who is told of %d nodes, with seed %d", size, seed)
					.containsExactlyInAnyOrderElementsOf(nodes);
			}
		}
	}

	@Test
	void noNodeTellsTooMany() {
		for (int size : SIZES) {
			for (int seed = 0; seed < SEEDS; seed++) {
				assertThat(spread(strategy(), Views.nodes(size), new Random(seed), new ArrayList<>()))
					.as("how many a node tells of %d, with seed %d", size, seed)
					.isLessThanOrEqualTo(mostRelays());
			}
		}
	}

	@Test
	void nothingButTheGivenChanceDecides() {
		SynchronizationStrategy strategy = strategy();
		List<HubNode> nodes = Views.nodes(20);
		List<Relay> expected = strategy.relays(nodes, new Random(5));
		strategy.relays(nodes, new Random(6));
		assertThat(strategy.relays(nodes, new Random(5))).isEqualTo(expected);
		assertThat(strategy().relays(nodes, new Random(5))).isEqualTo(expected);
	}

	@Test
	void severalThreadsCanSpreadNews() {
		SynchronizationStrategy strategy = strategy();
		List<HubNode> nodes = Views.nodes(20);
		Parallel.run(() -> {
			for (int seed = 0; seed < 200; seed++) {
				List<HubNode> told = new ArrayList<>();
				spread(strategy, nodes, new Random(seed), told);
				assertThat(told).containsExactlyInAnyOrderElementsOf(nodes);
			}
			return true;
		});
	}

	@Test
	void digestsAreExchangedNowAndThen() {
		assertThat(strategy().syncInterval()).isPositive().isEqualTo(strategy().syncInterval());
		assertThat(strategy().channel()).isNotNull().isEqualTo(strategy().channel());
	}

	/**
	 * Tell nodes, as each of them does in turn.
	 * @return how many a node told at most
	 */
	private int spread(SynchronizationStrategy strategy, List<HubNode> nodes, Random random, List<HubNode> told) {
		List<Relay> relays = strategy.relays(List.copyOf(nodes), random);
		Set<HubNode> expected = new HashSet<>(nodes);
		int most = relays.size();
		for (Relay relay : relays) {
			assertThat(expected).as("nodes that are to be told").contains(relay.node()).containsAll(relay.others());
			assertThat(relay.others()).as("nodes that %s tells of %d", relay.node(), nodes.size())
				.hasSizeLessThan(nodes.size());
			told.add(relay.node());
			most = Math.max(most, spread(strategy(), relay.others(), random, told));
		}
		return most;
	}

}
