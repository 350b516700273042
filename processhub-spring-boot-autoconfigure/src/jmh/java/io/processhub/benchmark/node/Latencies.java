/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/**
 * How long things took.
 *
 * @param count how many there were
 * @param perSecond how many there were in a second
 * @param p50 the median, in nanoseconds
 * @param p99 the 99th percentile, in nanoseconds
 * @param max the longest, in nanoseconds
 */
public record Latencies(long count, double perSecond, long p50, long p99, long max) implements Serializable {

	/**
	 * Sum a histogram up.
	 * @param histogram the times in nanoseconds
	 * @param duration the duration of the measurement
	 * @return the sum
	 */
	public static Latencies of(Histogram histogram, Duration duration) {
		long count = histogram.getTotalCount();
		double seconds = (double) duration.toNanos() / TimeUnit.SECONDS.toNanos(1);
		return new Latencies(count, count / seconds, histogram.getValueAtPercentile(50),
				histogram.getValueAtPercentile(99), histogram.getMaxValue());
	}

}
