/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

/**
 * The hub has begun to move processes or to take some over on this node, or has done with
 * it.
 *
 * @param hub the id of the hub
 * @param locked whether it is at work
 * @since 0.1.0
 */
public record LockStateUpdated(String hub, boolean locked) implements HookPayload {
}
