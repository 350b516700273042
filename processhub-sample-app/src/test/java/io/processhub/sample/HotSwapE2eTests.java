/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * End-to-end tests for devices that move by hot swap while they are called, on real JVMs.
 */
@Tag("strategy")
class HotSwapE2eTests {

	private static final int SIZE = 300;

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false",
			"--processhub.hubs.default.migration.strategy=hot-swap",
			"--processhub.hubs.default.migration.handover=true",
			"--processhub.hubs.default.migration.confirm-handover=true");

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@BeforeEach
	void startDevices() {
		cluster.ensureNodes(2);
		cluster.node(0).post("/api/devices?count=%d&prefix=swapped".formatted(SIZE)).expect(HttpStatus.CREATED);
		cluster.awaitSettled(SIZE, Duration.ofSeconds(10));
	}

	@AfterEach
	void clear() {
		this.threads.shutdownNow();
		cluster.clear();
	}

	@Test
	void calledWhileANodeJoinsAndAnotherLeavesNoCallFailsAndNoStateIsLost() {
		SampleNode leaving = cluster.oldest();
		List<SampleNode> staying = cluster.nodes().stream().filter((node) -> node != leaving).toList();
		CallLoad load = new CallLoad("swapped", SIZE, staying, this.threads);
		load.awaitMore(1000);
		cluster.ensureNodes(3);
		cluster.awaitSettled(SIZE, Duration.ofSeconds(20));
		load.awaitMore(1000);
		leaving.terminate();
		int exitCode = leaving.awaitExit(Duration.ofSeconds(40));
		load.awaitMore(1000);
		load.stop();
		SampleCluster.print("%d calls during a join and a leave by hot swap, slowest %d ms", load.acknowledged(),
				load.slowestMillis());
		assertThat(load.failures()).isEmpty();
		// A JVM that has gone through its shutdown after SIGTERM ends with 128 + 15.
		assertThat(exitCode).isIn(0, 143);
		assertThat(leaving.log()).doesNotContain("was given up");
		cluster.awaitSettled(SIZE, Duration.ofSeconds(10));
		cluster.assertEachRunsOnce(SampleCluster.ids("swapped", SIZE));
		load.assertEachCallCounted(staying.get(0));
	}

}
