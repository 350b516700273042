/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.util.Assert;

/**
 * What is measured, and how often.
 *
 * @param nodes how many nodes there are
 * @param runs how many times each warm measurement is repeated
 * @param presets the presets of failure detection to measure takeover with; everything
 * else is measured with the first
 * @param only the measurements to take
 * @param counts how many processes to start and to take over
 * @param moved how many processes there are when nodes join and leave
 * @param duration how long calls are measured
 * @param rate the calls per second and node while processes move
 * @param heap the heap of a node
 * @param jvmArguments more arguments for the JVMs of nodes
 * @param out where results and logs go
 */
record Options(int nodes, int runs, List<String> presets, List<String> only, List<Integer> counts, int moved,
		Duration duration, int rate, String heap, List<String> jvmArguments, Path out) {

	private static final Set<String> NAMES = Set.of("nodes", "runs", "preset", "only", "counts", "moved", "seconds",
			"rate", "heap", "jvm-arguments", "out", "large");

	static Options parse(List<String> defaults, String... arguments) {
		SimpleCommandLinePropertySource given = new SimpleCommandLinePropertySource(arguments);
		for (String name : given.getPropertyNames()) {
			Assert.isTrue(NAMES.contains(name), () -> "There is no option --" + name + "; there are " + NAMES);
		}
		List<String> only = list(given, "only", String.join(",", defaults));
		if (given.containsProperty("large")) {
			only = List.of("large");
		}
		return new Options(Integer.parseInt(get(given, "nodes", "3")), Integer.parseInt(get(given, "runs", "5")),
				list(given, "preset", "fast,balanced"), only,
				list(given, "counts", "1000,10000,100000").stream().map(Integer::valueOf).toList(),
				Integer.parseInt(get(given, "moved", "10000")),
				Duration.ofSeconds(Long.parseLong(get(given, "seconds", "2"))),
				Integer.parseInt(get(given, "rate", "1000")), get(given, "heap", "1g"),
				list(given, "jvm-arguments", ""), Path.of(get(given, "out", "target/benchmarks")));
	}

	private static String get(PropertySource<?> source, String name, String fallback) {
		Object value = source.getProperty(name);
		return (value != null) ? value.toString() : fallback;
	}

	private static List<String> list(PropertySource<?> source, String name, String fallback) {
		return Arrays.stream(get(source, name, fallback).split(",")).filter((each) -> !each.isBlank()).toList();
	}

}
