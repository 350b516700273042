/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

/**
 * This node has come to know that a process is no more.
 *
 * @param hub the id of the hub
 * @param processId the process id
 * @since 0.1.0
 */
public record RegistryRemoved(String hub, String processId) implements HookPayload {
}
