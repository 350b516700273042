/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.hazelcast.replicatedmap.ReplicatedMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.StopOptions;
import io.processhub.integration.TestHubs.Node;
import io.processhub.strategy.SynchronizationStrategy;
import io.processhub.strategy.synchronization.Gossip;
import io.processhub.strategy.synchronization.PubSub;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for the ways in which nodes learn of changes, on three members.
 */
class SynchronizationIntegrationTests {

	private static final Duration INTERVAL = Duration.ofSeconds(2);

	/**
	 * An interval, the second look, and what a loaded machine needs.
	 */
	private static final Duration REPAIRED = INTERVAL.plusSeconds(4);

	private static final Duration NEVER = Duration.ofHours(1);

	private final TestHubs hubs = new TestHubs(4);

	@AfterEach
	void close() {
		this.hubs.close();
	}

	static Stream<SynchronizationStrategy> strategies() {
		return Stream.of(new PubSub(INTERVAL), new Gossip(INTERVAL, 1, true), new Gossip(INTERVAL, 2, false),
				new io.processhub.strategy.synchronization.ReplicatedMap(INTERVAL));
	}

	static Stream<SynchronizationStrategy> strategiesThatNeverCompare() {
		return Stream.of(new PubSub(NEVER), new Gossip(NEVER, 1, true),
				new io.processhub.strategy.synchronization.ReplicatedMap(NEVER));
	}

	@ParameterizedTest
	@MethodSource("strategiesThatNeverCompare")
	void newsReachAllNodes(SynchronizationStrategy strategy) {
		List<Node> nodes = start(strategy);
		awaitSettled(nodes);
		for (Node node : nodes) {
			start(node, "of-" + node.hub().localNode().name(), 100);
		}
		Awaitility.await().atMost(TestHubs.PATIENCE).untilAsserted(() -> assertEqual(nodes, 300));
		stop(nodes.get(1), "of-node-0", 100);
		Awaitility.await().atMost(TestHubs.PATIENCE).untilAsserted(() -> assertEqual(nodes, 200));
	}

	@ParameterizedTest
	@MethodSource("strategies")
	void newsThatWereLostAreMadeGoodWithinAnInterval(SynchronizationStrategy strategy) {
		List<Node> nodes = start(strategy);
		start(nodes.get(0), "a", 100);
		Awaitility.await().atMost(TestHubs.PATIENCE).untilAsserted(() -> assertEqual(nodes, 100));
		this.hubs.loseNews(true);
		start(nodes.get(0), "b", 200);
		stop(nodes.get(0), "a", 100);
		this.hubs.loseNews(false);
		assertThat(this.hubs.lostNews()).isPositive();
		Awaitility.await().atMost(REPAIRED).untilAsserted(() -> assertEqual(nodes, 200));
	}

	@ParameterizedTest
	@MethodSource("strategies")
	void nodeThatWasCutOffIsEqualToTheOthersAgain(SynchronizationStrategy strategy) {
		List<Node> nodes = start(strategy);
		Node first = nodes.get(0);
		Node cutOff = nodes.get(2);
		start(first, "a", 100);
		Awaitility.await().atMost(TestHubs.PATIENCE).untilAsserted(() -> assertEqual(nodes, 100));
		TestHubs.split(first.instance(), cutOff.instance());
		Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> cutOff.hub().nodes().size() == 1);
		Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> first.hub().nodes().size() == 2);
		start(first, "b", 100);
		stop(nodes.get(1), "a", 50);
		Awaitility.await()
			.atMost(TestHubs.HEALED)
			.until(() -> nodes.stream().allMatch((node) -> node.hub().nodes().size() == 3 && !node.hub().isLocked()));
		// What the cluster library brings of the smaller side comes later
		Awaitility.await().atMost(REPAIRED.plusSeconds(5)).untilAsserted(() -> assertEqual(nodes, 150));
	}

	@ParameterizedTest
	@MethodSource("strategiesThatNeverCompare")
	void newsReachAllNodesAfterTheyWereApart(SynchronizationStrategy strategy) {
		List<Node> nodes = start(strategy);
		TestHubs.split(nodes.get(0).instance(), nodes.get(2).instance());
		Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> nodes.get(2).hub().nodes().size() == 1);
		// A node that comes from another side compares for the last time after 5 seconds
		Awaitility.await()
			.during(Duration.ofSeconds(7))
			.atMost(TestHubs.HEALED)
			.until(() -> nodes.stream().allMatch((node) -> node.hub().nodes().size() == 3 && !node.hub().isLocked()));
		for (Node node : nodes) {
			start(node, "of-" + node.hub().localNode().name(), 100);
		}
		Awaitility.await().atMost(TestHubs.PATIENCE).untilAsserted(() -> assertEqual(nodes, 300));
	}

	@Test
	void changesGoThroughTheMapAndLeaveItSoon() {
		List<Node> nodes = start(new io.processhub.strategy.synchronization.ReplicatedMap(NEVER));
		awaitSettled(nodes);
		ReplicatedMap<String, byte[]> map = nodes.get(2).instance().getReplicatedMap("processhub.test.news");
		for (int i = 0; i < 300; i++) {
			start(nodes.get(0), "p" + i, 1);
		}
		Awaitility.await().pollDelay(Duration.ZERO).atMost(TestHubs.PATIENCE).until(() -> !map.isEmpty());
		assertThat(map).hasSizeLessThanOrEqualTo(3 * 64);
		Awaitility.await().atMost(TestHubs.PATIENCE).untilAsserted(() -> assertEqual(nodes, 300));
		Awaitility.await().atMost(TestHubs.PATIENCE).until(map::isEmpty);
	}

	@Test
	void entriesThatAreNoNewsAreIgnored() {
		List<Node> nodes = start(new io.processhub.strategy.synchronization.ReplicatedMap(NEVER));
		awaitSettled(nodes);
		ReplicatedMap<Object, Object> map = nodes.get(2).instance().getReplicatedMap("processhub.test.news");
		map.put("a", new byte[] { 1, 2, 3 });
		map.put("b", "text");
		map.put(3, 4L);
		start(nodes.get(0), "p", 10);
		Awaitility.await().atMost(TestHubs.PATIENCE).untilAsserted(() -> assertEqual(nodes, 10));
	}

	private List<Node> start(SynchronizationStrategy strategy) {
		this.hubs.telling(strategy);
		return List.of(this.hubs.startNode(), this.hubs.startNode(), this.hubs.startNode());
	}

	/**
	 * Wait until no node compares because one has joined.
	 */
	private static void awaitSettled(List<Node> nodes) {
		Awaitility.await()
			.pollDelay(Duration.ofSeconds(1))
			.atMost(TestHubs.PATIENCE)
			.until(() -> nodes.stream().noneMatch((node) -> node.hub().isLocked()));
	}

	private static void start(Node node, String prefix, int count) {
		node.hub().start(specs(prefix, count), StartOptions.defaults()).join();
	}

	private static List<ProcessSpec> specs(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((i) -> ProcessSpec.of(prefix + "-" + i, TestHubs.COUNTER)).toList();
	}

	private static void stop(Node node, String prefix, int count) {
		node.hub().stop(specs(prefix, count).stream().map(ProcessSpec::id).toList(), StopOptions.defaults()).join();
	}

	private static void assertEqual(List<Node> nodes, int size) {
		Map<String, String> expected = registry(nodes.get(0).hub());
		assertThat(expected).hasSize(size);
		nodes.forEach((node) -> assertThat(registry(node.hub())).isEqualTo(expected));
	}

	private static Map<String, String> registry(ProcessHubOperations hub) {
		Map<String, String> registry = new TreeMap<>();
		hub.processes()
			.forEach((process) -> registry.put(process.id(),
					process.instances().get(0).node().id() + " " + process.instances().get(0).epoch()));
		return registry;
	}

}
