/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.processhub.HubPartitionedException;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;
import io.processhub.ProcessSpec;
import io.processhub.integration.TestHubs.Node;
import io.processhub.strategy.partition.DynamicQuorum;
import io.processhub.strategy.partition.MajorityQuorum;
import io.processhub.strategy.partition.StaticQuorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for quorum strategies on members that lose sight of each other.
 */
class QuorumIntegrationTests {

	private static final List<String> IDS = IntStream.range(0, 60).mapToObj((i) -> "p" + i).toList();

	private final TestHubs hubs = new TestHubs(4);

	@AfterEach
	void close() {
		this.hubs.close();
	}

	@Test
	void smallSideStopsAndTheOtherGoesOnWithAllProcesses() {
		this.hubs.with(new MajorityQuorum(1, true));
		Node first = this.hubs.startNode();
		Node second = this.hubs.startNode();
		Node third = this.hubs.startNode();
		TestHubs.startCounters(first.hub(), IDS);
		IDS.forEach((id) -> assertThat(first.hub().<Long>call(id, 1L).join()).isEqualTo(1));
		List<String> stayed = IDS.stream().filter((id) -> !isOn(first.hub(), id, third)).toList();
		assertThat(stayed).isNotEmpty().hasSizeLessThan(IDS.size());
		String identity = third.hub().localNode().id();
		TestHubs.split(first.instance(), third.instance());
		Awaitility.await().atMost(TestHubs.PATIENCE).until(third.hub()::isPartitioned);
		assertRefused(third.hub());
		assertThat(first.hub().isPartitioned()).isFalse();
		Awaitility.await()
			.atMost(TestHubs.HEALED)
			.until(() -> !third.hub().isPartitioned() && this.hubs.nodes()
				.stream()
				.allMatch((node) -> node.hub().nodes().size() == 3 && !node.hub().isLocked()));
		assertThat(third.hub().localNode().id()).as("its identity outlives the merge").isEqualTo(identity);
		assertAllRunOnce();
		stayed.forEach((id) -> assertThat(third.hub().<Long>call(id, 1L).join()).as("state of " + id).isEqualTo(2));
	}

	@Test
	void evenSplitStopsBothSidesAndLosesNoProcessAndNoState() {
		this.hubs.with(new StaticQuorum(2, false));
		Node first = this.hubs.startNode();
		Node second = this.hubs.startNode();
		TestHubs.startCounters(first.hub(), IDS);
		IDS.forEach((id) -> assertThat(second.hub().<Long>call(id, 1L).join()).isEqualTo(1));
		TestHubs.split(first.instance(), second.instance());
		// One may be back before the other has noticed
		Set<Node> partitioned = new HashSet<>();
		Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(TestHubs.PATIENCE).until(() -> {
			this.hubs.nodes().stream().filter((node) -> node.hub().isPartitioned()).forEach(partitioned::add);
			return partitioned.size() == 2;
		});
		Awaitility.await()
			.atMost(TestHubs.HEALED)
			.until(() -> !first.hub().isPartitioned() && !second.hub().isPartitioned());
		assertAllRunOnce();
		IDS.forEach((id) -> assertThat(first.hub().<Long>call(id, 1L).join()).as("state of " + id).isEqualTo(2));
	}

	@Test
	void hubGoesOnWhenTheQuorumIsResetAfterNodesHaveDied() {
		this.hubs.with(new DynamicQuorum(60, Duration.ofSeconds(30)));
		Node first = this.hubs.startNode();
		Node second = this.hubs.startNode();
		Node third = this.hubs.startNode();
		TestHubs.startCounters(first.hub(), IDS);
		second.kill();
		third.kill();
		Awaitility.await().atMost(TestHubs.PATIENCE).until(first.hub()::isPartitioned);
		assertRefused(first.hub());
		first.hub().resetQuorum().join();
		Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> !first.hub().isPartitioned());
		assertAllRunOnce();
	}

	private static boolean isOn(ProcessHubOperations hub, String id, Node node) {
		ProcessInfo info = hub.lookup(id).orElseThrow();
		return info.instances().get(0).node().equals(node.hub().localNode());
	}

	private static void assertRefused(ProcessHubOperations hub) {
		assertThatExceptionOfType(HubPartitionedException.class)
			.isThrownBy(() -> hub.start(ProcessSpec.of("other", TestHubs.COUNTER)));
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> hub.call("p0", 1L).join())
			.withCauseInstanceOf(HubPartitionedException.class);
		assertThat(hub.lookup("p0")).isPresent();
	}

	private void assertAllRunOnce() {
		List<ProcessHubOperations> running = this.hubs.nodes()
			.stream()
			.filter((node) -> node.instance().getLifecycleService().isRunning())
			.<ProcessHubOperations>map(Node::hub)
			.toList();
		Awaitility.await()
			.atMost(TestHubs.HEALED)
			.untilAsserted(() -> assertThat(running).allSatisfy((hub) -> assertThat(hub.size()).isEqualTo(IDS.size()))
				.extracting((hub) -> hub.localProcesses().size())
				.satisfies(
						(sizes) -> assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(IDS.size())));
		running.forEach((hub) -> IDS.forEach((id) -> assertThat(hub.<Long>call(id, 0L).join()).as(id).isNotNegative()));
	}

}
