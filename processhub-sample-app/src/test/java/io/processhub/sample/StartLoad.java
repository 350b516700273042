/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;

import io.processhub.sample.SampleClient.Reply;

/**
 * Starts one device after the other, with one caller per node, which ends with its node.
 */
final class StartLoad {

	private final String prefix;

	private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final Phaser running = new Phaser(1);

	private volatile boolean stopped;

	StartLoad(String prefix, List<SampleNode> nodes, Executor executor) {
		this.prefix = prefix;
		for (SampleNode node : nodes) {
			this.running.register();
			executor.execute(() -> run(node));
		}
	}

	private void run(SampleNode node) {
		try {
			for (int number = 0; !this.stopped; number++) {
				String id = "%s-%s-%d".formatted(this.prefix, node.name(), number);
				Reply reply = node.post("/api/devices/" + id);
				if (reply.status() == 201) {
					this.acknowledged.add(id);
				}
				else {
					this.failures.add(reply.body());
				}
			}
		}
		catch (UncheckedIOException ex) {
			this.failures.add(node.name() + " is gone: " + ex);
		}
		finally {
			this.running.arriveAndDeregister();
		}
	}

	void awaitMore(int starts) {
		int end = this.acknowledged.size() + starts;
		SampleCluster.await(Duration.ofSeconds(30)).until(() -> this.acknowledged.size() >= end);
	}

	void stop() {
		this.stopped = true;
		this.running.arriveAndAwaitAdvance();
	}

	/**
	 * Return what was started, as far as the callers were told.
	 * @return the ids
	 */
	Set<String> acknowledged() {
		return this.acknowledged;
	}

	Queue<String> failures() {
		return this.failures;
	}

}
