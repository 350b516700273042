/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.processhub.HubNode;
import io.processhub.strategy.LoadSample;

/**
 * What the nodes have had to do lately. Thread-safe.
 */
final class LoadHistory {

	private final int size;

	private final Map<String, Deque<LoadSample>> samples = new HashMap<>();

	/**
	 * Create an empty history.
	 * @param size how many samples of each node are kept
	 */
	LoadHistory(int size) {
		this.size = size;
	}

	synchronized void add(String nodeId, LoadSample sample) {
		Deque<LoadSample> samples = this.samples.computeIfAbsent(nodeId, (id) -> new ArrayDeque<>());
		samples.addLast(sample);
		if (samples.size() > this.size) {
			samples.removeFirst();
		}
	}

	/**
	 * Return the samples of a node, the newest last.
	 */
	synchronized List<LoadSample> of(String nodeId) {
		return List.copyOf(this.samples.getOrDefault(nodeId, new ArrayDeque<>()));
	}

	/**
	 * Forget all other nodes.
	 */
	synchronized void retain(Collection<HubNode> nodes) {
		this.samples.keySet().retainAll(nodes.stream().map(HubNode::id).collect(Collectors.toSet()));
	}

}
