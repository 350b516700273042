/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.distribution;

import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;

/**
 * Places new processes, and those of nodes that leave or die, by consistent hashing, and
 * leaves the others where they are: a node that joins gets new processes only, until the
 * hub is told to rebalance.
 *
 * @since 0.1.0
 */
public final class Sticky implements DistributionStrategy {

	private final ConsistentHashing hashing;

	/**
	 * Create a new strategy.
	 * @param virtualNodes the number of points that a node has on the ring
	 */
	public Sticky(int virtualNodes) {
		this.hashing = new ConsistentHashing(virtualNodes);
	}

	@Override
	public Placement placement(HubView view) {
		return this.hashing.placement(view);
	}

	@Override
	public boolean isSticky() {
		return true;
	}

	@Override
	public String signature() {
		return "sticky " + this.hashing.signature();
	}

}
