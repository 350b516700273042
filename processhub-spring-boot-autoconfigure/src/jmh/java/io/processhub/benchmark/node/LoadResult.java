/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.io.Serializable;
import java.util.Map;

/**
 * What came of calls at a fixed rate.
 *
 * @param sent how many were made
 * @param answered how many were answered
 * @param failures how many failed, by the name of the exception
 * @param latencies how long those took that were answered
 */
public record LoadResult(long sent, long answered, Map<String, Long> failures,
		Latencies latencies) implements Serializable {

	public long failed() {
		return this.failures.values().stream().mapToLong(Long::longValue).sum();
	}

}
