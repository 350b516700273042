/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.processhub.HubNotRunningException;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.integration.TestHubs.Node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a hub whose nodes come and go.
 */
class HubMembershipIntegrationTests {

	private static final List<String> IDS = IntStream.range(0, 60).mapToObj((i) -> "p" + i).toList();

	private final TestHubs hubs = new TestHubs(3);

	@AfterEach
	void close() {
		this.hubs.close();
	}

	@Test
	void stateIsHandedOverToANodeThatJoins() {
		ProcessHubOperations first = this.hubs.startNode().hub();
		startAll(first);
		ProcessHubOperations second = this.hubs.startNode().hub();
		awaitSpread();
		assertThat(second.localProcesses()).isNotEmpty();
		assertValues(first);
		assertValues(second);
	}

	@Test
	void stateIsHandedOverByANodeThatLeaves() {
		ProcessHubOperations first = this.hubs.startNode().hub();
		Node leaving = this.hubs.startNode();
		ProcessHubOperations third = this.hubs.startNode().hub();
		startAll(first);
		assertThat(leaving.hub().localProcesses()).isNotEmpty();
		leaving.stop();
		assertThat(leaving.hub().isAlive()).isFalse();
		this.hubs.awaitNodes(2);
		assertValues(first);
		assertValues(third);
		assertThat(first.localProcesses().size() + third.localProcesses().size()).isEqualTo(IDS.size());
	}

	@Test
	void processesOfANodeThatDiesRunOnTheOthers() {
		ProcessHubOperations first = this.hubs.startNode().hub();
		Node dying = this.hubs.startNode();
		startAll(first);
		assertThat(dying.hub().localProcesses()).isNotEmpty();
		dying.kill();
		Awaitility.await()
			.atMost(TestHubs.PATIENCE)
			.untilAsserted(() -> assertThat(first.localProcesses()).hasSize(IDS.size()));
		IDS.forEach((id) -> assertThat(first.<Long>call(id, 1L).join()).isPositive());
	}

	@Test
	void hubThatIsStoppedAndStartedAgainWorks() {
		ProcessHubOperations first = this.hubs.startNode().hub();
		Node restarting = this.hubs.startNode();
		startAll(first);
		String before = restarting.hub().localNode().id();
		restarting.stop();
		ProcessHubOperations hub = restarting.hub();
		assertThat(hub.isAlive()).isFalse();
		assertThatExceptionOfType(HubNotRunningException.class).isThrownBy(() -> hub.send("p0", 1L));
		assertThatExceptionOfType(HubNotRunningException.class)
			.isThrownBy(() -> hub.start(ProcessSpec.of("late", TestHubs.COUNTER)));
		restarting.start();
		assertThat(hub.isAlive()).isTrue();
		assertThat(hub.localNode().id()).isNotEqualTo(before);
		awaitSpread();
		assertThat(hub.localProcesses()).isNotEmpty();
		assertValues(hub);
		assertValues(first);
		hub.start(ProcessSpec.of("late", TestHubs.COUNTER)).join();
		Awaitility.await().until(() -> first.contains("late"));
	}

	@Test
	void joiningNodeKnowsTheWholeRegistryOnceItHasStarted() {
		ProcessHubOperations first = this.hubs.startNode().hub();
		startAll(first);
		first.updateMetadata("p1", Map.of("k", "v")).join();
		ProcessHubOperations second = this.hubs.startNode().hub();
		assertThat(second.dump()).containsOnlyKeys(IDS);
		assertThat(second.lookup("p1").orElseThrow().metadata()).containsOnly(Map.entry("k", "v"));
	}

	@Test
	void lastNodeMayStopToo() {
		Node only = this.hubs.startNode();
		startAll(only.hub());
		only.stop();
		assertThat(only.hub().isAlive()).isFalse();
	}

	@Test
	void hubIsLockedOnlyWhileItMovesProcesses() {
		Node first = this.hubs.startNode();
		startAll(first.hub());
		this.hubs.startNode();
		awaitSpread();
		this.hubs.nodes()
			.forEach((node) -> Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> !node.hub().isLocked()));
		first.stop();
		assertThat(first.hub().isLocked()).isFalse();
	}

	private static void startAll(ProcessHubOperations hub) {
		TestHubs.startCounters(hub, IDS);
		for (int i = 0; i < IDS.size(); i++) {
			hub.<Long>call(IDS.get(i), 1L + i).join();
		}
	}

	private static void assertValues(ProcessHubOperations hub) {
		for (int i = 0; i < IDS.size(); i++) {
			assertThat(hub.<Long>call(IDS.get(i), 0L).join()).as(IDS.get(i)).isEqualTo(1L + i);
		}
	}

	/**
	 * Wait until the processes are spread over all nodes, and all nodes agree on it.
	 */
	private void awaitSpread() {
		List<ProcessHubOperations> all = this.hubs.nodes().stream().<ProcessHubOperations>map(Node::hub).toList();
		Awaitility.await().atMost(TestHubs.PATIENCE).untilAsserted(() -> {
			assertThat(all).allSatisfy((hub) -> assertThat(hub.localProcesses()).hasSizeBetween(10, 50));
			assertThat(all.stream().mapToInt((hub) -> hub.localProcesses().size()).sum()).isEqualTo(IDS.size());
		});
	}

}
