/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.cluster;

import java.util.List;

/**
 * The states of all nodes.
 *
 * @param states the states, in the order of the nodes
 */
public record Settled(List<NodeState> states) {

	boolean isSettled(int size) {
		return isAgreed() && this.states.get(0).size() == size;
	}

	/**
	 * Return whether all registries are equal, and all instances run where they say.
	 * @return whether all nodes agree
	 */
	boolean isAgreed() {
		NodeState first = this.states.get(0);
		return this.states.stream().mapToInt(NodeState::own).sum() == first.size() && this.states.stream()
			.allMatch((state) -> state.up() && state.nodes() == this.states.size() && state.size() == first.size()
					&& state.digest() == first.digest() && state.live() == state.own());
	}

	/**
	 * Return whether each node has about the same number of processes.
	 * @return whether none has less than half of its fair share
	 */
	public boolean isBalanced() {
		int size = this.states.get(0).size();
		return this.states.stream().allMatch((state) -> state.own() * 2 * this.states.size() >= size);
	}

	/**
	 * Return when the last of the nodes came to its state.
	 * @return the time
	 */
	public long since() {
		return this.states.stream().mapToLong(NodeState::since).max().orElseThrow();
	}

	/**
	 * Return when the node came up that came up last.
	 * @return the time
	 */
	public long newestSince() {
		return this.states.stream().mapToLong(NodeState::upSince).max().orElseThrow();
	}

	/**
	 * Return when the last of the nodes knew how many nodes there are.
	 * @return the time
	 */
	public long nodesSince() {
		return this.states.stream().mapToLong(NodeState::nodesSince).max().orElseThrow();
	}

}
