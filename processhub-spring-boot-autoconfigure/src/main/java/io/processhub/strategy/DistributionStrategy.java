/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import java.util.List;

import io.processhub.HubNode;

/**
 * Decides which nodes the processes of a hub run on. Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface DistributionStrategy {

	/**
	 * Work out the placement for a view. Called once when the view has changed.
	 * @param view the view
	 * @return the placement, which does not change any more
	 */
	Placement placement(HubView view);

	/**
	 * Return what must be the same on two nodes so that they decide alike: nodes that
	 * differ in it do not place processes on each other. By default the class; a strategy
	 * with options adds those that matter.
	 * @return a short text, which is shown to the user
	 */
	default String signature() {
		String name = getClass().getName();
		int generated = name.indexOf("$$");
		return (generated > 0) ? name.substring(0, generated) : name;
	}

	/**
	 * Return whether callers say where each process is to run. They must do so then: a
	 * start without a mapping fails.
	 * @return whether a mapping of ids to nodes is taken
	 */
	default boolean isGuided() {
		return false;
	}

	/**
	 * Return whether processes stay on the node that they run on when the cluster
	 * changes, as long as that node takes processes. They move only when that is asked
	 * for.
	 * @return whether they stay
	 */
	default boolean isSticky() {
		return false;
	}

	/**
	 * Where processes run in one view. Thread-safe; called once for each process, so it
	 * must be quick.
	 */
	@FunctionalInterface
	interface Placement {

		/**
		 * Return the nodes for a process. All nodes that see the same targets must get
		 * the same answer.
		 * @param processId the process id
		 * @param count how many nodes are wanted
		 * @return that many different nodes, or all there are if they are fewer, the
		 * preferred first
		 */
		List<HubNode> nodes(String processId, int count);

		/**
		 * Return the nodes for a process whose caller has said where it is to run. By
		 * default that does not matter.
		 * @param processId the process id
		 * @param mapping the names of the nodes that the caller wants, the preferred
		 * first; empty unless the strategy {@linkplain DistributionStrategy#isGuided() is
		 * guided}
		 * @param count how many nodes are wanted
		 * @return as above; empty if the process has to wait for its node
		 */
		default List<HubNode> nodes(String processId, List<String> mapping, int count) {
			return nodes(processId, count);
		}

		/**
		 * Learn where the process goes that was asked for last. Does nothing by default.
		 * @param node the node; one call for each of several
		 */
		default void placed(HubNode node) {
		}

	}

}
