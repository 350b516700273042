/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.partition;

import java.time.Duration;

import org.springframework.util.Assert;

import io.processhub.strategy.ClusterHistory;
import io.processhub.strategy.HubView;
import io.processhub.strategy.PartitionToleranceStrategy;

/**
 * Lets a side work that has a part of the nodes that were there a moment ago. Nodes that
 * go one after the other, each after a while, are not missed; many at a time are.
 *
 * @param quorumSize how many percent of the nodes are needed
 * @param thresholdTime how close together losses are to count as one
 * @since 0.1.0
 */
public record DynamicQuorum(int quorumSize, Duration thresholdTime) implements PartitionToleranceStrategy {

	private static final int ALL = 100;

	public DynamicQuorum {
		Assert.isTrue(quorumSize > 0 && quorumSize <= ALL, "'quorumSize' must be from 1 to 100");
		Assert.isTrue(!thresholdTime.isNegative(), "'thresholdTime' must not be negative");
	}

	@Override
	public boolean hasQuorum(HubView view, ClusterHistory history) {
		long size = view.nodes().size();
		return size * ALL >= this.quorumSize * (size + history.lost());
	}

	@Override
	public Duration memory() {
		return this.thresholdTime;
	}

}
