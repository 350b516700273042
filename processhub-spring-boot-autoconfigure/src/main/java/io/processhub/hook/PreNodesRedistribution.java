/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.util.List;

import io.processhub.HubNode;

/**
 * Other nodes than before take processes, and this node is about to move, or take over,
 * what belongs elsewhere now.
 *
 * @param hub the id of the hub
 * @param joined the nodes that take processes since then
 * @param left the nodes that take none any more
 * @since 0.1.0
 */
public record PreNodesRedistribution(String hub, List<HubNode> joined, List<HubNode> left) implements HookPayload {

	public PreNodesRedistribution {
		joined = List.copyOf(joined);
		left = List.copyOf(left);
	}

}
