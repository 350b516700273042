/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * End-to-end tests for changes that go through a replicated map, on real JVMs that never
 * compare what they know.
 */
@Tag("strategy")
class ReplicatedMapE2eTests {

	private static final int SIZE = 300;

	private static final String LAID_OUT = "of hub 'default' for all members";

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false",
			"--processhub.cluster.failure-detection.preset=fast",
			"--processhub.hubs.default.synchronization.strategy=replicated-map",
			"--processhub.hubs.default.synchronization.sync-interval=1h",
			"--logging.level.io.processhub.cluster.hazelcast=debug");

	@BeforeEach
	void ensureNodes() {
		cluster.ensureNodes(3);
	}

	@AfterEach
	void stopDevices() {
		cluster.clear();
	}

	@Test
	void allNodesKnowWhatEachHasStartedAndStopped() {
		List<SampleNode> nodes = cluster.nodes();
		for (SampleNode node : nodes) {
			node.post("/api/devices?count=%d&prefix=of-%s".formatted(SIZE / 3, node.name())).expect(HttpStatus.CREATED);
		}
		cluster.awaitSettled(SIZE, Duration.ofSeconds(20));
		assertThat(nodes).allSatisfy((node) -> assertThat(node.log()).contains(LAID_OUT));
		nodes.get(0).delete("/api/devices?prefix=of-" + nodes.get(1).name()).expect(HttpStatus.OK);
		cluster.awaitSettled(SIZE * 2 / 3, Duration.ofSeconds(20));
	}

	@Test
	void devicesOfADeadNodeAreKnownWhereTheyAreNow() {
		Set<String> ids = SampleCluster.ids("dead", SIZE);
		cluster.node(0).post("/api/devices?count=%d&prefix=dead".formatted(SIZE)).expect(HttpStatus.CREATED);
		cluster.awaitSettled(SIZE, Duration.ofSeconds(20));
		cluster.node(1).kill();
		cluster.awaitLive(SIZE, Duration.ofSeconds(20));
		cluster.awaitSettled(SIZE, Duration.ofSeconds(20));
		cluster.assertEachRunsOnce(ids);
	}

}
