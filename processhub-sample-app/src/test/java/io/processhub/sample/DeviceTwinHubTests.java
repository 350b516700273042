/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.time.LocalDateTime;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.test.ManualTime;
import io.processhub.test.ProcessHubTest;
import io.processhub.test.ProcessHubTester;
import io.processhub.test.TestHubNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceTwin} as a process of a hub.
 */
@ProcessHubTest(properties = { "sample.replay.enabled=false", "sample.device.tick=5s", "sample.device.drain=2" })
@EnableConfigurationProperties(SampleProperties.class)
@Import(LiveProcesses.class)
class DeviceTwinHubTests {

	private static final Reading READING = new Reading(LocalDateTime.of(2026, 1, 15, 12, 0), 20.5, 45);

	@Autowired
	private ProcessHubOperations hub;

	@Autowired
	private ProcessHubTester tester;

	@Autowired
	private ManualTime time;

	@Test
	void batteryDrainsWithTime() {
		start("a");
		this.time.advance(Duration.ofMinutes(1));
		assertThat(state("a").battery()).isEqualTo(76);
	}

	@Test
	void batteryDoesNotDrainBelowNothing() {
		start("a");
		this.time.advance(Duration.ofMinutes(5));
		assertThat(state("a").battery()).isZero();
	}

	@Test
	void stateMovesToAnotherNodeAndBack() {
		TestHubNode second = this.tester.startNode("second");
		String id = startOn(second);
		this.hub.call(id, new Increment(5)).join();
		this.hub.call(id, READING).join();
		second.stop();
		DeviceTwin twin = this.tester.process(id, DeviceTwin.class);
		assertThat(twin.handoverState()).extracting(DeviceState::counter, DeviceState::lastReading)
			.containsExactly(5L, READING);
		assertThat(this.hub.<Long>call(id, new Increment(1)).join()).isEqualTo(6);
	}

	@Test
	void restOfTheApplicationIsNotThere(@Autowired ApplicationContext context) {
		assertThat(context.getBeansOfType(DeviceController.class)).isEmpty();
		assertThat(context.getBeansOfType(ClusterController.class)).isEmpty();
	}

	private void start(String id) {
		this.hub.start(ProcessSpec.of(id, DeviceTwin.TYPE)).join();
	}

	private String startOn(TestHubNode node) {
		for (int i = 0;; i++) {
			String id = "device-" + i;
			start(id);
			if (this.hub.lookup(id).orElseThrow().node().name().equals(node.name())) {
				return id;
			}
		}
	}

	private DeviceState state(String id) {
		return this.hub.<DeviceState>call(id, new GetState()).join();
	}

}
