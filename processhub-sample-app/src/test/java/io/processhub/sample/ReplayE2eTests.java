/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatus;

import io.processhub.MessageHandlerException;
import io.processhub.sample.DeviceController.DevicePage;
import io.processhub.sample.DeviceController.DeviceView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the replay of the file of readings.
 */
class ReplayE2eTests {

	private static final int DEVICES = 50;

	private static final String READING = "{\"time\":\"2026-01-15T10:00:00\",\"temperature\":20,\"humidity\":40}";

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.interval=2ms");

	@Test
	void runsOnceAndMovesOn() {
		cluster.ensureNodes(2);
		assertReplayRunsOnce();
		cluster.nodesById().get(replay().node().id()).kill();
		assertReplayRunsOnce();
		cluster.ensureNodes(2);
		cluster.nodesById().get(replay().node().id()).terminate();
		SampleCluster.await(Duration.ofSeconds(40)).until(() -> cluster.nodes().size() == 1);
		assertReplayRunsOnce();
	}

	private static void assertReplayRunsOnce() {
		Set<String> ids = IntStream.rangeClosed(1, DEVICES)
			.mapToObj("sensor-%02d"::formatted)
			.collect(Collectors.toCollection(HashSet::new));
		ids.add(ReplayProcess.ID);
		cluster.awaitSettled(ids.size(), Duration.ofSeconds(20));
		cluster.assertEachRunsOnce(ids);
		SampleNode node = cluster.node(0);
		long before = readings(node);
		SampleCluster.await(Duration.ofSeconds(20)).until(() -> readings(node) >= before + 3);
	}

	private static long readings(SampleNode node) {
		return node.get("/api/devices/sensor-07/state").as(DeviceState.class).readings();
	}

	private static DeviceView replay() {
		return cluster.node(0).get("/api/devices/replay").as(DeviceView.class);
	}

	@Test
	void devicesAreFoundByTheirKind() {
		cluster.ensureNodes(1);
		cluster.awaitSettled(DEVICES + 1, Duration.ofSeconds(20));
		DevicePage page = cluster.node(0).get("/api/devices?tag=greenhouse&size=5").as(DevicePage.class);
		assertThat(page.total()).isEqualTo(12);
		assertThat(page.devices()).hasSize(5).extracting(DeviceView::tag).containsOnly("greenhouse");
		assertThat(page.devices().get(0).metadata()).containsEntry("zone", "north");
	}

	@Test
	void replayHasNoHandlerForAReading() {
		cluster.ensureNodes(1);
		for (SampleNode node : cluster.nodes()) {
			node.postJson("/api/devices/replay/readings", READING)
				.expectError(HttpStatus.BAD_REQUEST, MessageHandlerException.class);
		}
		assertReplayRunsOnce();
	}

}
