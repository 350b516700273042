/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * End-to-end tests for changes that nodes pass on to each other, on real JVMs that never
 * compare what they know.
 */
@Tag("strategy")
class GossipE2eTests {

	private static final int SIZE = 160;

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false",
			"--processhub.cluster.failure-detection.max-no-heartbeat=2m",
			"--processhub.hubs.default.synchronization.strategy=gossip",
			"--processhub.hubs.default.synchronization.recipients=1",
			"--processhub.hubs.default.synchronization.sync-interval=1h");

	@BeforeEach
	void ensureNodes() {
		cluster.ensureNodes(3);
	}

	@AfterEach
	void stopDevices() {
		cluster.clear();
	}

	@Test
	void newsReachTheLastNodeThroughTheOthers() throws Exception {
		SampleNode first = cluster.node(0);
		SampleNode between = cluster.node(1);
		SampleNode last = cluster.node(2);
		cluster.awaitSettled(Duration.ofSeconds(20));
		ExecutorService threads = Executors.newFixedThreadPool(SIZE);
		try {
			between.pause();
			List<Future<?>> starts = new ArrayList<>();
			for (int i = 0; i < SIZE; i++) {
				String path = "/api/devices?count=1&prefix=g" + i;
				starts.add(threads.submit(() -> first.post(path).expect(HttpStatus.CREATED)));
			}
			// Those that the node which hangs has a part in do not start yet
			SampleCluster.await(Duration.ofSeconds(20)).until(() -> ids(first).size() >= SIZE / 4);
			Set<String> known = ids(first);
			SampleCluster.await(Duration.ofSeconds(10))
				.during(Duration.ofSeconds(3))
				.until(() -> !ids(last).containsAll(known));
			between.resume();
			for (Future<?> start : starts) {
				start.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			between.resume();
			threads.shutdownNow();
		}
		cluster.awaitSettled(SIZE, Duration.ofSeconds(30));
		assertThat(ids(last)).hasSize(SIZE).isEqualTo(ids(first)).isEqualTo(ids(between));
	}

	private static Set<String> ids(SampleNode node) {
		Set<String> ids = new TreeSet<>();
		Stream.of(node.get("/api/devices?prefix=g&size=1000").as(Page.class).devices())
			.forEach((device) -> ids.add(device.id()));
		return ids;
	}

	/**
	 * A page of devices.
	 *
	 * @param devices the devices
	 */
	record Page(Device[] devices) {

	}

	/**
	 * A device.
	 *
	 * @param id its id
	 */
	record Device(String id) {

	}

}
