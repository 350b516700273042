/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

/**
 * The state of an instance that was stopped because this side of the cluster must not
 * work, or because another instance has taken its place.
 *
 * @param assignment what the instance ran under
 * @param state its serialized state
 * @param mergeable whether it can be united with the state of another instance
 * @since 0.1.0
 */
public record LeftState(Assignment assignment, byte[] state, boolean mergeable) {
}
