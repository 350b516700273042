/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * End-to-end tests for devices that go to the nodes that have least to do, on real JVMs
 * that come, and are killed.
 */
@Tag("strategy")
class LoadBalancedE2eTests {

	private static final int SIZE = 900;

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false",
			"--processhub.cluster.failure-detection.preset=fast",
			"--processhub.hubs.default.distribution.strategy=load-balanced",
			"--processhub.hubs.default.distribution.push-interval=1s",
			"--processhub.hubs.default.distribution.max-history-size=5");

	@BeforeEach
	void startNodes() {
		cluster.ensureNodes(2);
	}

	@AfterEach
	void stopDevices() {
		cluster.clear();
	}

	/**
	 * Nodes that have just started or are watched closely are not quite idle, so their
	 * shares differ a little.
	 */
	@Test
	void newNodeGetsNothingButNewDevicesUntilTheOldestDies() {
		start("first", SIZE);
		cluster.awaitSettled(SIZE, Duration.ofSeconds(20));
		cluster.assertSpreadEvenly(SIZE, 0.2);
		SampleNode added = cluster.addNode();
		cluster.awaitSettled(SIZE, Duration.ofSeconds(20));
		assertThat(added.whereAmI().live()).as("nothing is shuffled").isZero();
		start("second", SIZE / 3);
		cluster.awaitSettled(SIZE * 4 / 3, Duration.ofSeconds(20));
		assertThat(added.whereAmI().live()).as("the new devices are on the new node").isGreaterThan(SIZE / 4);
		SampleNode oldest = cluster.oldest();
		oldest.kill();
		cluster.awaitLive(SIZE * 4 / 3, Duration.ofSeconds(20));
		cluster.awaitSettled(SIZE * 4 / 3, Duration.ofSeconds(20));
		cluster.assertNoneRunsTwice();
		cluster.assertSpreadEvenly(SIZE * 4 / 3, 0.25);
		start("third", SIZE / 3);
		cluster.awaitSettled(SIZE * 5 / 3, Duration.ofSeconds(20));
	}

	private static void start(String prefix, int count) {
		cluster.node(cluster.nodes().size() - 1)
			.post("/api/devices?count=%d&prefix=%s".formatted(count, prefix))
			.expect(HttpStatus.CREATED);
	}

}
