/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import org.jspecify.annotations.Nullable;

import io.processhub.directory.StoredSpec;

/**
 * The order to run a process here.
 *
 * @param spec what the process is
 * @param type its type
 * @param epoch the epoch of the assignment
 * @param handover the serialized state of the instance before, or {@code null} if there
 * is none
 * @since 0.1.0
 */
public record Activation(StoredSpec spec, ProcessType type, long epoch, byte @Nullable [] handover) {
}
