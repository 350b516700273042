/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;
import io.processhub.ProcessInstance;
import io.processhub.ProcessRole;
import io.processhub.integration.CountingProcess.Order;
import io.processhub.integration.TestHubs.Node;
import io.processhub.strategy.RedundancySignal;
import io.processhub.strategy.ReplicationModel;
import io.processhub.strategy.redundancy.Replication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for processes with several instances.
 */
class ReplicationIntegrationTests {

	private static final List<String> IDS = IntStream.range(0, 60).mapToObj((i) -> "p" + i).toList();

	private final TestHubs hubs = new TestHubs(4);

	@AfterEach
	void close() {
		this.hubs.close();
	}

	@Test
	void passiveInstancesTakeOverWithTheirStateWhenANodeDies() {
		this.hubs.replicated(new Replication(2, ReplicationModel.ACTIVE_PASSIVE, RedundancySignal.ALL));
		Node first = this.hubs.startNode();
		Node second = this.hubs.startNode();
		this.hubs.startNode();
		TestHubs.startCounters(first.hub(), IDS);
		IDS.forEach((id) -> first.hub().broadcast(id, 5L));
		Awaitility.await()
			.untilAsserted(() -> IDS.forEach((id) -> first.hub()
				.references(id)
				.forEach((reference) -> assertThat(reference.<Long>call(0L).join()).isEqualTo(5))));
		Map<String, HubNode> active = active(first.hub());
		HubNode dead = second.hub().localNode();
		second.kill();
		IDS.forEach((id) -> assertThat(first.hub().<Long>call(id, 0L).join()).as("state of " + id).isEqualTo(5));
		awaitComplete(List.of(first, this.hubs.nodes().get(2)), 2);
		active(first.hub()).forEach((id, node) -> {
			if (!active.get(id).equals(dead)) {
				assertThat(node).as("active node of %s", id).isEqualTo(active.get(id));
			}
		});
	}

	@Test
	void oneInstanceIsActiveWhileNodesComeAndGo() {
		this.hubs.replicated(
				new Replication(Replication.CLUSTER_SIZE, ReplicationModel.ACTIVE_PASSIVE, RedundancySignal.NONE));
		Node first = this.hubs.startNode();
		TestHubs.startCounters(first.hub(), IDS);
		awaitComplete(this.hubs.nodes(), 1);
		Node second = this.hubs.startNode();
		Node third = this.hubs.startNode();
		awaitComplete(this.hubs.nodes(), 3);
		IDS.forEach((id) -> third.hub().<Long>call(id, 1L).join());
		first.stop();
		awaitComplete(List.of(second, third), 2);
		IDS.forEach((id) -> assertThat(second.hub().<Long>call(id, 0L).join()).as("state of " + id).isEqualTo(1));
	}

	@Test
	void oneInstanceIsActiveWhenTwoSidesHaveComeTogether() {
		this.hubs.replicated(new Replication(2, ReplicationModel.ACTIVE_PASSIVE, RedundancySignal.ALL));
		Node first = this.hubs.startNode();
		this.hubs.startNode();
		Node third = this.hubs.startNode();
		TestHubs.startCounters(first.hub(), IDS);
		TestHubs.split(first.instance(), third.instance());
		Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> third.hub().nodes().size() == 1);
		awaitComplete(List.of(third), 1);
		Awaitility.await().atMost(TestHubs.HEALED).until(() -> third.hub().nodes().size() == 3);
		awaitComplete(this.hubs.nodes(), 2);
	}

	@Test
	void nearestInstanceAnswersIfAllAreActive() {
		this.hubs.replicated(
				new Replication(Replication.CLUSTER_SIZE, ReplicationModel.ACTIVE_ACTIVE, RedundancySignal.NONE));
		this.hubs.startNode();
		this.hubs.startNode();
		TestHubs.startCounters(this.hubs.nodes().get(0).hub(), IDS);
		this.hubs.nodes()
			.forEach((node) -> assertThat(node.hub().<String>call("p0", Order.WHERE).join())
				.isEqualTo(node.hub().localNode().name()));
	}

	private static Map<String, HubNode> active(ProcessHubOperations hub) {
		Map<String, HubNode> active = new TreeMap<>();
		hub.processes().forEach((process) -> active.put(process.id(), process.node()));
		return active;
	}

	/**
	 * Wait until all nodes know the same instances of each process, so many on different
	 * nodes, of which one is active.
	 */
	private static void awaitComplete(List<Node> nodes, int instances) {
		Awaitility.await().atMost(TestHubs.HEALED).untilAsserted(() -> {
			Map<String, Set<ProcessInstance>> expected = instances(nodes.get(0).hub());
			assertThat(expected).hasSize(IDS.size());
			nodes.forEach((node) -> assertThat(instances(node.hub())).isEqualTo(expected));
			expected.forEach((id, present) -> {
				assertThat(present.stream().map(ProcessInstance::node).distinct()).as(id).hasSize(instances);
				assertThat(present.stream().filter((instance) -> instance.role() == ProcessRole.ACTIVE)).as(id)
					.hasSize(1);
			});
		});
		nodes.forEach((node) -> IDS
			.forEach((id) -> assertThat(node.hub().<String>call(id, Order.WHERE).join()).as("active node of " + id)
				.isEqualTo(node.hub().lookup(id).orElseThrow().node().name())));
	}

	private static Map<String, Set<ProcessInstance>> instances(ProcessHubOperations hub) {
		Map<String, Set<ProcessInstance>> instances = new TreeMap<>();
		for (ProcessInfo process : hub.processes()) {
			instances.put(process.id(), new HashSet<>(process.instances()));
		}
		return instances;
	}

}
