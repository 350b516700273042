/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

/**
 * Message: add to the counter of a device.
 *
 * @param amount what to add
 */
record Increment(long amount) {
}
