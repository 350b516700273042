/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * What is left of an instance that was stopped for a move.
 *
 * @param epoch the epoch that the instance ran under
 * @param state its serialized state, or {@code null} if there is none
 * @since 0.1.0
 */
public record Suspended(long epoch, byte @Nullable [] state) {
}
