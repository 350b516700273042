/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.util.Assert;

/**
 * How a soak test is to be.
 *
 * @param duration how long it takes
 * @param seed the seed of all that is left to chance by the driver and the load
 * @param nodes the usual number of nodes
 * @param core the number of processes that run all the time
 * @param churn the number of processes that are started and stopped
 * @param rate the messages per second that each node sends
 * @param faults the faults to choose from
 * @param preset the preset of failure detection
 * @param heap the heap of a node
 * @param out where journals and logs go
 */
public record SoakOptions(Duration duration, long seed, int nodes, int core, int churn, int rate,
		List<FaultKind> faults, String preset, String heap, Path out) {

	private static final Set<String> NAMES = Set.of("minutes", "seed", "nodes", "core", "churn", "rate", "faults",
			"preset", "heap", "out");

	/**
	 * Read options.
	 * @param arguments the arguments of the command line
	 * @return the options
	 */
	public static SoakOptions parse(String... arguments) {
		SimpleCommandLinePropertySource given = new SimpleCommandLinePropertySource(arguments);
		for (String name : given.getPropertyNames()) {
			Assert.isTrue(NAMES.contains(name), () -> "There is no option --" + name + "; there are " + NAMES);
		}
		String faults = get(given, "faults", "");
		return new SoakOptions(Duration.ofSeconds((long) (60 * Double.parseDouble(get(given, "minutes", "30")))),
				Long.parseLong(get(given, "seed", String.valueOf(System.nanoTime() & 0xFFFFFF))),
				Integer.parseInt(get(given, "nodes", "4")), Integer.parseInt(get(given, "core", "2000")),
				Integer.parseInt(get(given, "churn", "500")), Integer.parseInt(get(given, "rate", "200")),
				faults.isEmpty() ? List.of(FaultKind.values())
						: Arrays.stream(faults.split(",")).map(FaultKind::of).toList(),
				get(given, "preset", "fast"), get(given, "heap", "512m"), Path.of(get(given, "out", "target/soak")));
	}

	private static String get(SimpleCommandLinePropertySource source, String name, String fallback) {
		String value = source.getProperty(name);
		return (value != null) ? value : fallback;
	}

}
