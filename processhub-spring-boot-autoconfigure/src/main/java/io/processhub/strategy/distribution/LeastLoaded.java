/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.distribution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.processhub.HubNode;
import io.processhub.strategy.DistributionStrategy.Placement;
import io.processhub.strategy.NodeLoad;

/**
 * Chooses the nodes that have least to do, counting what it has put on them.
 */
final class LeastLoaded implements Placement {

	private final List<HubNode> nodes;

	private final NodeHashes hashes;

	private final Map<String, Integer> indexes = new HashMap<>();

	private final double[] capacities;

	private final int[] processes;

	LeastLoaded(List<HubNode> nodes, List<NodeLoad> loads) {
		this.nodes = nodes;
		this.hashes = new NodeHashes(nodes);
		this.capacities = loads.stream().mapToDouble(NodeLoad::capacity).toArray();
		this.processes = loads.stream().mapToInt(NodeLoad::processes).toArray();
		nodes.forEach((node) -> this.indexes.put(node.id(), this.indexes.size()));
	}

	@Override
	public List<HubNode> nodes(String processId, int count) {
		long process = NodeHashes.of(processId);
		if (count == 1 && !this.nodes.isEmpty()) {
			int least = 0;
			for (int i = 1; i < this.nodes.size(); i++) {
				if (compare(process, i, least) < 0) {
					least = i;
				}
			}
			return List.of(this.nodes.get(least));
		}
		List<HubNode> chosen = new ArrayList<>();
		IntStream.range(0, this.nodes.size())
			.boxed()
			.sorted(order(process))
			.limit(count)
			.forEach((index) -> chosen.add(this.nodes.get(index)));
		return chosen;
	}

	private Comparator<Integer> order(long process) {
		return (one, other) -> compare(process, one, other);
	}

	/**
	 * Compare two nodes; of those alike, callers that know nothing of each other yet do
	 * not all choose the same.
	 */
	private int compare(long process, int one, int other) {
		int order = Double.compare((this.processes[one] + 1) / this.capacities[one],
				(this.processes[other] + 1) / this.capacities[other]);
		return (order != 0) ? order : Long.compare(this.hashes.of(process, one), this.hashes.of(process, other));
	}

	@Override
	public void placed(HubNode node) {
		Integer index = this.indexes.get(node.id());
		if (index != null) {
			this.processes[index]++;
		}
	}

}
