/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.processhub.sample.SampleClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Increments the counters of devices through some nodes, as fast as a few callers can.
 */
final class CallLoad {

	private static final int CALLERS = 6;

	private final String prefix;

	private final List<SampleNode> nodes;

	private final AtomicIntegerArray counters;

	private final AtomicLong acknowledged = new AtomicLong();

	private final AtomicLong slowestNanos = new AtomicLong();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final Phaser running = new Phaser(1);

	private volatile boolean stopped;

	CallLoad(String prefix, int devices, List<SampleNode> nodes, Executor executor) {
		this.prefix = prefix;
		this.nodes = nodes;
		this.counters = new AtomicIntegerArray(devices);
		for (int caller = 0; caller < CALLERS; caller++) {
			int first = caller;
			this.running.register();
			executor.execute(() -> run(first));
		}
	}

	private void run(int first) {
		try {
			for (int number = first; !this.stopped; number += CALLERS) {
				call(number % this.counters.length(), this.nodes.get((number / CALLERS) % this.nodes.size()));
			}
		}
		finally {
			this.running.arriveAndDeregister();
		}
	}

	private void call(int device, SampleNode node) {
		long begin = System.nanoTime();
		try {
			Reply reply = node.post("/api/devices/%s-%d/increments".formatted(this.prefix, device));
			if (reply.status() == 200) {
				this.counters.incrementAndGet(device);
				this.acknowledged.incrementAndGet();
			}
			else {
				this.failures.add(reply.body());
			}
		}
		catch (RuntimeException ex) {
			this.failures.add(ex.toString());
		}
		this.slowestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
	}

	void awaitMore(int calls) {
		long end = this.acknowledged.get() + calls;
		SampleCluster.await(Duration.ofSeconds(30)).until(() -> this.acknowledged.get() >= end);
	}

	void stop() {
		this.stopped = true;
		this.running.arriveAndAwaitAdvance();
	}

	long acknowledged() {
		return this.acknowledged.get();
	}

	long slowestMillis() {
		return Duration.ofNanos(this.slowestNanos.get()).toMillis();
	}

	Queue<String> failures() {
		return this.failures;
	}

	/**
	 * Check that the counter of each device is the number of its acknowledged calls.
	 * @param node the node to ask
	 */
	void assertEachCallCounted(SampleNode node) {
		assertThat(IntStream.range(0, this.counters.length())).allSatisfy((device) -> {
			String id = this.prefix + "-" + device;
			assertThat(node.get("/api/devices/" + id + "/state").as(DeviceState.class).counter()).as(id)
				.isEqualTo(this.counters.get(device));
		});
	}

}
