/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import io.processhub.ProcessInfo;

/**
 * This node has come to know a process, wherever that runs.
 *
 * @param hub the id of the hub
 * @param process the process
 * @since 0.1.0
 */
public record RegistryInserted(String hub, ProcessInfo process) implements HookPayload {
}
