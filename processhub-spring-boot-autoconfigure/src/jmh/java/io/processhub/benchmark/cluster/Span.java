/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.cluster;

import java.io.Serializable;

/**
 * From when to when something took.
 *
 * @param from the start
 * @param to the end
 */
public record Span(long from, long to) implements Serializable {

}
