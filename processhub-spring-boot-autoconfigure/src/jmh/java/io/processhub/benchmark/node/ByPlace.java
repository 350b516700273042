/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.io.Serializable;

/**
 * Times of starts, by where the processes fell.
 *
 * @param all all starts
 * @param local those on the node of the caller
 * @param remote those on other nodes
 */
public record ByPlace(Latencies all, Latencies local, Latencies remote) implements Serializable {

}
