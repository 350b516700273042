/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.cluster.NodeProcess;
import io.processhub.benchmark.soak.Expectations.Expected;
import io.processhub.benchmark.soak.node.Outcome;
import io.processhub.benchmark.soak.node.SoakNode;

/**
 * Starts and stops processes all the time.
 */
final class Churn implements AutoCloseable {

	private static final int BATCH = 40;

	private static final int CONCURRENT = 4;

	private static final long PAUSE_MILLIS = 150;

	private static final long POLL_MILLIS = 10;

	private final NodeCluster<SoakNode> cluster;

	private final Expectations expectations;

	private final Violations violations;

	private final int ids;

	private final Random random;

	private final Set<String> busy = new HashSet<>();

	private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

	private final ExecutorService threads = Executors.newFixedThreadPool(CONCURRENT);

	private volatile boolean on;

	private int underWay;

	Churn(NodeCluster<SoakNode> cluster, Expectations expectations, Violations violations, SoakOptions options) {
		this.cluster = cluster;
		this.expectations = expectations;
		this.violations = violations;
		this.ids = options.churn();
		this.random = new Random(options.seed() + 1);
		Thread thread = new Thread(this::run, "churn");
		thread.setDaemon(true);
		thread.start();
	}

	void resume() {
		this.on = true;
	}

	/**
	 * Begin no more operations, and wait for those that are under way.
	 * @param patience how long to wait
	 * @return whether none is under way any more
	 */
	boolean drain(Duration patience) {
		this.on = false;
		long deadline = System.nanoTime() + patience.toNanos();
		while (underWay() > 0 && System.nanoTime() - deadline < 0) {
			NodeCluster.sleep(POLL_MILLIS);
		}
		return underWay() == 0;
	}

	synchronized int underWay() {
		return this.underWay;
	}

	private void run() {
		while (!this.threads.isShutdown()) {
			NodeCluster.sleep(PAUSE_MILLIS);
			next();
		}
	}

	private synchronized void next() {
		List<NodeProcess<SoakNode>> nodes = this.cluster.nodes().stream().filter(NodeProcess::isReady).toList();
		if (!this.on || nodes.isEmpty() || this.underWay >= CONCURRENT) {
			return;
		}
		boolean start = this.random.nextBoolean();
		List<String> batch = choose(start);
		if (batch.isEmpty()) {
			return;
		}
		NodeProcess<SoakNode> node = nodes.get(this.random.nextInt(nodes.size()));
		this.busy.addAll(batch);
		this.underWay++;
		this.threads.execute(() -> {
			try {
				operate(node, start, batch);
			}
			finally {
				done(batch);
			}
		});
	}

	private synchronized void done(List<String> batch) {
		this.busy.removeAll(batch);
		this.underWay--;
	}

	private List<String> choose(boolean start) {
		int size = 1 + this.random.nextInt(BATCH);
		List<String> batch = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			String id = "churn-" + this.random.nextInt(this.ids);
			Expected not = start ? Expected.RUNNING : Expected.STOPPED;
			if (!this.busy.contains(id) && !batch.contains(id) && this.expectations.of(id) != not) {
				batch.add(id);
			}
		}
		return batch;
	}

	private void operate(NodeProcess<SoakNode> node, boolean start, List<String> batch) {
		Set<String> certain = new HashSet<>(batch);
		certain.removeIf((id) -> this.expectations.of(id) == Expected.UNKNOWN);
		this.expectations.begin(batch);
		String what = start ? "start" : "stop";
		try {
			Outcome outcome = node.ask((agent) -> start ? agent.start(batch) : agent.stop(batch));
			count(what + "s acknowledged", outcome.done().size());
			outcome.done().forEach(start ? this.expectations::running : this.expectations::stopped);
			outcome.errors().forEach((id, reason) -> failed(node, what, id, reason, certain.contains(id)));
		}
		catch (IllegalStateException ex) {
			count(what + "s without an answer", batch.size());
		}
	}

	private void failed(NodeProcess<SoakNode> node, String what, String id, String reason, boolean certain) {
		count(what + "s failed: " + reason, 1);
		if (certain && (reason.equals("ALREADY_STARTED") || reason.equals("NOT_FOUND"))) {
			this.violations.addNow(what + " of a process in the other state", "%s on %s: %s", id, node.name(), reason);
		}
	}

	private void count(String what, int more) {
		this.counts.computeIfAbsent(what, (key) -> new LongAdder()).add(more);
	}

	Map<String, LongAdder> counts() {
		return new TreeMap<>(this.counts);
	}

	@Override
	public void close() {
		this.on = false;
		this.threads.shutdownNow();
	}

}
