/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

/**
 * One instance of a process, as the local registry knows it.
 *
 * @param node the node that the instance is assigned to
 * @param role the role of the instance
 * @param epoch the epoch of the assignment, which grows each time the process is
 * activated somewhere
 * @param state what the instance is doing
 * @param restarts how often the instance was restarted after a crash
 * @since 0.1.0
 */
public record ProcessInstance(HubNode node, ProcessRole role, long epoch, ProcessState state, int restarts) {
}
