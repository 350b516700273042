/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.integration.TestHubs.Node;
import io.processhub.strategy.distribution.LoadBalanced;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for processes that go to the nodes that have least to do.
 */
class LoadBalancedIntegrationTests {

	private final TestHubs hubs = new TestHubs(4).with(new LoadBalanced(Duration.ofMillis(500), 30, 0.9));

	private Node first;

	private Node second;

	@BeforeEach
	void startNodes() {
		this.first = this.hubs.startNode();
		this.second = this.hubs.startNode();
	}

	@AfterEach
	void close() {
		this.hubs.close();
	}

	@Test
	void newProcessesFillTheNodeThatHasLessAndRebalancingEvensOut() {
		Node third = this.hubs.startNode();
		start("p", 300);
		awaitSpread(Map.of("node-0", 100, "node-1", 100, "node-2", 100));
		IntStream.range(0, 300).forEach((i) -> this.first.hub().<Long>call("p" + i, 2L).join());
		Node fourth = this.hubs.startNode();
		awaitSpread(Map.of("node-0", 100, "node-1", 100, "node-2", 100));
		start("q", 60);
		awaitSpread(Map.of("node-0", 100, "node-1", 100, "node-2", 100, "node-3", 60));
		third.hub().rebalance().join();
		awaitSpread(Map.of("node-0", 90, "node-1", 90, "node-2", 90, "node-3", 90));
		IntStream.range(0, 300)
			.forEach((i) -> assertThat(fourth.hub().<Long>call("p" + i, 1L).join()).as("state of p" + i).isEqualTo(3));
	}

	@Test
	void processesOfTheLeaderGoWhereThereIsLessWhenItDies() {
		start("p", 200);
		Node third = this.hubs.startNode();
		awaitSpread(Map.of("node-0", 100, "node-1", 100));
		this.first.kill();
		Awaitility.await().atMost(TestHubs.PATIENCE).untilAsserted(() -> {
			Map<String, Long> spread = spread(third);
			assertThat(spread.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(200);
			assertThat(spread).containsOnlyKeys("node-1", "node-2");
			assertThat(spread.get("node-2")).isBetween(85L, 100L);
		});
		IntStream.range(0, 200).forEach((i) -> assertThat(third.hub().<Long>call("p" + i, 1L).join()).isPositive());
		start(third, "q", 100);
		Awaitility.await()
			.atMost(TestHubs.PATIENCE)
			.untilAsserted(() -> assertThat(spread(this.second).values())
				.allSatisfy((count) -> assertThat(count).isBetween(149L, 151L)));
	}

	private void awaitSpread(Map<String, Integer> counts) {
		Awaitility.await().atMost(TestHubs.PATIENCE).untilAsserted(() -> {
			for (Node node : this.hubs.nodes()) {
				assertThat(spread(node)).hasSameSizeAs(counts);
				counts.forEach(
						(name, count) -> assertThat(spread(node).get(name)).as(name).isEqualTo(Long.valueOf(count)));
			}
		});
	}

	private static Map<String, Long> spread(Node node) {
		return node.hub()
			.processes()
			.stream()
			.map((process) -> process.node().name())
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

	private void start(String prefix, int count) {
		start(this.first, prefix, count);
	}

	private static void start(Node caller, String prefix, int count) {
		List<ProcessSpec> specs = IntStream.range(0, count)
			.mapToObj((i) -> ProcessSpec.of(prefix + i, TestHubs.COUNTER))
			.toList();
		caller.hub().start(specs, StartOptions.defaults()).join();
	}

}
