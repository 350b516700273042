/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for nodes that take the bean definitions that were generated when the application
 * was built.
 */
class AheadOfTimeE2eTests {

	private static final int DEVICES = 20;

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "-Dspring.aot.enabled=true");

	@Test
	void devicesWorkAndMove() {
		cluster.ensureNodes(2);
		assertThat(cluster.nodes())
			.allSatisfy((node) -> assertThat(node.log()).contains("Starting AOT-processed SampleApplication",
					"Hub 'default' started on 127.0.0.1:", "types [device, replay]; distribution consistent-hashing,"));
		cluster.node(0).post("/api/devices?count=%d&prefix=aot".formatted(DEVICES)).expect(HttpStatus.CREATED);
		for (int i = 0; i < DEVICES; i++) {
			cluster.node(i % 2).post("/api/devices/aot-" + i + "/increments").expect(HttpStatus.OK);
		}
		SampleNode leaving = cluster.node(1);
		leaving.terminate();
		leaving.awaitExit(Duration.ofSeconds(30));
		cluster.awaitSettled(Duration.ofSeconds(30));
		for (int i = 0; i < DEVICES; i++) {
			assertThat(cluster.node(0).get("/api/devices/aot-" + i + "/state").as(DeviceState.class).counter())
				.as("counter of device %d", i)
				.isEqualTo(1);
		}
	}

}
