/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often what happened, and how long it took until all was well.
 */
final class Recoveries {

	private final Map<String, Integer> counts = new TreeMap<>();

	private final Map<String, List<Double>> millis = new TreeMap<>();

	void count(String what) {
		this.counts.merge(what, 1, Integer::sum);
	}

	void add(String what, double time) {
		this.millis.computeIfAbsent(what, (key) -> new ArrayList<>()).add(time);
	}

	Map<String, Integer> counts() {
		return this.counts;
	}

	/**
	 * Return the times for people to read.
	 * @return a line for each kind
	 */
	List<String> lines() {
		List<String> lines = new ArrayList<>();
		this.millis.forEach((what, times) -> {
			List<Double> sorted = times.stream().sorted().toList();
			lines.add(String.format(Locale.ROOT, "%s: median %,.0f ms, max %,.0f ms (%d)", what,
					sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1), sorted.size()));
		});
		return lines;
	}

}
