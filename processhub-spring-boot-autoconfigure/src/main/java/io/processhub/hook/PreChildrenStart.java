/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.util.List;

/**
 * Instances of processes are about to start on this node.
 *
 * @param hub the id of the hub
 * @param cause why they start
 * @param processIds the process ids
 * @since 0.1.0
 */
public record PreChildrenStart(String hub, StartCause cause, List<String> processIds) implements HookPayload {

	public PreChildrenStart {
		processIds = List.copyOf(processIds);
	}

}
