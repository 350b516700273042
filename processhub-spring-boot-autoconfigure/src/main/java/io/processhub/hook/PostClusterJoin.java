/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.util.List;

import io.processhub.HubNode;

/**
 * Another node has joined the hub, and takes processes from now on.
 *
 * @param hub the id of the hub
 * @param node the node
 * @param nodes all nodes of the hub, the oldest first
 * @since 0.1.0
 */
public record PostClusterJoin(String hub, HubNode node, List<HubNode> nodes) implements HookPayload {

	public PostClusterJoin {
		nodes = List.copyOf(nodes);
	}

}
