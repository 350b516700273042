/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.strategy.HubView;
import io.processhub.strategy.RedundancyStrategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link RedundancyStrategy} must do. Extend it for yours.
 *
 * @since 0.1.0
 */
public abstract class RedundancyStrategyContract {

	private static final int MOST = 12;

	/**
	 * Return the strategy as another node would make it: a new one each time, with the
	 * same options.
	 * @return the strategy
	 */
	protected abstract RedundancyStrategy strategy();

	@Test
	void everyProcessHasAnInstanceAtLeast() {
		for (int nodes = 0; nodes <= MOST; nodes++) {
			for (int targets = 0; targets <= nodes; targets++) {
				assertThat(strategy().replicas(view(nodes, targets)))
					.as("replicas with %d targets of %d nodes", targets, nodes)
					.isPositive();
			}
		}
	}

	@Test
	void allNodesWantTheSame() {
		for (int nodes = 1; nodes <= MOST; nodes++) {
			HubView view = view(nodes, nodes - nodes / 3);
			int expected = strategy().replicas(view);
			List<HubNode> reversed = new ArrayList<>(view.targets());
			Collections.reverse(reversed);
			assertThat(strategy().replicas(new HubView(1, view.local(), view.nodes(), reversed)))
				.as("replicas on %d nodes, in another order", nodes)
				.isEqualTo(expected);
			for (HubView other : Views.seenByEach(view)) {
				assertThat(strategy().replicas(other)).as("replicas on %d nodes as %s sees it", nodes, other.local())
					.isEqualTo(expected);
			}
		}
	}

	@Test
	void whatIsWantedDoesNotDependOnWhatWasWantedBefore() {
		RedundancyStrategy strategy = strategy();
		List<Integer> expected = wanted(strategy);
		assertThat(wanted(strategy)).isEqualTo(expected);
		Parallel.run(() -> {
			for (int i = 0; i < 200; i++) {
				assertThat(wanted(strategy)).isEqualTo(expected);
			}
			return true;
		});
	}

	@Test
	void signatureSaysWhatMustBeTheSame() {
		assertThat(strategy().signature()).isNotBlank().hasSizeLessThan(200).isEqualTo(strategy().signature());
	}

	private static List<Integer> wanted(RedundancyStrategy strategy) {
		List<Integer> wanted = new ArrayList<>();
		for (int nodes = 1; nodes <= MOST; nodes++) {
			wanted.add(strategy.replicas(view(nodes, nodes)));
		}
		return wanted;
	}

	private static HubView view(int nodes, int targets) {
		List<HubNode> all = Views.nodes(nodes);
		return Views.of(all, all.subList(nodes - targets, nodes));
	}

}
