/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import java.util.List;

import io.processhub.HubNode;

/**
 * What a node sees of its hub at one moment: an immutable value.
 *
 * @param version grows with each change of the view on this node
 * @param local this node
 * @param nodes all nodes of the hub that are there, joining and leaving ones included,
 * the oldest first
 * @param targets the nodes that processes may be placed on, the oldest first
 * @since 0.1.0
 */
public record HubView(long version, HubNode local, List<HubNode> nodes, List<HubNode> targets) {

	public HubView {
		nodes = List.copyOf(nodes);
		targets = List.copyOf(targets);
	}

}
