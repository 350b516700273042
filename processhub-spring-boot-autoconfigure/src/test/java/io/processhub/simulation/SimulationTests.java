/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random courses of events over a simulated cluster. {@code -Dsimulation.seeds=1000} runs
 * that many, {@code -Dsimulation.seed=42} one of them again.
 */
class SimulationTests {

	static LongStream seeds() {
		Long seed = Long.getLong("simulation.seed");
		return (seed != null) ? LongStream.of(seed) : LongStream.range(0, Long.getLong("simulation.seeds", 100));
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void invariantsHoldWhileNodesComeAndGo(long seed) {
		new SimulatedScenario(seed).run();
	}

}
