/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

/**
 * Message of a device to itself: take some of the battery.
 *
 * @param percent how much
 */
record Drain(double percent) {
}
