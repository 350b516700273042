/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import java.time.Duration;

/**
 * Decides whether this side of the cluster may work. A side without quorum stops its
 * processes and refuses all operations until it has one again. Implementations are
 * thread-safe and keep nothing.
 *
 * @since 0.1.0
 */
public interface PartitionToleranceStrategy {

	/**
	 * Return whether this side may work. Called when the view or the history has changed;
	 * must be quick, and depend on nothing else.
	 * @param view the view; all nodes in it count, those that join or leave included.
	 * Nodes that have been silent for too long are not in it, though they may be members
	 * of the cluster still
	 * @param history what the nodes remember
	 * @return whether there is a quorum
	 */
	boolean hasQuorum(HubView view, ClusterHistory history);

	/**
	 * Return whether there may be no quorum at all. Then the nodes let each other know
	 * that they are there, so that a side which is cut off finds out by itself.
	 * @return {@code true} by default; {@code false} if every side may work
	 */
	default boolean demandsQuorum() {
		return true;
	}

	/**
	 * Return how long before the last loss of a node another one counts as lost together
	 * with it. While there is no quorum none is forgotten, but by coming back.
	 * @return the time, zero by default
	 */
	default Duration memory() {
		return Duration.ZERO;
	}

}
