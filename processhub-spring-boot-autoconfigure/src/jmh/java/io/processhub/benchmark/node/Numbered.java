/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

/**
 * Adds one to a counter, and is entered into the list of handled messages.
 *
 * @param message the number of the message
 */
record Numbered(long message) {

}
