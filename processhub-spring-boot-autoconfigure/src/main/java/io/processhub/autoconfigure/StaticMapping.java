/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import org.springframework.util.StringUtils;

import io.processhub.autoconfigure.HubProperties.StaticProcess;
import io.processhub.context.HubProcesses;

/**
 * Checks which nodes the static processes of a hub are to run on.
 */
final class StaticMapping {

	private final String prefix;

	private final String hub;

	private final boolean guided;

	StaticMapping(String hub, boolean guided) {
		this.hub = hub;
		this.prefix = "processhub.hubs." + hub + ".";
		this.guided = guided;
	}

	/**
	 * Return the names of the nodes by process id.
	 */
	Map<String, List<String>> of(HubProperties properties, HubProcesses beans) {
		if (this.guided && !beans.processes().isEmpty()) {
			String id = beans.processes().get(0).id();
			throw new InvalidHubPropertyException(this.prefix + "distribution.strategy",
					("Hub '%s' wants to be told which node each process runs on, and process '%s', which a bean asks for, "
							+ "has no node.")
						.formatted(this.hub, id),
					"Take the id out of the @HubProcess annotation, and give id, type and nodes under '%sprocesses'."
						.formatted(this.prefix),
					null);
		}
		Map<String, List<String>> mapping = new LinkedHashMap<>();
		for (int i = 0; i < properties.processes().size(); i++) {
			StaticProcess process = properties.processes().get(i);
			String property = this.prefix + "processes[" + i + "].nodes";
			check(property, process.nodes(), properties);
			String id = process.id();
			if (this.guided && id != null) {
				mapping.put(id, process.nodes());
			}
		}
		return mapping;
	}

	private void check(String property, List<String> nodes, HubProperties properties) {
		String strategy = properties.distribution().strategy();
		if (!this.guided) {
			if (!nodes.isEmpty()) {
				throw new InvalidHubPropertyException(property, nodes,
						"Leave it out, or set '%sdistribution.strategy' to 'guided': '%s' chooses the nodes itself."
							.formatted(this.prefix, strategy));
			}
			return;
		}
		Checks.present(property, nodes.isEmpty() ? null : nodes,
				"Give the name of the node that the process is to run on, as in 'processhub.node-name' of that node.");
		boolean odd = nodes.stream().anyMatch((node) -> !StringUtils.hasText(node))
				|| new LinkedHashSet<>(nodes).size() < nodes.size();
		if (odd) {
			throw new InvalidHubPropertyException(property, nodes, "Use names of different nodes.");
		}
		String factor = properties.redundancy().replicationFactor().strip();
		if ("replication".equals(properties.redundancy().strategy()) && !factor.equals("" + nodes.size())) {
			throw new InvalidHubPropertyException(property, nodes,
					"Name %s nodes, as many as '%sredundancy.replication-factor' demands.".formatted(factor,
							this.prefix));
		}
		if (nodes.size() > 1 && "singularity".equals(properties.redundancy().strategy())) {
			throw new InvalidHubPropertyException(property, nodes,
					"Name one node: with '%sredundancy.strategy' 'singularity' there is one instance of each process."
						.formatted(this.prefix));
		}
	}

}
