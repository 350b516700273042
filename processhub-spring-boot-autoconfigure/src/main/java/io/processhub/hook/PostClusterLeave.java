/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.util.List;

import io.processhub.HubNode;

/**
 * Another node has left the hub, in order or by a crash, or is on another side of the
 * cluster.
 *
 * @param hub the id of the hub
 * @param node the node
 * @param nodes the nodes that are left, the oldest first
 * @since 0.1.0
 */
public record PostClusterLeave(String hub, HubNode node, List<HubNode> nodes) implements HookPayload {

	public PostClusterLeave {
		nodes = List.copyOf(nodes);
	}

}
