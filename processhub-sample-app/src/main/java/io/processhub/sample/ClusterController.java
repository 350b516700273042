/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.processhub.HubNode;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;
import io.processhub.sample.LiveProcesses.LiveProcess;

/**
 * Shows the cluster as this node sees it.
 */
@RestController
@RequestMapping("/api")
class ClusterController {

	private final ProcessHubOperations hub;

	private final LiveProcesses live;

	ClusterController(ProcessHubOperations hub, LiveProcesses live) {
		this.hub = hub;
		this.live = live;
	}

	@GetMapping("/whereami")
	WhereAmI whereAmI() {
		Map<HubNode, Long> counts = this.hub.processes()
			.stream()
			.collect(Collectors.groupingBy(ProcessInfo::node, Collectors.counting()));
		List<NodeView> nodes = this.hub.nodes()
			.stream()
			.map((node) -> new NodeView(node.id(), node.name(), counts.getOrDefault(node, 0L)))
			.toList();
		return new WhereAmI(this.hub.localNode(), nodes, this.hub.size(), this.live.count(), this.hub.isAlive(),
				this.hub.isLocked(), this.hub.isPartitioned());
	}

	@GetMapping("/local")
	Collection<LiveProcess> local() {
		return this.live.all();
	}

	/**
	 * The cluster as this node sees it.
	 *
	 * @param node this node
	 * @param nodes all nodes, the oldest first
	 * @param size the number of processes in the registry of this node
	 * @param live the number of instances that run on this node, as they say themselves
	 * @param alive whether the hub runs on this node
	 * @param locked whether this node is moving processes
	 * @param partitioned whether this node is without quorum
	 */
	record WhereAmI(HubNode node, List<NodeView> nodes, int size, int live, boolean alive, boolean locked,
			boolean partitioned) {

	}

	/**
	 * A node.
	 *
	 * @param id the id of the node
	 * @param name the name of the node
	 * @param processes how many processes it has in the registry of this node
	 */
	record NodeView(String id, String name, long processes) {

	}

}
