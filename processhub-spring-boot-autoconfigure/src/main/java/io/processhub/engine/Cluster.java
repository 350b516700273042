/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.strategy.DistributionStrategy.Placement;
import io.processhub.strategy.HubView;

/**
 * The hub's cluster as this node sees it at one moment: the view, and what follows from
 * it.
 *
 * @param view the view
 * @param placement where processes belong
 * @param replicas how many instances a process has
 * @param quorum whether this side may work
 * @param members the member of each node, by node id
 * @param foreign the nodes that speak another version of the messages, by node id
 * @param complete whether every member of the cluster has said whether it takes part
 * @param types the process types that each target knows, by node id; empty if all know
 * the same
 */
record Cluster(HubView view, Placement placement, int replicas, boolean quorum, Map<String, String> members,
		Map<String, HubNode> foreign, boolean complete, Map<String, Set<String>> types) {

	/**
	 * Return the node that a process belongs on: the first that knows its type, as not
	 * all do while a new version is rolled out.
	 * @param processId the process id
	 * @param type its type
	 * @return the node, or {@code null} if there is none to be had
	 */
	@Nullable HubNode target(String processId, String type) {
		List<HubNode> targets = targets(processId, type);
		return targets.isEmpty() ? null : targets.get(0);
	}

	/**
	 * Return the nodes that the instances of a process belong on, of those that know its
	 * type.
	 * @param processId the process id
	 * @param type its type
	 * @return as many nodes as there are to be instances, or all there are if they are
	 * fewer, the preferred first
	 */
	List<HubNode> targets(String processId, String type) {
		if (this.types.isEmpty()) {
			return this.placement.nodes(processId, this.replicas);
		}
		return this.placement.nodes(processId, this.types.size())
			.stream()
			.filter((node) -> this.types.getOrDefault(node.id(), Set.of()).contains(type))
			.limit(this.replicas)
			.toList();
	}

	/**
	 * Return the member of a node.
	 * @param nodeId the node id
	 * @return the member, or {@code null} if the node is not there
	 */
	@Nullable String member(String nodeId) {
		return this.members.get(nodeId);
	}

	/**
	 * Return whether a node speaks another version of the messages.
	 * @param nodeId the node id
	 * @return whether it is there and does not understand this one
	 */
	boolean isForeign(String nodeId) {
		return this.foreign.containsKey(nodeId);
	}

	boolean isHere(HubNode node) {
		return this.view.local().equals(node);
	}

	List<HubNode> others() {
		return this.view.nodes().stream().filter((node) -> !isHere(node)).toList();
	}

	Map<String, HubNode> nodesById() {
		Map<String, HubNode> nodes = new HashMap<>(this.foreign);
		this.view.nodes().forEach((node) -> nodes.put(node.id(), node));
		return nodes;
	}

}
