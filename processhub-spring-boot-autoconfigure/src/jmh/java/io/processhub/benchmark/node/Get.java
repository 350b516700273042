/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

/**
 * Asks for the value of a counter.
 *
 * @param version of no meaning: a message has to have a component
 */
record Get(int version) {

}
