/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

/**
 * What a process runs under.
 *
 * @param epoch the epoch
 * @param token tells the assignment from others, 0 if it is not known
 * @param replica the number of the replica, 0 for the first
 * @since 0.1.0
 */
public record Assignment(long epoch, long token, int replica) {
}
