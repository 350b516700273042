/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.distribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.processhub.HubNode;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;

/**
 * Places each process where its caller wants it, and nowhere else: while its node is not
 * there, it waits. Of several nodes with one name the oldest counts.
 *
 * @since 0.1.0
 */
public final class Guided implements DistributionStrategy {

	@Override
	public Placement placement(HubView view) {
		return new NamedNodes(view.targets());
	}

	@Override
	public boolean isGuided() {
		return true;
	}

	@Override
	public String signature() {
		return "guided";
	}

	/**
	 * The nodes of a view by their names.
	 */
	private static final class NamedNodes implements Placement {

		private final Map<String, HubNode> nodes = new HashMap<>();

		/**
		 * For processes that were started before the hub was guided.
		 */
		private final Placement unguided;

		NamedNodes(List<HubNode> targets) {
			targets.forEach((node) -> this.nodes.putIfAbsent(node.name(), node));
			this.unguided = WeightedChoice.even(targets);
		}

		@Override
		public List<HubNode> nodes(String processId, int count) {
			return this.unguided.nodes(processId, count);
		}

		@Override
		public List<HubNode> nodes(String processId, List<String> mapping, int count) {
			if (mapping.isEmpty()) {
				return nodes(processId, count);
			}
			List<HubNode> found = new ArrayList<>(mapping.size());
			for (String name : mapping) {
				HubNode node = this.nodes.get(name);
				if (node != null && found.size() < count) {
					found.add(node);
				}
			}
			return found;
		}

	}

}
