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
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.StoredSpec;
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
 * @param silent how many nodes are there but have not been heard of lately, so that they
 * do not count for the quorum
 * @param types the process types that each target knows, by node id; empty if all know
 * the same
 */
record Cluster(HubView view, Placement placement, int replicas, boolean quorum, Map<String, String> members,
		Map<String, HubNode> foreign, boolean complete, int silent, Map<String, Set<String>> types) {

	/**
	 * Return the same cluster with other places for processes.
	 * @param placement where processes belong
	 * @return the copy
	 */
	Cluster with(Placement placement) {
		return new Cluster(this.view, placement, this.replicas, this.quorum, this.members, this.foreign, this.complete,
				this.silent, this.types);
	}

	/**
	 * Return the node that a process belongs on: the first that knows its type, as not
	 * all do while a new version is rolled out.
	 * @param spec the process
	 * @return the node, or {@code null} if there is none to be had
	 */
	@Nullable HubNode target(StoredSpec spec) {
		for (HubNode node : candidates(spec)) {
			if (knows(node, spec)) {
				this.placement.placed(node);
				return node;
			}
		}
		return null;
	}

	/**
	 * Return the nodes that the instances of a process belong on, of those that know its
	 * type.
	 * @param spec the process
	 * @return as many nodes as there are to be instances, or all there are if they are
	 * fewer, the preferred first
	 */
	List<HubNode> targets(StoredSpec spec) {
		return candidates(spec).stream().filter((node) -> knows(node, spec)).limit(this.replicas).toList();
	}

	private List<HubNode> candidates(StoredSpec spec) {
		int wanted = this.types.isEmpty() ? this.replicas : this.types.size();
		return this.placement.nodes(spec.id(), spec.nodes(), wanted);
	}

	/**
	 * Return whether a node has the type of a process.
	 */
	boolean knows(HubNode node, StoredSpec spec) {
		return this.types.isEmpty() || this.types.getOrDefault(node.id(), Set.of()).contains(spec.type());
	}

	/**
	 * Return whether a process may only run on nodes that are not there.
	 * @param record the process
	 * @return whether it waits for one of them
	 */
	boolean isWaiting(ProcessRecord record) {
		return !record.spec().nodes().isEmpty() && member(record.node()) == null && target(record.spec()) == null;
	}

	/**
	 * Return whether the nodes that a process is to run on are known not to be there.
	 * @param spec the process
	 * @return whether none of them is; {@code false} if the hub is to choose a node
	 */
	boolean isAbsent(StoredSpec spec) {
		return !spec.nodes().isEmpty() && this.complete
				&& this.view.nodes().stream().noneMatch((node) -> spec.nodes().contains(node.name()));
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
