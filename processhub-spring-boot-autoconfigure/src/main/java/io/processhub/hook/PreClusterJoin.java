/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import io.processhub.HubNode;

/**
 * Another node is about to join the hub: it has said who it is, and takes no processes
 * yet.
 *
 * @param hub the id of the hub
 * @param node the node
 * @since 0.1.0
 */
public record PreClusterJoin(String hub, HubNode node) implements HookPayload {
}
