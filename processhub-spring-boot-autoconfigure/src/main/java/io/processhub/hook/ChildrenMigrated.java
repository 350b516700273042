/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.util.List;

import io.processhub.HubNode;

/**
 * Processes have moved from this node to another one, where they run.
 *
 * @param hub the id of the hub
 * @param node the node that they run on now
 * @param processIds the process ids
 * @since 0.1.0
 */
public record ChildrenMigrated(String hub, HubNode node, List<String> processIds) implements HookPayload {

	public ChildrenMigrated {
		processIds = List.copyOf(processIds);
	}

}
