/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.distribution;

import java.util.List;

import io.processhub.HubNode;

/**
 * Hashes of pairs of a process and a node, the same on every node.
 */
final class NodeHashes {

	private final long[] seeds;

	NodeHashes(List<HubNode> nodes) {
		this.seeds = nodes.stream().mapToLong((node) -> ConsistentHashing.hash(node.id())).toArray();
	}

	/**
	 * Return the hash of a process, as the first half of the pair.
	 */
	static long of(String processId) {
		return ConsistentHashing.hash(processId);
	}

	/**
	 * Return the hash of a process and a node.
	 */
	long of(long processHash, int node) {
		return ConsistentHashing.mix(processHash ^ this.seeds[node]);
	}

}
