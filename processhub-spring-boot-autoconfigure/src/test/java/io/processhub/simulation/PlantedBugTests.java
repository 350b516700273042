/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.OptionalLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the simulation finds mistakes.
 */
@Tag("simulation")
class PlantedBugTests {

	/**
	 * How many courses it may take to find a mistake.
	 */
	private static final int SEEDS = 60;

	@BeforeAll
	static void keepQuiet() {
		SimulationTests.keepQuiet();
	}

	@AfterAll
	static void speakAgain() {
		SimulationTests.speakAgain();
	}

	@ParameterizedTest
	@EnumSource
	void everyMistakeIsFound(PlantedBug bug) {
		OptionalLong found = LongStream.range(0, SEEDS)
			.parallel()
			.filter((seed) -> SimulationRun.of(Course.standard(seed), bug.plan()).failure() != null)
			.findAny();
		System.out.printf("Simulation: %s is found by seed %s%n", bug, found);
		assertThat(found).as("%s within %d seeds", bug, SEEDS).isPresent();
	}

}
