/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.processhub.ProcessHubOperations;
import io.processhub.integration.TestHubs.Node;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for processes that both sides of a split have run.
 */
class ConflictIntegrationTests {

	private static final List<String> IDS = IntStream.range(0, 60).mapToObj((i) -> "p" + i).toList();

	private final TestHubs hubs = new TestHubs(4);

	@AfterEach
	void close() {
		this.hubs.close();
	}

	@Test
	void whatBothSidesHaveDoneIsMergedWhenTheSplitHeals() {
		Node first = this.hubs.startNode();
		Node second = this.hubs.startNode();
		Node third = this.hubs.startNode();
		TestHubs.startCounters(first.hub(), IDS);
		addAll(first.hub(), 1);
		TestHubs.split(first.instance(), third.instance());
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.atMost(TestHubs.PATIENCE)
			.until(() -> third.hub().localProcesses().size() == IDS.size()
					&& first.hub().localProcesses().size() + second.hub().localProcesses().size() == IDS.size());
		addAll(first.hub(), 10);
		addAll(third.hub(), 100);
		Awaitility.await()
			.atMost(TestHubs.HEALED)
			.until(() -> this.hubs.nodes().stream().allMatch((node) -> node.hub().nodes().size() == 3));
		Awaitility.await()
			.atMost(TestHubs.HEALED)
			.untilAsserted(() -> IDS
				.forEach((id) -> assertThat(second.hub().<Long>call(id, 0L).join()).as(id).isEqualTo(111)));
	}

	private static void addAll(ProcessHubOperations hub, long amount) {
		CompletableFuture.allOf(IDS.stream().map((id) -> hub.call(id, amount)).toArray(CompletableFuture[]::new))
			.join();
	}

}
