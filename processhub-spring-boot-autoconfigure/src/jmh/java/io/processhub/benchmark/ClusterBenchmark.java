/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

import io.processhub.benchmark.cluster.ClusterSetup;
import io.processhub.benchmark.node.BenchmarkApplication;

/**
 * Measures a cluster of JVMs on this machine.
 */
public final class ClusterBenchmark {

	private static final List<String> DEFAULTS = List.of("start", "start-one", "lookup", "call", "kill", "move",
			"pause", "memory", "network");

	private ClusterBenchmark() {
	}

	private static Map<String, Measurement> measurements() {
		Map<String, Measurement> measurements = new LinkedHashMap<>();
		measurements.put("start", new StartMeasurement());
		measurements.put("start-one", new StartOneMeasurement());
		measurements.put("lookup", new LookupMeasurement());
		measurements.put("call", new CallMeasurement());
		measurements.put("kill", new KillMeasurement(false));
		measurements.put("kill-oldest", new KillMeasurement(true));
		measurements.put("move", new MoveMeasurement());
		measurements.put("pause", new PauseMeasurement());
		measurements.put("memory", new MemoryMeasurement());
		measurements.put("network", new NetworkMeasurement());
		measurements.put("large", new LargeMeasurement());
		return measurements;
	}

	public static void main(String[] args) throws IOException {
		Options options = Options.parse(DEFAULTS, args);
		Map<String, Measurement> measurements = measurements();
		options.only()
			.forEach((name) -> Assert.isTrue(measurements.containsKey(name),
					() -> "There is no measurement '%s'; there are %s".formatted(name, measurements.keySet())));
		Figures figures = new Figures();
		List<String> failures = new ArrayList<>();
		for (String name : options.only()) {
			ClusterSetup setup = new ClusterSetup(BenchmarkApplication.class, options.presets().get(0), options.heap(),
					options.jvmArguments(), List.of("--logging.level.root=INFO"),
					options.out().resolve("logs").resolve(name));
			Figures.print("%s", name);
			try {
				measurements.get(name).run(new Bench(options, setup, figures));
			}
			catch (IllegalStateException ex) {
				failures.add(name + ": " + ex.getMessage());
				Figures.print("  failed: %s", ex);
			}
		}
		report(options, figures, failures);
		System.exit(failures.isEmpty() ? 0 : 1);
	}

	private static void report(Options options, Figures figures, List<String> failures) throws IOException {
		Map<String, Object> environment = Environment.describe(options);
		StringBuilder table = new StringBuilder("\n").append(figures.asTable()).append('\n');
		environment.forEach((name, value) -> table.append(name).append(": ").append(value).append("  \n"));
		failures.forEach((failure) -> table.append("failed: ").append(failure).append("  \n"));
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("environment", environment);
		all.put("figures", figures.asJson());
		all.put("failures", failures);
		String json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(all);
		Files.createDirectories(options.out());
		Files.writeString(options.out().resolve("cluster.md"), table);
		Files.writeString(options.out().resolve("cluster.json"), json);
		Figures.print("%s", table);
		Figures.print("%s", json);
	}

}
