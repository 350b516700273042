/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import org.jspecify.annotations.Nullable;

/**
 * The state of a device: what it answers, and what goes along when it moves to another
 * node.
 *
 * @param lastReading what was measured last, or {@code null} if nothing was
 * @param readings how many readings came in
 * @param counter the sum of all {@link Increment increments}
 * @param battery what is left of the battery, in percent
 */
record DeviceState(@Nullable Reading lastReading, long readings, long counter, double battery) {
}
