/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.distribution;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import io.processhub.HubNode;
import io.processhub.strategy.DistributionStrategy.Placement;

/**
 * Chooses nodes for each process by itself, each node as often as its weight says: every
 * node draws a number for the process, and the lowest wins.
 */
final class WeightedChoice implements Placement {

	private final List<HubNode> nodes;

	private final double[] weights;

	private final NodeHashes hashes;

	WeightedChoice(List<HubNode> nodes, double[] weights) {
		this.nodes = nodes;
		this.weights = weights;
		this.hashes = new NodeHashes(nodes);
	}

	/**
	 * Return a choice in which each node has the same weight.
	 */
	static WeightedChoice even(List<HubNode> nodes) {
		return new WeightedChoice(nodes, nodes.stream().mapToDouble((node) -> 1).toArray());
	}

	@Override
	public List<HubNode> nodes(String processId, int count) {
		long process = NodeHashes.of(processId);
		return IntStream.range(0, this.nodes.size())
			.boxed()
			.sorted(Comparator.comparingDouble((Integer index) -> lot(process, index))
				.thenComparing((index) -> this.nodes.get(index).id()))
			.limit(count)
			.map(this.nodes::get)
			.toList();
	}

	private double lot(long process, int node) {
		double even = ((this.hashes.of(process, node) >>> 11) + 1) * 0x1p-53;
		// The same to the last bit on every machine
		double lot = -StrictMath.log(even);
		// Those without a weight come last
		return (this.weights[node] > 0) ? lot / this.weights[node] : 1e300 * (1 + lot);
	}

}
