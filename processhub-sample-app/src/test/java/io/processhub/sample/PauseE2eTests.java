/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatus;

/**
 * Tests for a node that hangs for a while and comes back.
 */
class PauseE2eTests {

	private static final int SIZE = 1000;

	private static final Set<String> IDS = SampleCluster.ids("paused", SIZE);

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false",
			"--processhub.cluster.failure-detection.preset=fast");

	@BeforeEach
	void startDevices() {
		cluster.ensureNodes(3);
		cluster.node(0).post("/api/devices?count=%d&prefix=paused".formatted(SIZE)).expect(HttpStatus.CREATED);
		cluster.awaitSettled(SIZE, Duration.ofSeconds(10));
	}

	@AfterEach
	void stopDevices() {
		cluster.clear();
	}

	@Test
	void devicesOfAPausedNodeRunElsewhereAndOnceWhenItComesBack() {
		SampleNode node = cluster.node(1);
		pauseUntilTakenOver(node);
		resumeAndAwait(node);
	}

	@Test
	void devicesRunOnceAllTheWhileThatTheOldestNodeIsPaused() {
		SampleNode node = cluster.oldest();
		pauseUntilTakenOver(node);
		Awaitility.await()
			.during(Duration.ofSeconds(10))
			.atMost(Duration.ofSeconds(15))
			.untilAsserted(() -> cluster.assertEachRunsOnce(IDS));
		resumeAndAwait(node);
	}

	@Test
	void stoppedRightAfterAPausedNodeCameBackDevicesStayStopped() {
		SampleNode node = cluster.node(1);
		pauseUntilTakenOver(node);
		resumeAndAwait(node);
		cluster.node(0).delete("/api/devices?prefix=").expect(HttpStatus.OK);
		Awaitility.await()
			.during(Duration.ofSeconds(5))
			.atMost(Duration.ofSeconds(6))
			.untilAsserted(() -> cluster.assertEachRunsOnce(Set.of()));
	}

	private static void pauseUntilTakenOver(SampleNode node) {
		long begin = System.nanoTime();
		node.pause();
		cluster.awaitLive(SIZE, Duration.ofSeconds(20));
		SampleCluster.print("%d devices run elsewhere %d ms after %s hung", SIZE, millisSince(begin), node.name());
		cluster.assertEachRunsOnce(IDS);
	}

	private static void resumeAndAwait(SampleNode node) {
		long begin = System.nanoTime();
		node.resume();
		SampleCluster.await(Duration.ofSeconds(30)).untilAsserted(() -> {
			cluster.awaitSettled(SIZE, Duration.ofSeconds(30));
			cluster.assertSpreadEvenly(SIZE, 0.25);
		});
		SampleCluster.print("all at rest %d ms after %s came back", millisSince(begin), node.name());
		cluster.assertEachRunsOnce(IDS);
	}

	private static long millisSince(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin).toMillis();
	}

}
