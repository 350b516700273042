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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * End-to-end tests for a hub that works only with a quorum, on real JVMs that hang or
 * die.
 */
class QuorumE2eTests {

	private static final int SIZE = 300;

	private static final Set<String> IDS = SampleCluster.ids("quorum", SIZE);

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false",
			"--processhub.cluster.failure-detection.preset=fast",
			"--processhub.hubs.default.partition-tolerance.strategy=majority-quorum",
			"--processhub.hubs.default.partition-tolerance.initial-cluster-size=3");

	@BeforeEach
	void startDevices() {
		cluster.ensureNodes(3);
		cluster.node(0).post("/api/devices?count=%d&prefix=quorum".formatted(SIZE)).expect(HttpStatus.CREATED);
		cluster.awaitSettled(SIZE, Duration.ofSeconds(10));
	}

	@AfterEach
	void stopDevices() {
		cluster.clear();
	}

	@Test
	void loneNodeStopsItsDevicesUntilTheOthersAreBack() {
		List<SampleNode> nodes = cluster.nodes();
		SampleNode lone = nodes.get(2);
		nodes.subList(0, 2).forEach(SampleNode::pause);
		awaitPartitioned(lone);
		nodes.subList(0, 2).forEach(SampleNode::resume);
		awaitAllRun();
	}

	@Test
	void loneNodeStopsItsDevicesUntilOthersAreThereForThoseThatDied() {
		List<SampleNode> nodes = cluster.nodes();
		SampleNode lone = nodes.get(2);
		nodes.subList(0, 2).forEach(SampleNode::kill);
		awaitPartitioned(lone);
		cluster.ensureNodes(2);
		awaitAllRun();
	}

	@Test
	void majorityGoesOnWithoutTheOldestNode() {
		SampleNode oldest = cluster.oldest();
		oldest.pause();
		cluster.awaitLive(SIZE, Duration.ofSeconds(20));
		cluster.assertEachRunsOnce(IDS);
		assertThat(cluster.nodes()).allSatisfy((node) -> assertThat(node.whereAmI().partitioned()).isFalse());
		oldest.resume();
		awaitAllRun();
	}

	private static void awaitPartitioned(SampleNode lone) {
		long begin = System.nanoTime();
		SampleCluster.await(Duration.ofSeconds(30)).until(lone::hasStopped);
		long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
		SampleCluster.print("%s has no quorum, and runs nothing any more, after %d ms", lone.name(), millis);
		lone.assertRefuses("quorum-1");
	}

	private static void awaitAllRun() {
		SampleCluster.await(Duration.ofSeconds(40)).untilAsserted(() -> {
			cluster.awaitSettled(SIZE, Duration.ofSeconds(40));
			cluster.assertEachRunsOnce(IDS);
			assertThat(cluster.nodes()).allSatisfy((node) -> assertThat(node.whereAmI().partitioned()).isFalse());
		});
	}

}
