/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for hubs that work only with a quorum, in a network that is cut.
 */
@Tag("container")
@EnabledIfDockerAvailable
@TestMethodOrder(MethodOrderer.MethodName.class)
class QuorumContainerE2eTests {

	private static final int SIZE = 200;

	private static final Set<String> IDS = SampleCluster.ids("quorum", SIZE);

	@RegisterExtension
	static final ContainerCluster cluster = new ContainerCluster("--sample.replay.enabled=false",
			"--processhub.cluster.failure-detection.preset=fast");

	@Test
	void staticQuorum() {
		setUp(5, "strategy=static-quorum", "quorum-size=3");
		List<ContainerNode> nodes = cluster.nodesByAge();
		cutOff("static-quorum, the oldest of 5 alone", nodes.subList(0, 1));
		cutOff("static-quorum, 2 of 5 alone", nodes.subList(3, 5));
	}

	@Test
	void majorityQuorum() {
		setUp(5, "strategy=majority-quorum");
		List<ContainerNode> nodes = cluster.nodesByAge();
		cutOff("majority-quorum, the oldest of 5 and another alone", List.of(nodes.get(0), nodes.get(2)));
	}

	@Test
	void majorityQuorumOnTwoSides() {
		setUp(5, "strategy=majority-quorum");
		Split.assumeInTwo(cluster);
		List<ContainerNode> nodes = cluster.nodesByAge();
		cutOff(Split.inTwo("majority-quorum, 3 of 5 against the 2 oldest", startedCluster(), nodes.subList(0, 2)));
		cutOff(Split.inTwo("majority-quorum, 3 of 5 against 2 younger ones", startedCluster(),
				List.of(nodes.get(1), nodes.get(4))));
	}

	@Test
	void dynamicQuorum() {
		setUp(3, "strategy=dynamic-quorum", "quorum-size=51");
		cutOff("dynamic-quorum, the oldest of 3 alone", cluster.nodesByAge().subList(0, 1));
		cutOffAll("dynamic-quorum, all 3 alone");
	}

	private static void setUp(int nodes, String... options) {
		cluster.setUp(nodes,
				Stream.of(options).map((option) -> "--processhub.hubs.default.partition-tolerance." + option).toList());
		cluster.ensureNodes();
	}

	private static ContainerCluster startedCluster() {
		cluster.startDevices("quorum", SIZE);
		IDS.forEach((id) -> cluster.nodes().get(0).post(incrementOf(id)).expect(HttpStatus.OK));
		return cluster;
	}

	private static void cutOff(String what, List<ContainerNode> lone) {
		cutOff(Split.of(what, startedCluster(), lone));
	}

	private static void cutOff(Split split) {
		split.awaitStop(SIZE);
		split.part().forEach((node) -> node.assertRefuses("quorum-1"));
		split.others().assertEachRunsOnce(IDS);
		SampleClient other = split.others().nodes().get(0);
		assertThat(other.whereAmI().partitioned()).isFalse();
		IDS.forEach((id) -> other.post(incrementOf(id)).expect(HttpStatus.OK));
		other.post("/api/devices/late").expect(HttpStatus.CREATED);
		other.delete("/api/devices/quorum-0").expect(HttpStatus.NO_CONTENT);
		Set<String> ids = new HashSet<>(IDS);
		ids.remove("quorum-0");
		ids.add("late");
		split.heal(ids);
		ids.remove("late");
		awaitCounters(ids, 2);
		cluster.clear();
	}

	private static void cutOffAll(String what) {
		startedCluster();
		List<ContainerNode> nodes = cluster.nodes();
		Split split = Split.of(what, cluster, nodes.subList(1, nodes.size()));
		split.awaitStopOfAll();
		nodes.forEach((node) -> node.assertRefuses("quorum-1"));
		split.heal(IDS);
		awaitCounters(Set.copyOf(IDS), 1);
		cluster.clear();
	}

	private static void awaitCounters(Set<String> ids, long expected) {
		Awaitility.await().untilAsserted(() -> {
			Map<String, Long> counters = cluster.counters(ids);
			counters.values().removeIf((counter) -> counter == expected);
			assertThat(counters).as("counters of those that have lost calls").isEmpty();
		});
	}

	private static String incrementOf(String id) {
		return "/api/devices/" + id + "/increments";
	}

}
