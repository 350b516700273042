/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.util.List;

import io.processhub.ProcessInfo;

/**
 * Processes have come up on this node for the first time, after a move or after a
 * takeover.
 *
 * @param hub the id of the hub
 * @param processes the processes
 * @since 0.1.0
 */
public record ProcessStartups(String hub, List<ProcessInfo> processes) implements HookPayload {

	public ProcessStartups {
		processes = List.copyOf(processes);
	}

}
