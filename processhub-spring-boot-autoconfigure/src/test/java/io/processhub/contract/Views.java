/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.processhub.HubNode;
import io.processhub.strategy.HubView;

/**
 * Views of hubs that there might be.
 */
final class Views {

	private Views() {
	}

	/**
	 * Return nodes, the oldest first.
	 */
	static List<HubNode> nodes(int count) {
		return IntStream.range(0, count).mapToObj((i) -> new HubNode("id-" + i, "node-" + i)).toList();
	}

	/**
	 * Return what one of some nodes sees, all of which take processes.
	 */
	static HubView of(List<HubNode> nodes) {
		return of(nodes, nodes);
	}

	static HubView of(List<HubNode> nodes, List<HubNode> targets) {
		return new HubView(1, nodes.isEmpty() ? new HubNode("id", "alone") : nodes.get(0), nodes, targets);
	}

	/**
	 * Return what each of the nodes of a view sees.
	 */
	static List<HubView> seenByEach(HubView view) {
		List<HubView> views = new ArrayList<>();
		for (int i = 0; i < view.nodes().size(); i++) {
			views.add(new HubView(7L * i + 3, view.nodes().get(i), view.nodes(), view.targets()));
		}
		return views;
	}

}
