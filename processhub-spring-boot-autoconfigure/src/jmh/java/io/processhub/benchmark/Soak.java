/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import io.processhub.benchmark.soak.SoakOptions;
import io.processhub.benchmark.soak.SoakReport;
import io.processhub.benchmark.soak.SoakTest;

/**
 * Runs a cluster of JVMs under load and under faults for a long time, and checks that
 * nothing is lost, nothing runs twice, and no call is answered wrongly.
 */
public final class Soak {

	private static final int VIOLATED = 1;

	private Soak() {
	}

	public static void main(String[] args) throws IOException {
		SoakOptions options = SoakOptions.parse(args);
		System.out.println(options);
		Path directory = options.out().resolve("seed-" + options.seed() + "-" + ProcessHandle.current().pid());
		Files.createDirectories(directory.resolve("journals"));
		SoakReport report;
		try (SoakTest test = new SoakTest(options, directory)) {
			report = test.run();
		}
		Files.writeString(directory.resolve("report.txt"), report.asText());
		List<String> violations = report.violations()
			.entrySet()
			.stream()
			.flatMap((kind) -> kind.getValue().stream().map((each) -> kind.getKey() + ": " + each))
			.toList();
		Files.writeString(directory.resolve("violations.txt"),
				violations.stream().collect(Collectors.joining("\n", "", "\n")));
		System.out.println(report.asText());
		System.out.println("Journals, logs and all violations are in " + directory);
		System.exit(report.isGood() ? 0 : VIOLATED);
	}

}
