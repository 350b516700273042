/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Large clusters converge, and what goes over the network grows as it should.
 * {@code -Dsimulation.scale=50x10000,100x50000} runs clusters of other sizes, nodes by
 * processes.
 */
@Tag("simulation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScaleTests {

	private static final long SEED = 1;

	private final Map<String, ScaleRun.Result> results = new HashMap<>();

	@BeforeAll
	void keepQuiet() {
		SimulationTests.keepQuiet();
	}

	@AfterAll
	void speakAgain() {
		SimulationTests.speakAgain();
	}

	private ScaleRun.Result run(int nodes, int processes) {
		return this.results.computeIfAbsent(nodes + "x" + processes, (size) -> {
			ScaleRun.Result result = ScaleRun.of(SEED, nodes, processes);
			result.phases().forEach((phase) -> System.out.println("Scale: " + phase.row(processes)));
			return result;
		});
	}

	@Test
	void clustersOfAnySizeConverge() {
		String sizes = System.getProperty("simulation.scale", "50x5000");
		for (String size : sizes.split(",")) {
			String[] parts = size.split("x");
			ScaleRun.Result result = run(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
			result.phases()
				.forEach((phase) -> phase.kinds()
					.forEach((kind, sum) -> System.out.printf("Scale: %s, %s: %s: %,d messages, %,d bytes%n", size,
							phase.name(), kind, sum.messages(), sum.bytes())));
			assertThat(result.idle().nodes()).isEqualTo(Integer.parseInt(parts[0]));
		}
	}

	@Test
	void joinAndCrashGrowWithTheProcessesAtMost() {
		ScaleRun.Result few = run(20, 2000);
		ScaleRun.Result many = run(20, 8000);
		assertThat(many.join().bytesPerNode()).isBetween(few.join().bytesPerNode(), few.join().bytesPerNode() * 4);
		assertThat(many.crash().bytesPerNode()).isBetween(few.crash().bytesPerNode(), few.crash().bytesPerNode() * 4);
		assertThat(many.join().mostSent().bytes()).isLessThan(few.join().mostSent().bytes() * 5);
	}

	@Test
	void joinAndCrashDoNotGrowWithTheSquareOfTheNodes() {
		ScaleRun.Result small = run(10, 2000);
		ScaleRun.Result large = run(40, 2000);
		assertThat(large.join().messagesPerNode()).isLessThan(small.join().messagesPerNode() * 4);
		assertThat(large.join().bytesPerNode()).isLessThan(small.join().bytesPerNode() * 2);
		assertThat(large.crash().messagesPerNode()).isLessThan(small.crash().messagesPerNode() * 4);
		assertThat(large.crash().bytesPerNode()).isLessThan(small.crash().bytesPerNode() * 2);
	}

	/**
	 * Nodes that join together cause one comparison of digests in half a second, not one
	 * for each.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 10, 40 })
	void nodesThatStartTogetherDoNotRaiseAStorm(int nodes) {
		ScaleRun.Phase start = run(nodes, 2000).nodesStart();
		assertThat(start.of("DIGESTS").messages()).isLessThan(4L * nodes * nodes);
		assertThat(start.of("ANNOUNCE").messages()).isLessThan(4L * nodes * nodes);
	}

	@Test
	void anIdleClusterSaysTheSameWhateverItRuns() {
		ScaleRun.Phase few = run(20, 2000).idle();
		ScaleRun.Phase many = run(20, 8000).idle();
		assertThat(many.messagesPerNode()).isCloseTo(few.messagesPerNode(), withinPercentage(1));
		assertThat(many.bytesPerNode()).isCloseTo(few.bytesPerNode(), withinPercentage(10));
		assertThat(few.kinds()).containsOnlyKeys("ANNOUNCE", "ANSWER", "DIGESTS");
	}

	@Test
	void anIdleClusterGrowsWithTheNodes() {
		ScaleRun.Phase small = run(10, 2000).idle();
		ScaleRun.Phase large = run(40, 2000).idle();
		// To each other node six announcements a minute, six answers, four digests
		assertThat(small.messagesPerNode()).isCloseTo(16 * 9, withinPercentage(1));
		assertThat(large.messagesPerNode()).isCloseTo(16 * 39, withinPercentage(1));
		assertThat(large.bytesPerNode()).isLessThan(small.bytesPerNode() * 4);
	}

}
