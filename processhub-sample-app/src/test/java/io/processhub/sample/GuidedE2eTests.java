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

import io.processhub.HubNode;
import io.processhub.MissingChildMappingException;
import io.processhub.ProcessState;
import io.processhub.ProcessUnavailableException;
import io.processhub.sample.DeviceController.Counter;
import io.processhub.sample.DeviceController.DeviceView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * End-to-end tests for devices that run on the node that is named for them, on real JVMs
 * that are killed or restarted.
 */
@Tag("strategy")
class GuidedE2eTests {

	private static final int SIZE = 100;

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false",
			"--processhub.cluster.failure-detection.preset=fast", "--processhub.node-name={name}",
			"--processhub.hubs.default.distribution.strategy=guided");

	@BeforeEach
	void startDevices() {
		cluster.ensureNodes(2);
		for (SampleNode node : cluster.nodes()) {
			cluster.node(0)
				.post("/api/devices?count=%d&prefix=%s&node=%2$s".formatted(SIZE, node.name()))
				.expect(HttpStatus.CREATED);
		}
		awaitAllAtHome();
	}

	@AfterEach
	void stopDevices() {
		cluster.clear();
	}

	@Test
	void devicesOfANodeThatDiesWaitForIt() {
		SampleNode here = cluster.node(0);
		SampleNode other = cluster.node(1);
		String id = other.name() + "-1";
		other.kill();
		SampleCluster.await(Duration.ofSeconds(20))
			.until(() -> here.get("/api/devices/" + id).as(DeviceView.class).state() == ProcessState.WAITING);
		DeviceView waiting = here.get("/api/devices/" + id).as(DeviceView.class);
		assertThat(waiting.node()).extracting(HubNode::name).isEqualTo(other.name());
		here.post("/api/devices/" + id + "/increments")
			.expectError(HttpStatus.SERVICE_UNAVAILABLE, ProcessUnavailableException.class);
		assertThat(here.whereAmI().live()).isEqualTo(SIZE);
		cluster.relaunch(other);
		awaitAllAtHome();
		assertThat(here.post("/api/devices/" + id + "/increments").as(Counter.class).value()).isEqualTo(1);
	}

	@Test
	void nodeThatIsRestartedGoesOnWithTheStateOfItsDevices() {
		SampleNode here = cluster.node(0);
		SampleNode other = cluster.node(1);
		String id = other.name() + "-1";
		here.post("/api/devices/" + id + "/increments?amount=41").expect(HttpStatus.OK);
		other.terminate();
		assertThat(other.awaitExit(Duration.ofSeconds(30))).isEqualTo(143);
		cluster.relaunch(other);
		awaitAllAtHome();
		assertThat(here.post("/api/devices/" + id + "/increments").as(Counter.class).value()).isEqualTo(42);
	}

	@Test
	void startWithoutANodeIsRefused() {
		cluster.node(0)
			.post("/api/devices?count=1&prefix=lost")
			.expectError(HttpStatus.BAD_REQUEST, MissingChildMappingException.class);
	}

	private static void awaitAllAtHome() {
		cluster.awaitSettled(SIZE * cluster.nodes().size(), Duration.ofSeconds(20));
		assertThat(cluster.live()).allSatisfy((node, ids) -> assertThat(ids).hasSize(SIZE)
			.allSatisfy((id) -> assertThat(id).startsWith(node.name() + "-")));
	}

}
