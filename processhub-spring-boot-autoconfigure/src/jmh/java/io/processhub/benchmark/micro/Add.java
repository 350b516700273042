/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.micro;

/**
 * Adds to a counter.
 *
 * @param amount the amount
 */
record Add(long amount) {

}
