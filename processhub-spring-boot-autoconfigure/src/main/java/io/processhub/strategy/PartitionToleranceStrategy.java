/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

/**
 * Decides whether this side of the cluster may work. Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface PartitionToleranceStrategy {

	/**
	 * Return whether this side may work. Called when the view has changed.
	 * @param view the view
	 * @return whether there is a quorum
	 */
	boolean hasQuorum(HubView view);

}
