/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import io.processhub.HubNode;

/**
 * Another node is about to leave the hub, and takes no processes any more; or it has gone
 * without a word, and {@link PostClusterLeave} follows at once.
 *
 * @param hub the id of the hub
 * @param node the node
 * @since 0.1.0
 */
public record PreClusterLeave(String hub, HubNode node) implements HookPayload {
}
