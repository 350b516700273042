/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.util.List;

import io.processhub.HubNode;

/**
 * Processes of this node are about to move to another one.
 *
 * @param hub the id of the hub
 * @param node the node that they are to move to
 * @param processIds the process ids
 * @since 0.1.0
 */
public record PreChildrenRedistribution(String hub, HubNode node, List<String> processIds) implements HookPayload {

	public PreChildrenRedistribution {
		processIds = List.copyOf(processIds);
	}

}
