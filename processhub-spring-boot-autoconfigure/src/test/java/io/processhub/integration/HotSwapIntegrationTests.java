/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.processhub.HubNode;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.integration.TestHubs.Node;
import io.processhub.strategy.migration.HotSwap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for {@link HotSwap} on three members, under load.
 */
class HotSwapIntegrationTests {

	private static final List<String> IDS = IntStream.range(0, 120).mapToObj((i) -> "p" + i).toList();

	private static final int MAX_PENDING = 20;

	private final TestHubs hubs = new TestHubs(3);

	private @Nullable Load load;

	@AfterEach
	void close() {
		if (this.load != null) {
			this.load.stopped = true;
		}
		this.hubs.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noCallFailsAndNoStateIsLostWhileNodesComeAndGo(boolean confirm) {
		this.hubs
			.moving(new HotSwap(true, Duration.ofSeconds(5), confirm, Duration.ofSeconds(3), Duration.ofSeconds(10)));
		Node first = this.hubs.startNode();
		Node second = this.hubs.startNode();
		first.hub()
			.start(IDS.stream().map((id) -> ProcessSpec.of(id, TestHubs.COUNTER)).toList(), StartOptions.defaults())
			.join();
		Map<String, HubNode> before = places(first.hub());
		Load load = new Load(first.hub());
		this.load = load;
		load.awaitMore(2000);
		Node third = this.hubs.startNode();
		Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> !third.hub().localProcesses().isEmpty());
		load.awaitMore(2000);
		assertThat(IDS).as("processes that have moved from the node that sends, or past it")
			.anyMatch((id) -> before.get(id).equals(first.hub().localNode()) && isOn(third, id))
			.anyMatch((id) -> before.get(id).equals(second.hub().localNode()) && isOn(third, id));
		assertThat(load.disorders()).as("processes whose messages came in another order").isEmpty();
		second.stop();
		load.awaitMore(2000);
		third.stop();
		load.awaitMore(2000);
		load.stop();
		assertThat(load.failures).isEmpty();
		assertThat(first.hub().localProcesses()).hasSize(IDS.size());
		load.sent.forEach(
				(id, count) -> assertThat(first.hub().<Long>call(id, 0L).join()).as(id).isEqualTo(count.longValue()));
	}

	private static boolean isOn(Node node, String id) {
		return node.hub().lookup(id).orElseThrow().node().equals(node.hub().localNode());
	}

	private static Map<String, HubNode> places(ProcessHubOperations hub) {
		Map<String, HubNode> places = new HashMap<>();
		hub.processes().forEach((process) -> places.put(process.id(), process.node()));
		return places;
	}

	/**
	 * Calls each process again and again, several times before it has answered.
	 */
	private static final class Load {

		private final ProcessHubOperations hub;

		private final Map<String, Integer> sent = new HashMap<>();

		private final List<String> failures = new ArrayList<>();

		private final Set<String> disorders = new HashSet<>();

		private final AtomicInteger answered = new AtomicInteger();

		private final AtomicInteger pending = new AtomicInteger();

		private final Thread thread = new Thread(this::run, "test-load");

		private volatile boolean stopped;

		Load(ProcessHubOperations hub) {
			this.hub = hub;
			this.thread.start();
		}

		private void run() {
			while (!this.stopped) {
				for (String id : IDS) {
					call(id);
					call(id);
				}
				while (this.pending.get() > MAX_PENDING * IDS.size()) {
					Thread.onSpinWait();
				}
			}
		}

		private void call(String id) {
			long expected = this.sent.merge(id, 1, Integer::sum);
			this.pending.incrementAndGet();
			CompletableFuture<Long> answer = this.hub.call(id, 1L);
			answer.whenComplete((value, failure) -> {
				this.pending.decrementAndGet();
				this.answered.incrementAndGet();
				synchronized (this.failures) {
					if (failure != null) {
						this.failures.add(id + ": " + failure);
					}
					else if (value != expected) {
						this.disorders.add(id);
					}
				}
			});
		}

		Set<String> disorders() {
			synchronized (this.failures) {
				return Set.copyOf(this.disorders);
			}
		}

		void awaitMore(int calls) {
			int until = this.answered.get() + calls;
			Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> this.answered.get() >= until);
		}

		void stop() {
			this.stopped = true;
			Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> !this.thread.isAlive() && this.pending.get() == 0);
		}

	}

}
