/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random courses of events over a simulated cluster. {@code -Dsimulation.seeds=1000} runs
 * that many, {@code -Dsimulation.seed=42} one of them again.
 */
@Tag("simulation")
class SimulationTests {

	private static final int SHRINKING_RUNS = 300;

	/**
	 * What the nodes of thousands of clusters have to say fills the log and takes most of
	 * the time.
	 */
	@BeforeAll
	static void keepQuiet() {
		if (!Boolean.getBoolean("simulation.log")) {
			LoggingSystem.get(SimulationTests.class.getClassLoader()).setLogLevel("io.processhub", LogLevel.OFF);
		}
	}

	@AfterAll
	static void speakAgain() {
		LoggingSystem.get(SimulationTests.class.getClassLoader()).setLogLevel("io.processhub", null);
	}

	@Test
	void invariantsHoldWhateverHappens() {
		Long seed = Long.getLong("simulation.seed");
		LongStream seeds = (seed != null) ? LongStream.of(seed) : LongStream.range(Long.getLong("simulation.from", 0),
				Long.getLong("simulation.from", 0) + Long.getLong("simulation.seeds", 500));
		SimulationPlan plan = new SimulationPlan();
		ConcurrentLinkedQueue<SimulationRun.Result> failed = new ConcurrentLinkedQueue<>();
		LongAdder count = new LongAdder();
		seeds.parallel().forEach((each) -> {
			SimulationRun.Result result = SimulationRun.of(Course.standard(each), plan);
			count.increment();
			if (result.failure() != null) {
				failed.add(result);
			}
		});
		System.out.printf("Simulation: %d seeds, %d failed%n", count.sum(), failed.size());
		assertThat(failed.stream().limit(3).map((result) -> describe(result, plan)).toList()).isEmpty();
	}

	private static String describe(SimulationRun.Result result, SimulationPlan plan) {
		SimulationRun.Result shortest = new Shrinker(plan, result, SHRINKING_RUNS).shrink();
		return """
				Seed %d failed: %s
				Shrunk to %d actions of %d, with %d processes: %s
				  %s
				""".formatted(result.course().seed(), result.failure(), shortest.course().actions().size(),
				result.course().actions().size(), shortest.course().processes(), shortest.failure(),
				String.join("\n  ", shortest.trace()));
	}

	@Test
	void sameSeedTakesTheSameCourse() {
		List<Long> fingerprints = LongStream.range(0, 3)
			.map((run) -> SimulationRun.of(Course.standard(7), new SimulationPlan()).fingerprint())
			.boxed()
			.distinct()
			.toList();
		assertThat(fingerprints).hasSize(1);
	}

}
