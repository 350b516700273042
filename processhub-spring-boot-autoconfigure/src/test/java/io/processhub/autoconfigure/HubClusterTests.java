/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.process.HandoverAware;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for two applications that are one cluster, on loopback.
 */
class HubClusterTests {

	private final LoopbackCluster cluster = new LoopbackCluster();

	@Test
	void stateMovesToTheOtherApplicationWhenOneStops() {
		List<ProcessSpec> specs = IntStream.range(0, 40)
			.mapToObj((i) -> ProcessSpec.of("counter-" + i, "counter"))
			.toList();
		application(0).run((staying) -> {
			ProcessHubOperations hub = staying.getBean(ProcessHubOperations.class);
			application(1).run((leaving) -> {
				Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> hub.nodes().size() == 2);
				hub.start(specs, StartOptions.defaults()).join();
				specs.forEach((spec) -> assertThat(hub.<Long>call(spec.id(), 5L).join()).isEqualTo(5));
				assertThat(leaving.getBean(ProcessHubOperations.class).localProcesses()).isNotEmpty();
			});
			assertThat(hub.nodes()).hasSize(1);
			specs.forEach((spec) -> assertThat(hub.<Long>call(spec.id(), 1L).join()).isEqualTo(6));
			assertThat(hub.localProcesses()).hasSize(specs.size());
		});
	}

	private ApplicationContextRunner application(int index) {
		return this.cluster.application(index).withUserConfiguration(Counter.class);
	}

	@HubProcess("counter")
	static class Counter implements HandoverAware<Long> {

		private long value;

		@OnMessage
		long add(Long amount) {
			this.value += amount;
			return this.value;
		}

		@Override
		public Long handoverState() {
			return this.value;
		}

		@Override
		public void restoreState(Long state) {
			this.value = state;
		}

	}

}
