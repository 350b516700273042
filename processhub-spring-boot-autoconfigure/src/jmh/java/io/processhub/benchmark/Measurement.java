/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

/**
 * Takes some figures, with a cluster of its own.
 */
@FunctionalInterface
interface Measurement {

	void run(Bench bench);

}
