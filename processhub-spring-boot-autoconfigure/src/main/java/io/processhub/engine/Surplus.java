/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.LinkedHashMap;
import java.util.Map;

import io.processhub.HubNode;
import io.processhub.strategy.NodeLoad;

/**
 * Works out which node gives how many processes to which, so that each has its share
 * afterwards though every node decides for itself: what is too much on some and what is
 * missing on others is laid side by side, in the order of the nodes.
 */
final class Surplus {

	private Surplus() {
	}

	/**
	 * Return what a node is to give away.
	 * @param giver the node
	 * @param shares how many processes each node is to have
	 * @param loads how many each has
	 * @return how many go to each node
	 */
	static Map<HubNode, Integer> of(HubNode giver, Map<HubNode, Integer> shares, Map<String, NodeLoad> loads) {
		int begin = 0;
		int end = 0;
		for (Map.Entry<HubNode, Integer> share : shares.entrySet()) {
			int surplus = excess(share, loads);
			if (share.getKey().equals(giver)) {
				end = begin + Math.max(0, surplus);
				break;
			}
			begin += Math.max(0, surplus);
		}
		Map<HubNode, Integer> gifts = new LinkedHashMap<>();
		int missing = 0;
		for (Map.Entry<HubNode, Integer> share : shares.entrySet()) {
			int gap = Math.max(0, -excess(share, loads));
			int part = Math.min(end, missing + gap) - Math.max(begin, missing);
			if (part > 0) {
				gifts.put(share.getKey(), part);
			}
			missing += gap;
		}
		return gifts;
	}

	private static int excess(Map.Entry<HubNode, Integer> share, Map<String, NodeLoad> loads) {
		NodeLoad load = loads.get(share.getKey().id());
		return ((load != null) ? load.processes() : 0) - share.getValue();
	}

}
