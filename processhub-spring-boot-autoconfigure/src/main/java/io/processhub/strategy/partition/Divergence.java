/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.partition;

import io.processhub.strategy.ClusterHistory;
import io.processhub.strategy.HubView;
import io.processhub.strategy.PartitionToleranceStrategy;

/**
 * Every side works, and when they meet again one instance of each process stays.
 *
 * @since 0.1.0
 */
public final class Divergence implements PartitionToleranceStrategy {

	@Override
	public boolean hasQuorum(HubView view, ClusterHistory history) {
		return true;
	}

	@Override
	public boolean demandsQuorum() {
		return false;
	}

}
