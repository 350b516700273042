/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BinaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatus;

import io.processhub.sample.DeviceController.StartedDevice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for starts and calls while nodes leave and die.
 */
class OperationsE2eTests {

	private static final int CALLED = 300;

	private static final int CONTESTED = 1000;

	private static final int ROUNDS = 2;

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false");

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@BeforeEach
	void ensureNodes() {
		cluster.ensureNodes(3);
	}

	@AfterEach
	void clear() {
		this.threads.shutdownNow();
		cluster.clear();
	}

	@Test
	void calledWhileANodeLeavesEachCallIsHandledOnce() {
		cluster.node(0).post("/api/devices?count=%d&prefix=called".formatted(CALLED)).expect(HttpStatus.CREATED);
		cluster.awaitSettled(CALLED, Duration.ofSeconds(10));
		SampleNode leaving = cluster.oldest();
		List<SampleNode> staying = cluster.nodes().stream().filter((node) -> node != leaving).toList();
		CallLoad load = new CallLoad("called", CALLED, staying, this.threads);
		load.awaitMore(2000);
		long begin = System.nanoTime();
		leaving.terminate();
		int exitCode = leaving.awaitExit(Duration.ofSeconds(40));
		SampleCluster.print("%s left under load in %d ms", leaving.name(),
				Duration.ofNanos(System.nanoTime() - begin).toMillis());
		load.awaitMore(2000);
		load.stop();
		SampleCluster.print("%d calls, slowest %d ms", load.acknowledged(), load.slowestMillis());
		assertThat(load.failures()).isEmpty();
		// A JVM that has gone through its shutdown after SIGTERM ends with 128 + 15.
		assertThat(exitCode).isIn(0, 143);
		cluster.awaitSettled(CALLED, Duration.ofSeconds(10));
		cluster.assertEachRunsOnce(SampleCluster.ids("called", CALLED));
		load.assertEachCallCounted(staying.get(0));
	}

	@Test
	void startedTwiceAtTheSameMomentOneWins() throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(2);
		Future<List<Integer>> left = this.threads.submit(contestant(cluster.node(0), barrier));
		Future<List<Integer>> right = this.threads.submit(contestant(cluster.node(1), barrier));
		int wins = 0;
		for (int number = 0; number < CONTESTED; number++) {
			assertThat(List.of(left.get().get(number), right.get().get(number))).as("contested-" + number)
				.containsExactlyInAnyOrder(201, 409);
			wins += (left.get().get(number) == 201) ? 1 : 0;
		}
		SampleCluster.print("one of two callers won %d of %d", wins, CONTESTED);
		cluster.awaitSettled(CONTESTED, Duration.ofSeconds(10));
		cluster.assertEachRunsOnce(SampleCluster.ids("contested", CONTESTED));
	}

	private static Callable<List<Integer>> contestant(SampleNode node, CyclicBarrier barrier) {
		return () -> {
			List<Integer> statuses = new ArrayList<>(CONTESTED);
			for (int number = 0; number < CONTESTED; number++) {
				barrier.await();
				statuses.add(node.post("/api/devices/contested-" + number).status());
			}
			return statuses;
		};
	}

	@Test
	void acknowledgedStartSurvivesTheDeathOfItsNode() {
		for (int round = 0; round < ROUNDS; round++) {
			startAndKill("runner" + round, (caller, runner) -> runner);
		}
	}

	@Test
	void acknowledgedStartSurvivesTheDeathOfItsCaller() {
		for (int round = 0; round < ROUNDS; round++) {
			startAndKill("caller" + round, (caller, runner) -> caller);
		}
	}

	private void startAndKill(String prefix, BinaryOperator<SampleNode> victim) {
		cluster.ensureNodes(3);
		Map<String, SampleNode> nodes = cluster.nodesById();
		SampleNode caller = cluster.node(1);
		StartLoad load = new StartLoad(prefix, cluster.nodes(), this.threads);
		load.awaitMore(300);
		StartedDevice last = caller.post("/api/devices/" + prefix + "-last").as(StartedDevice.class);
		victim.apply(caller, nodes.get(last.node().id())).kill();
		load.awaitMore(100);
		load.stop();
		SampleCluster.print("%d starts acknowledged, not so: %s", load.acknowledged().size(), load.failures());
		cluster.awaitSettled(Duration.ofSeconds(20));
		assertThat(cluster.liveIds()).contains(last.id()).containsAll(load.acknowledged());
		cluster.assertNoneRunsTwice();
	}

}
