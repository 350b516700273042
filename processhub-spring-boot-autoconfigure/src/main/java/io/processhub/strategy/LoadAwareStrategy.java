/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.processhub.HubNode;

/**
 * A distribution strategy that goes by what the nodes have to do. Each node tells the
 * oldest, now and then, what it has to do; the oldest says what the capacity of each is,
 * and tells all nodes. Processes that run stay where they are when the cluster changes,
 * as long as their node takes processes.
 *
 * @since 0.1.0
 */
public interface LoadAwareStrategy extends DistributionStrategy {

	/**
	 * Return how often each node says what it has to do.
	 * @return the interval
	 */
	Duration pushInterval();

	/**
	 * Return how many samples of each node are kept.
	 * @return the number, at least 1
	 */
	int maxHistorySize();

	/**
	 * Work out the capacity of a node.
	 * @param history what it had to do, the newest last; not empty
	 * @return the capacity, as {@link NodeLoad#capacity()}
	 */
	double capacity(List<LoadSample> history);

	/**
	 * Work out where processes go that have lost their node. All nodes that know the same
	 * must come to the same result for each process, whatever they do first.
	 * @param view the view
	 * @param loads the load of each target, and of nodes that have gone, by node id
	 * @return the placement, which does not change any more
	 */
	Placement takeover(HubView view, Map<String, NodeLoad> loads);

	/**
	 * Work out where processes go that are placed one after the other by this node: those
	 * that are started, and those of a node that leaves.
	 * @param view the view
	 * @param loads the load of each target by node id
	 * @return a placement for one batch and one thread, which learns by
	 * {@link Placement#placed(HubNode)} where they are put
	 */
	Placement batch(HubView view, Map<String, NodeLoad> loads);

	/**
	 * Work out how many processes each node is to have when the hub is told to rebalance.
	 * @param view the view
	 * @param loads the load of each target by node id
	 * @return the number for each target; in all as many as they have
	 */
	Map<HubNode, Integer> shares(HubView view, Map<String, NodeLoad> loads);

	@Override
	default boolean isSticky() {
		return true;
	}

}
