/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

/**
 * The hub stops on this node: it is about to hand over its processes and to leave.
 *
 * @param hub the id of the hub
 * @param processes how many instances run here
 * @since 0.1.0
 */
public record CoordinatorShutdown(String hub, int processes) implements HookPayload {
}
