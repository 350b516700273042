/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.processhub.sample.SampleClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Increments the counters of devices so many times a second, however long the answers
 * take, as users behind a load balancer do: each call goes to the next of the nodes that
 * are in use.
 */
final class SteadyLoad implements AutoCloseable {

	private final String prefix;

	private final AtomicIntegerArray counters;

	private final Map<SampleClient, AtomicInteger> underWay = new ConcurrentHashMap<>();

	private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();

	private final long begin = System.nanoTime();

	private final ScheduledFuture<?> calls;

	private volatile List<? extends SampleClient> nodes;

	private int next;

	/**
	 * Begin to call.
	 * @param prefix the prefix of the ids of the devices
	 * @param devices how many devices there are
	 * @param rate the calls per second
	 * @param nodes the nodes to use
	 */
	SteadyLoad(String prefix, int devices, int rate, List<? extends SampleClient> nodes) {
		this.prefix = prefix;
		this.counters = new AtomicIntegerArray(devices);
		this.nodes = List.copyOf(nodes);
		this.calls = this.pacer.scheduleAtFixedRate(this::call, 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
	}

	private void call() {
		int number = this.next++;
		SampleClient node = this.nodes.get(number % this.nodes.size());
		int device = (int) ((number * 31L) % this.counters.length());
		AtomicInteger ofNode = this.underWay.computeIfAbsent(node, (key) -> new AtomicInteger());
		ofNode.incrementAndGet();
		long sent = System.nanoTime();
		node.postAsync("/api/devices/%s-%d/increments".formatted(this.prefix, device))
			.whenComplete((reply, failure) -> {
				this.nanos.add(System.nanoTime() - sent);
				take(device, node, reply, failure);
				ofNode.decrementAndGet();
			});
	}

	private void take(int device, SampleClient node, Reply reply, Throwable failure) {
		if (failure == null && reply.status() == 200) {
			this.counters.incrementAndGet(device);
		}
		else {
			this.failures.add("%s after %d ms: %s".formatted(node.name(), millisSince(this.begin),
					(failure != null) ? failure : reply.body()));
		}
	}

	/**
	 * Use these nodes from now on, and wait until the others have answered all calls.
	 * @param nodes the nodes to use
	 */
	void use(List<? extends SampleClient> nodes) {
		this.nodes = List.copyOf(nodes);
		// The call that is being sent may still see the old ones
		join(CompletableFuture.runAsync(() -> {
		}, this.pacer));
		awaitAnswers((node) -> !nodes.contains(node));
	}

	private void awaitAnswers(Predicate<SampleClient> of) {
		SampleCluster.await(Duration.ofSeconds(30))
			.untilAsserted(() -> this.underWay.forEach((node, count) -> assertThat(of.test(node) ? count.get() : 0)
				.as("calls that %s has not answered", node.name())
				.isZero()));
	}

	void awaitAcknowledged(int count) {
		SampleCluster.await(Duration.ofSeconds(30)).until(() -> acknowledged() >= count);
	}

	/**
	 * End, and wait for the answers.
	 */
	void stop() {
		this.calls.cancel(false);
		use(List.of());
	}

	@Override
	public void close() {
		this.pacer.shutdownNow();
	}

	private static void join(CompletableFuture<Void> future) {
		try {
			future.get(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long millisSince(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin).toMillis();
	}

	int acknowledged() {
		return IntStream.range(0, this.counters.length()).map(this.counters::get).sum();
	}

	/**
	 * Return how many calls a second were acknowledged, from the beginning up to now.
	 * @return the calls per second
	 */
	double rate() {
		return 1000.0 * acknowledged() / millisSince(this.begin);
	}

	/**
	 * Return how long a part of the calls took at most.
	 * @param part the part, from 0 to 1 for all
	 * @return the milliseconds
	 */
	long millis(double part) {
		List<Long> sorted = this.nanos.stream().sorted().toList();
		int index = (int) Math.ceil(part * sorted.size()) - 1;
		return Duration.ofNanos(sorted.get(Math.max(0, index))).toMillis();
	}

	Queue<String> failures() {
		return this.failures;
	}

	/**
	 * Check that the counter of each device is the number of its acknowledged calls.
	 * @param node the node to ask
	 */
	void assertEachCallCounted(SampleClient node) {
		assertThat(IntStream.range(0, this.counters.length())).allSatisfy((device) -> {
			String id = this.prefix + "-" + device;
			assertThat(node.get("/api/devices/" + id + "/state").as(DeviceState.class).counter()).as(id)
				.isEqualTo(this.counters.get(device));
		});
	}

}
