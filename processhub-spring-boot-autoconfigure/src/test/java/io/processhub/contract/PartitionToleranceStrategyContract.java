/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.strategy.ClusterHistory;
import io.processhub.strategy.HubView;
import io.processhub.strategy.PartitionToleranceStrategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link PartitionToleranceStrategy} must do. Extend it for yours, and say
 * what it promises besides.
 *
 * @since 0.1.0
 */
public abstract class PartitionToleranceStrategyContract {

	/**
	 * Return the strategy as another node would make it: a new one each time, with the
	 * same options.
	 * @return the strategy
	 */
	protected abstract PartitionToleranceStrategy strategy();

	/**
	 * Return whether at most one side of a split may work. By default that must be so.
	 * @return whether it is promised
	 */
	protected boolean isExclusive() {
		return true;
	}

	/**
	 * Return the nodes of a cluster that the options of the strategy are made for: all
	 * its parts are tried out.
	 * @return the nodes, ten at most
	 */
	protected List<HubNode> nodes() {
		return Views.nodes(5);
	}

	@Test
	void wholeClusterWorks() {
		int size = nodes().size();
		assertThat(strategy().hasQuorum(Views.of(nodes()), new ClusterHistory(size, 0))).isTrue();
	}

	@Test
	void onlyViewAndHistoryDecide() {
		PartitionToleranceStrategy strategy = strategy();
		List<Boolean> expected = decisions(strategy);
		assertThat(decisions(strategy)).as("asked again").isEqualTo(expected);
		assertThat(decisions(strategy())).as("asked on another node").isEqualTo(expected);
		Parallel.run(() -> {
			for (int i = 0; i < 20; i++) {
				assertThat(decisions(strategy)).isEqualTo(expected);
			}
			return true;
		});
	}

	@Test
	void allNodesOfASideDecideAlike() {
		for (List<HubNode> side : sides()) {
			boolean expected = hasQuorum(side);
			for (HubView view : Views.seenByEach(Views.of(side))) {
				assertThat(strategy().hasQuorum(view, afterSplit(side))).as("as %s sees it in %s", view.local(), side)
					.isEqualTo(expected);
			}
		}
	}

	@Test
	void moreNodesTakeNoQuorumAway() {
		for (List<HubNode> side : sides()) {
			for (HubNode node : nodes()) {
				if (!side.contains(node)) {
					List<HubNode> more = nodes().stream()
						.filter((each) -> side.contains(each) || each.equals(node))
						.toList();
					for (ClusterHistory history : histories()) {
						if (strategy().hasQuorum(Views.of(side), history)) {
							assertThat(strategy().hasQuorum(Views.of(more), history))
								.as("%s has a quorum with %s, and with %s besides", side, history, node)
								.isTrue();
						}
					}
				}
			}
		}
	}

	@Test
	void moreToRememberGivesNoQuorum() {
		for (List<HubNode> side : sides()) {
			for (ClusterHistory history : histories()) {
				boolean before = strategy().hasQuorum(Views.of(side), history);
				ClusterHistory larger = new ClusterHistory(history.largest() + 1, history.lost());
				ClusterHistory worse = new ClusterHistory(history.largest(), history.lost() + 1);
				for (ClusterHistory more : List.of(larger, worse)) {
					assertThat(before || !strategy().hasQuorum(Views.of(side), more))
						.as("%s has no quorum with %s, and none with %s", side, history, more)
						.isTrue();
				}
			}
		}
	}

	@Test
	void noTwoSidesOfASplitWork() {
		Assumptions.assumeTrue(isExclusive(), "The strategy does not promise it");
		for (List<HubNode> side : sides()) {
			List<HubNode> other = nodes().stream().filter((node) -> !side.contains(node)).toList();
			assertThat(hasQuorum(side) && hasQuorum(other)).as("%s and %s both have a quorum", side, other).isFalse();
		}
	}

	@Test
	void memoryIsATime() {
		assertThat(strategy().memory()).isGreaterThanOrEqualTo(Duration.ZERO).isEqualTo(strategy().memory());
	}

	@Test
	void whoDemandsNoQuorumLetsEverySideWork() {
		if (!strategy().demandsQuorum()) {
			assertThat(decisions(strategy())).containsOnly(true);
		}
	}

	private boolean hasQuorum(List<HubNode> side) {
		return strategy().hasQuorum(Views.of(side), afterSplit(side));
	}

	/**
	 * Return what the nodes of a side remember right after they have lost the others.
	 */
	private ClusterHistory afterSplit(List<HubNode> side) {
		return new ClusterHistory(nodes().size(), nodes().size() - side.size());
	}

	private List<ClusterHistory> histories() {
		List<ClusterHistory> histories = new ArrayList<>();
		for (int largest = 0; largest <= nodes().size() + 1; largest++) {
			for (int lost = 0; lost <= nodes().size(); lost++) {
				histories.add(new ClusterHistory(largest, lost));
			}
		}
		return histories;
	}

	private List<Boolean> decisions(PartitionToleranceStrategy strategy) {
		List<Boolean> decisions = new ArrayList<>();
		for (List<HubNode> side : sides()) {
			histories().forEach((history) -> decisions.add(strategy.hasQuorum(Views.of(side), history)));
		}
		return decisions;
	}

	/**
	 * Return all parts of the cluster.
	 */
	private List<List<HubNode>> sides() {
		List<HubNode> nodes = nodes();
		List<List<HubNode>> sides = new ArrayList<>();
		for (int chosen = 0; chosen < 1 << nodes.size(); chosen++) {
			List<HubNode> side = new ArrayList<>();
			for (int i = 0; i < nodes.size(); i++) {
				if ((chosen & 1 << i) != 0) {
					side.add(nodes.get(i));
				}
			}
			sides.add(side);
		}
		return sides;
	}

}
