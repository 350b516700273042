/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.util.List;
import java.util.Map;

/**
 * Instances of processes have started on this node, or failed to.
 *
 * @param hub the id of the hub
 * @param cause why they were started
 * @param processIds the ids of those that are up
 * @param failures what went wrong with the others, by process id
 * @since 0.1.0
 */
public record PostChildrenStart(String hub, StartCause cause, List<String> processIds,
		Map<String, Throwable> failures) implements HookPayload {

	public PostChildrenStart {
		processIds = List.copyOf(processIds);
		failures = Map.copyOf(failures);
	}

}
