/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.ProcessInfo;
import io.processhub.ProcessSpec;
import io.processhub.ProcessState;
import io.processhub.ProcessUnavailableException;
import io.processhub.StartOptions;
import io.processhub.integration.TestHubs.Node;
import io.processhub.strategy.distribution.Guided;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Integration tests for processes that run where their callers want them.
 */
class GuidedIntegrationTests {

	private static final List<String> IDS = IntStream.range(0, 60).mapToObj((i) -> "p" + i).toList();

	private final TestHubs hubs = new TestHubs(5).with(new Guided());

	private Node first;

	private Node second;

	private Node third;

	@BeforeEach
	void startNodes() {
		this.first = this.hubs.startNode();
		this.second = this.hubs.startNode();
		this.third = this.hubs.startNode();
		Map<String, List<String>> mapping = new HashMap<>();
		IDS.forEach((id) -> mapping.put(id, List.of(home(id))));
		this.first.hub()
			.start(IDS.stream().map((id) -> ProcessSpec.of(id, TestHubs.COUNTER)).toList(),
					StartOptions.defaults().withChildMapping(mapping))
			.join();
		awaitAllAtHome(this.first);
	}

	@AfterEach
	void close() {
		this.hubs.close();
	}

	@Test
	void processesOfANodeThatDiesRunAgainWhenItIsBack() {
		this.third.kill();
		Awaitility.await()
			.atMost(TestHubs.PATIENCE)
			.untilAsserted(() -> assertThat(processes(this.first))
				.allSatisfy((process) -> assertThat(process.instance().state())
					.isEqualTo(home(process.id()).equals("node-2") ? ProcessState.WAITING : ProcessState.RUNNING)));
		String waiting = IDS.stream().filter((id) -> home(id).equals("node-2")).findFirst().orElseThrow();
		assertThatThrownBy(() -> this.first.hub().call(waiting, 1L, Long.class, Duration.ofMillis(300)).join()).cause()
			.isInstanceOf(ProcessUnavailableException.class)
			.hasMessageContaining("node-2");
		this.first.hub().rebalance().join();
		assertThat(processes(this.first)).noneMatch(
				(process) -> home(process.id()).equals("node-2") && process.instance().state() != ProcessState.WAITING);
		Node back = this.hubs.startNode("node-2");
		awaitAllAtHome(this.first);
		awaitAllAtHome(back);
		assertThat(this.first.hub().<Long>call(waiting, 1L).join()).isEqualTo(1);
	}

	@Test
	void nodeThatIsRestartedInOrderGoesOnWithTheStateOfItsProcesses() {
		IDS.forEach((id) -> this.first.hub().<Long>call(id, 5L).join());
		this.third.stop();
		this.third.close();
		this.hubs.startNode("node-2");
		awaitAllAtHome(this.first);
		IDS.forEach((id) -> assertThat(this.second.hub().<Long>call(id, 1L).join()).as(id).isEqualTo(6));
	}

	@Test
	void processesWaitThroughASplitForTheSideOfTheirNode() {
		IDS.forEach((id) -> this.first.hub().<Long>call(id, 5L).join());
		TestHubs.split(this.first.instance(), this.third.instance());
		Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> this.first.hub().nodes().size() == 2);
		assertThat(processes(this.first)).filteredOn((process) -> home(process.id()).equals("node-2"))
			.allSatisfy((process) -> assertThat(process.instance().state()).isEqualTo(ProcessState.WAITING));
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.hubs.nodes()
				.stream()
				.allMatch((node) -> node.hub().nodes().size() == 3 && !node.hub().isLocked()));
		awaitAllAtHome(this.first);
		IDS.forEach((id) -> assertThat(this.second.hub().<Long>call(id, 1L).join()).as(id).isEqualTo(6));
	}

	private void awaitAllAtHome(Node node) {
		Awaitility.await().atMost(TestHubs.PATIENCE).untilAsserted(() -> {
			assertThat(processes(node)).hasSameSizeAs(IDS);
			IDS.forEach((id) -> assertThat(node.hub().<String>call(id, CountingProcess.Order.WHERE).join()).as(id)
				.isEqualTo(home(id)));
			assertThat(processes(node)).allSatisfy((process) -> {
				assertThat(process.instance().state()).isEqualTo(ProcessState.RUNNING);
				assertThat(process.node()).extracting(HubNode::name).isEqualTo(home(process.id()));
			});
		});
	}

	private static List<ProcessInfo> processes(Node node) {
		return List.copyOf(node.hub().processes());
	}

	private static String home(String id) {
		return "node-" + Math.floorMod(id.hashCode(), 3);
	}

}
