/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatus;

import io.processhub.sample.DeviceController.StartReport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a fleet of 10,000 devices on several JVMs that come and go.
 */
class FleetE2eTests {

	private static final int SIZE = 10_000;

	private static final Set<String> IDS = SampleCluster.ids("fleet", SIZE);

	private static final String READING = "{\"time\":\"2026-01-15T10:00:00\",\"temperature\":20.5,\"humidity\":40}";

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false");

	@BeforeEach
	void startFleet() {
		cluster.ensureNodes(3);
		StartReport report = cluster.node(1)
			.post("/api/devices?count=%d&prefix=fleet".formatted(SIZE))
			.expect(HttpStatus.CREATED)
			.as(StartReport.class);
		assertThat(report.started()).isEqualTo(SIZE);
		SampleCluster.print("%d devices started in %d ms", SIZE, report.millis());
	}

	@AfterEach
	void stopFleet() {
		cluster.clear();
	}

	@Test
	void eachDeviceRunsOnceAndTheNodesShareThem() {
		cluster.awaitSettled(SIZE, Duration.ofSeconds(20));
		cluster.assertEachRunsOnce(IDS);
		cluster.assertSpreadEvenly(SIZE, 0.1);
	}

	@Test
	void devicesOfKilledNodesRunAgain() {
		cluster.awaitSettled(SIZE, Duration.ofSeconds(20));
		killAndAwait(cluster.oldest());
		cluster.ensureNodes(3);
		cluster.awaitSettled(SIZE, Duration.ofSeconds(20));
		cluster.assertEachRunsOnce(IDS);
		killAndAwait(cluster.node(1));
	}

	private void killAndAwait(SampleNode victim) {
		long begin = System.nanoTime();
		victim.kill();
		cluster.awaitLive(SIZE, Duration.ofSeconds(10));
		SampleCluster.print("%d devices run again %d ms after %s was killed", SIZE,
				Duration.ofNanos(System.nanoTime() - begin).toMillis(), victim.name());
		cluster.awaitSettled(SIZE, Duration.ofSeconds(20));
		cluster.assertEachRunsOnce(IDS);
		cluster.assertSpreadEvenly(SIZE, 0.1);
	}

	@Test
	void joiningNodeGetsItsShareAndNoStateIsLost() {
		Map<String, Integer> counters = new HashMap<>();
		for (int number = 0; number < SIZE; number += 25) {
			counters.put("fleet-" + number, number + 1);
		}
		counters.forEach((id, amount) -> {
			cluster.node(0).postJson("/api/devices/" + id + "/readings", READING).expect(HttpStatus.OK);
			cluster.node(2).post("/api/devices/" + id + "/increments?amount=" + amount).expect(HttpStatus.OK);
		});
		Map<SampleNode, List<String>> before = cluster.live();
		SampleNode joined = cluster.addNode();
		long begin = System.nanoTime();
		cluster.awaitSettled(SIZE, Duration.ofSeconds(30));
		SampleCluster.print("%d devices balanced %d ms after %s was up", SIZE,
				Duration.ofNanos(System.nanoTime() - begin).toMillis(), joined.name());
		cluster.assertEachRunsOnce(IDS);
		cluster.assertSpreadEvenly(SIZE, 0.1);
		Map<SampleNode, List<String>> after = cluster.live();
		before.forEach((node, ids) -> assertThat(new HashSet<>(ids)).as("devices that stay on %s", node.name())
			.containsAll(after.get(node)));
		counters.forEach((id, amount) -> {
			DeviceState state = joined.get("/api/devices/" + id + "/state").as(DeviceState.class);
			assertThat(state.counter()).as(id).isEqualTo(amount.longValue());
			assertThat(state.readings()).as(id).isOne();
		});
	}

}
