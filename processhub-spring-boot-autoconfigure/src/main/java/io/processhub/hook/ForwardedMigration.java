/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.util.List;

import io.processhub.HubNode;

/**
 * This node was to start processes that belong on another one, as it sees the hub, and
 * has passed them on.
 *
 * @param hub the id of the hub
 * @param node the node that they were passed on to
 * @param processIds the process ids
 * @since 0.1.0
 */
public record ForwardedMigration(String hub, HubNode node, List<String> processIds) implements HookPayload {

	public ForwardedMigration {
		processIds = List.copyOf(processIds);
	}

}
