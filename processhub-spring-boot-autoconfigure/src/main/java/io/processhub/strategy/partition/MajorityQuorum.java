/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.partition;

import org.springframework.util.Assert;

import io.processhub.strategy.ClusterHistory;
import io.processhub.strategy.HubView;
import io.processhub.strategy.PartitionToleranceStrategy;

/**
 * Lets a side work that has more than half of the nodes that the cluster is known to
 * have.
 *
 * @param initialClusterSize how many nodes the cluster has at least
 * @param trackMaxSize whether the greatest number of nodes that were there at a time
 * counts if it is more
 * @since 0.1.0
 */
public record MajorityQuorum(int initialClusterSize, boolean trackMaxSize) implements PartitionToleranceStrategy {

	public MajorityQuorum {
		Assert.isTrue(initialClusterSize > 0, "'initialClusterSize' must be positive");
	}

	@Override
	public boolean hasQuorum(HubView view, ClusterHistory history) {
		int size = this.trackMaxSize ? Math.max(this.initialClusterSize, history.largest()) : this.initialClusterSize;
		return 2 * view.nodes().size() > size;
	}

}
