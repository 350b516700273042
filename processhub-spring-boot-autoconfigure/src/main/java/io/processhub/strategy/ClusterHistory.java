/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import org.springframework.util.Assert;

/**
 * What the nodes of a hub remember of its cluster: an immutable value. They tell each
 * other, so it outlives the restart of any of them, as long as one is there.
 *
 * @param largest the greatest number of nodes that there were at a time, since the quorum
 * was reset
 * @param lost how many nodes have gone lately without taking their leave, and have not
 * come back; what "lately" means says {@link PartitionToleranceStrategy#memory}
 * @since 0.1.0
 */
public record ClusterHistory(int largest, int lost) {

	public ClusterHistory {
		Assert.isTrue(largest >= 0 && lost >= 0, "Numbers of nodes must not be negative");
	}

}
