/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.http.HttpStatus;

import io.processhub.ProcessRole;
import io.processhub.sample.LiveProcesses.LiveProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * End-to-end tests for processes with an active and a passive instance, on real JVMs.
 */
@Tag("strategy")
class ReplicationE2eTests {

	private static final int SIZE = 200;

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false",
			"--processhub.cluster.failure-detection.preset=fast",
			"--processhub.hubs.default.redundancy.strategy=replication",
			"--processhub.hubs.default.redundancy.replication-model=active-passive");

	@BeforeEach
	void startDevices() {
		cluster.ensureNodes(3);
		cluster.node(0).post("/api/devices?count=%d&prefix=replica".formatted(SIZE)).expect(HttpStatus.CREATED);
		awaitComplete();
	}

	@Test
	void passiveInstancesGoOnWhenANodeIsKilled() {
		SampleNode killed = cluster.node(1);
		Map<String, Instant> passive = new HashMap<>();
		List<String> orphans = killed.live()
			.stream()
			.filter((process) -> process.role() == ProcessRole.ACTIVE)
			.map(LiveProcess::id)
			.toList();
		cluster.nodes()
			.stream()
			.filter((node) -> node != killed)
			.flatMap((node) -> node.live().stream())
			.filter((process) -> process.role() == ProcessRole.PASSIVE)
			.forEach((process) -> passive.put(process.id(), process.since()));
		assertThat(orphans).hasSizeGreaterThan(SIZE / 10);
		killed.kill();
		long begin = System.nanoTime();
		SampleCluster.await(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> instances().values().stream().filter(ReplicationE2eTests::hasActive).count() == SIZE);
		SampleCluster.print("%d passive instances are active %d ms after a kill", orphans.size(),
				Duration.ofNanos(System.nanoTime() - begin).toMillis());
		Map<String, List<LiveProcess>> instances = instances();
		orphans.forEach((id) -> assertThat(instances.get(id)).as(id).anySatisfy((process) -> {
			assertThat(process.role()).isEqualTo(ProcessRole.ACTIVE);
			assertThat(process.since()).as("it was not restarted").isEqualTo(passive.get(id));
		}));
		awaitComplete();
	}

	private static boolean hasActive(List<LiveProcess> instances) {
		return instances.stream().anyMatch((process) -> process.role() == ProcessRole.ACTIVE);
	}

	private static Map<String, List<LiveProcess>> instances() {
		Map<String, List<LiveProcess>> instances = new HashMap<>();
		cluster.nodes()
			.forEach((node) -> node.live()
				.forEach((process) -> instances.computeIfAbsent(process.id(), (id) -> new ArrayList<>()).add(process)));
		return instances;
	}

	/**
	 * Wait until each device has an active and a passive instance, on two nodes.
	 */
	private static void awaitComplete() {
		SampleCluster.await(Duration.ofSeconds(30)).untilAsserted(() -> {
			assertThat(cluster.nodes()).allSatisfy((node) -> {
				assertThat(node.whereAmI().size()).isEqualTo(SIZE);
				assertThat(node.live().stream().map(LiveProcess::id)).doesNotHaveDuplicates();
			});
			assertThat(instances()).hasSize(SIZE)
				.allSatisfy((id, instances) -> assertThat(instances).extracting(LiveProcess::role)
					.containsExactlyInAnyOrder(ProcessRole.ACTIVE, ProcessRole.PASSIVE));
		});
	}

}
