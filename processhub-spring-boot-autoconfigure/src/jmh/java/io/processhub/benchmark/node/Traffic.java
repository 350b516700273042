/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.io.Serializable;

/**
 * Bytes on the connections between members.
 *
 * @param at when they were read
 * @param sent bytes sent
 * @param received bytes received
 */
public record Traffic(long at, long sent, long received) implements Serializable {

}
