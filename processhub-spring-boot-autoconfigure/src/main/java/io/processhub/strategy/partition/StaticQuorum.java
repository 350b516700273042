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
 * Lets a side work that has a fixed number of nodes.
 *
 * @param quorumSize how many nodes are needed
 * @param startupConfirm whether they are needed at the start as well, rather than only
 * once nodes have been lost
 * @since 0.1.0
 */
public record StaticQuorum(int quorumSize, boolean startupConfirm) implements PartitionToleranceStrategy {

	public StaticQuorum {
		Assert.isTrue(quorumSize > 0, "'quorumSize' must be positive");
	}

	@Override
	public boolean hasQuorum(HubView view, ClusterHistory history) {
		int size = view.nodes().size();
		return size >= this.quorumSize || (!this.startupConfirm && size >= history.largest());
	}

}
