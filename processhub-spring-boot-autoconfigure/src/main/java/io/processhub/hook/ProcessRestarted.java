/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

/**
 * A process on this node was restarted after a crash, or after a normal end if it is
 * permanent. It has the same id and epoch, and a new instance.
 *
 * @param hub the id of the hub
 * @param processId the process id
 * @param epoch the epoch of its assignment
 * @param restarts how often it was restarted so far
 * @since 0.1.0
 */
public record ProcessRestarted(String hub, String processId, long epoch, int restarts) implements HookPayload {
}
