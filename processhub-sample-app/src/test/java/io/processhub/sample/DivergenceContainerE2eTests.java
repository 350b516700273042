/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
 * Tests for a hub that works on all sides of a network that is cut.
 */
@Tag("container")
@EnabledIfDockerAvailable
@TestMethodOrder(MethodOrderer.MethodName.class)
class DivergenceContainerE2eTests {

	private static final int SIZE = 200;

	private static final Set<String> IDS = SampleCluster.ids("divergence", SIZE);

	@RegisterExtension
	static final ContainerCluster cluster = new ContainerCluster("--sample.replay.enabled=false",
			"--processhub.cluster.failure-detection.preset=fast");

	@Test
	void allSidesRunEverything() {
		cluster.setUp(5, List.of("--processhub.hubs.default.partition-tolerance.strategy=divergence"));
		cluster.ensureNodes();
		List<ContainerNode> nodes = cluster.nodesByAge();
		cutOff("divergence, the oldest of 5 alone", nodes.subList(0, 1));
		cutOff("divergence, 2 of 5 alone", nodes.subList(3, 5));
	}

	@Test
	void bothSidesRunEverything() {
		cluster.setUp(5, List.of("--processhub.hubs.default.partition-tolerance.strategy=divergence"));
		cluster.ensureNodes();
		Split.assumeInTwo(cluster);
		List<ContainerNode> nodes = cluster.nodesByAge();
		cutInTwo("divergence, 3 of 5 against the 2 oldest", nodes.subList(0, 2));
		cutInTwo("divergence, 3 of 5 against 2 younger ones", List.of(nodes.get(1), nodes.get(4)));
	}

	private static void cutInTwo(String what, List<ContainerNode> part) {
		cluster.startDevices("divergence", SIZE);
		check(Split.inTwo(what, cluster, part), List.of(new Side(part)));
	}

	private static void cutOff(String what, List<ContainerNode> lone) {
		cluster.startDevices("divergence", SIZE);
		check(Split.of(what, cluster, lone), lone.stream().map((node) -> new Side(List.of(node))).toList());
	}

	private static void check(Split split, List<Side> sides) {
		split.awaitTakeover(() -> sides.stream().allMatch((side) -> side.liveCount() == SIZE),
				() -> split.others().liveCount() == SIZE);
		Set<String> ids = new HashSet<>(IDS);
		for (Side side : sides) {
			side.assertEachRunsOnce(IDS);
			SampleClient node = side.nodes().get(0);
			IDS.forEach((id) -> node.post(incrementOf(id) + "?amount=100").expect(HttpStatus.OK));
			node.post("/api/devices/by-" + node).expect(HttpStatus.CREATED);
			ids.add("by-" + node);
		}
		split.part().get(0).delete("/api/devices/divergence-0").expect(HttpStatus.NO_CONTENT);
		split.others().assertEachRunsOnce(IDS);
		SampleClient other = split.others().nodes().get(0);
		IDS.forEach((id) -> other.post(incrementOf(id)).expect(HttpStatus.OK));
		other.post("/api/devices/by-others").expect(HttpStatus.CREATED);
		other.delete("/api/devices/divergence-1").expect(HttpStatus.NO_CONTENT);
		ids.add("by-others");
		ids.removeAll(Set.of("divergence-0", "divergence-1"));
		split.heal(ids);
		ids.retainAll(IDS);
		long merged = 1 + 100L * sides.size();
		Awaitility.await().untilAsserted(() -> {
			Map<String, Long> counters = cluster.counters(ids);
			counters.values().removeIf((counter) -> counter == merged);
			assertThat(counters).as("counters that do not have what all sides have counted").isEmpty();
		});
		cluster.clear();
	}

	private static String incrementOf(String id) {
		return "/api/devices/" + id + "/increments";
	}

}
