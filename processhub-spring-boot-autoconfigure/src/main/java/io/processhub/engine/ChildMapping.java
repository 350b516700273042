/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.HubNode;
import io.processhub.InvalidProcessException;
import io.processhub.MissingChildMappingException;
import io.processhub.ProcessSpec;

/**
 * Which nodes the processes of a request are to run on, as far as the distribution
 * strategy lets the caller say so.
 */
final class ChildMapping {

	private final Hub hub;

	private final Map<String, List<String>> mapping;

	private final boolean guided;

	/**
	 * Create a mapping.
	 * @param mapping the names of the nodes, by process id
	 * @throws InvalidProcessException if there is one, and the strategy takes none
	 */
	ChildMapping(Hub hub, Map<String, List<String>> mapping) {
		this.hub = hub;
		this.mapping = mapping;
		this.guided = hub.strategies().distribution().isGuided();
		if (!mapping.isEmpty() && !this.guided) {
			throw new InvalidProcessException(hub.id(), null,
					("The distribution strategy of hub '%s' takes no mapping of processes to nodes. Leave childMapping "
							+ "out, or use the strategy 'guided'")
						.formatted(hub.id()));
		}
	}

	/**
	 * Return the names of the nodes of a process.
	 * @param id the process id
	 * @return the names; empty if the hub chooses
	 * @throws MissingChildMappingException if the caller must choose, and did not
	 * @throws InvalidProcessException if the number of nodes is not that of the instances
	 */
	List<String> nodes(String id) {
		if (!this.guided) {
			return List.of();
		}
		List<String> nodes = this.mapping.getOrDefault(id, List.of());
		if (nodes.isEmpty()) {
			throw new MissingChildMappingException(this.hub.id(), id,
					("Nobody has said which node process '%s' of hub '%s' is to run on. Give the name of one in "
							+ "childMapping. There are %s")
						.formatted(id, this.hub.id(), names()));
		}
		for (String name : nodes) {
			if (name.isBlank() || name.length() > ProcessSpec.MAX_ID_LENGTH) {
				throw new InvalidProcessException(this.hub.id(), id,
						"Process '%s' of hub '%s' is mapped to a node whose name is empty or too long".formatted(id,
								this.hub.id()));
			}
		}
		int instances = this.hub.cluster().replicas();
		if (nodes.size() != instances || Set.copyOf(nodes).size() != instances) {
			throw new InvalidProcessException(this.hub.id(), id,
					"Process '%s' of hub '%s' is mapped to %s, but has %d %s. Give as many different nodes"
						.formatted(id, this.hub.id(), nodes, instances, (instances == 1) ? "instance" : "instances"));
		}
		return nodes;
	}

	private List<String> names() {
		return this.hub.cluster().view().nodes().stream().map(HubNode::name).toList();
	}

}
