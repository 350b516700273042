/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.cluster.NodeProcess;
import io.processhub.benchmark.soak.node.SoakNode;

/**
 * Lets faults happen.
 */
final class Faults {

	private static final int MIN_NODES = 2;

	private static final int CALM_MILLIS = 4000;

	private static final int SHORT_PAUSE_MILLIS = 2500;

	private static final int LONG_PAUSE_MILLIS = 8000;

	private static final int LONG_PAUSE_SPREAD_MILLIS = 12_000;

	private static final int JOIN_SPREAD_MILLIS = 6000;

	private static final int BUSY_MILLIS = 2000;

	private static final long EXIT_SECONDS = 60;

	private final NodeCluster<SoakNode> cluster;

	private final SoakOptions options;

	private final Violations violations;

	private final Random random;

	/**
	 * All that were launched and are not known to have ended.
	 */
	private final List<NodeProcess<SoakNode>> launched = new ArrayList<>();

	private final Set<NodeProcess<SoakNode>> ended = new HashSet<>();

	private int launches;

	Faults(NodeCluster<SoakNode> cluster, SoakOptions options, Violations violations) {
		this.cluster = cluster;
		this.options = options;
		this.violations = violations;
		this.random = new Random(options.seed());
	}

	boolean chance() {
		return this.random.nextBoolean();
	}

	/**
	 * Let nothing happen for a moment.
	 */
	void calm() {
		sleep(CALM_MILLIS / 2, CALM_MILLIS);
	}

	private void sleep(int least, int spread) {
		NodeCluster.sleep(least + this.random.nextInt(spread));
	}

	/**
	 * Choose what happens next, so that the number of nodes stays around what it is to
	 * be.
	 * @return the fault
	 */
	FaultKind choose() {
		int running = this.cluster.nodes().size();
		if (running <= MIN_NODES || (running < this.options.nodes() && this.random.nextInt(3) > 0)) {
			return (running > MIN_NODES && this.random.nextInt(4) == 0
					&& this.options.faults().contains(FaultKind.KILL_DURING_JOIN)) ? FaultKind.KILL_DURING_JOIN
							: FaultKind.JOIN;
		}
		while (true) {
			FaultKind kind = this.options.faults().get(this.random.nextInt(this.options.faults().size()));
			if (kind != FaultKind.JOIN || running <= this.options.nodes()) {
				return kind;
			}
		}
	}

	/**
	 * Let a fault happen.
	 * @param kind the fault
	 * @param recovery waits until the nodes agree
	 */
	void happen(FaultKind kind, Recovery recovery) {
		long from = System.nanoTime();
		switch (kind) {
			case KILL -> {
				kill(any());
				sleep(1, BUSY_MILLIS);
			}
			case KILL_OLDEST -> {
				kill(this.cluster.node(0));
				sleep(1, BUSY_MILLIS);
			}
			case KILL_DURING_JOIN -> {
				NodeProcess<SoakNode> victim = any();
				NodeProcess<SoakNode> joining = launch();
				sleep(1, JOIN_SPREAD_MILLIS);
				from = System.nanoTime();
				kill(victim);
				this.cluster.awaitAgent(joining);
			}
			case LEAVE -> {
				NodeProcess<SoakNode> leaving = any();
				this.ended.add(leaving);
				leaving.terminate();
				if (!leaving.awaitExit(EXIT_SECONDS)) {
					this.violations.addNow("node did not end", "%s", leaving);
					leaving.kill();
				}
			}
			case JOIN -> join();
			case SHORT_PAUSE -> {
				NodeProcess<SoakNode> paused = any();
				paused.pause();
				sleep(1, SHORT_PAUSE_MILLIS);
				from = System.nanoTime();
				paused.resume();
				sleep(1, BUSY_MILLIS);
			}
			case LONG_PAUSE -> from = longPause(recovery);
		}
		recovery.await(kind.title(), from);
	}

	private long longPause(Recovery recovery) {
		NodeProcess<SoakNode> paused = any();
		long from = System.nanoTime();
		long millis = LONG_PAUSE_MILLIS + this.random.nextInt(LONG_PAUSE_SPREAD_MILLIS);
		this.violations.print("  pause of %s for %d ms", paused.name(), millis);
		paused.pause();
		try {
			recovery.await("long-pause, taken over", from);
			long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
			NodeCluster.sleep(Math.max(0, millis - passed));
		}
		finally {
			paused.resume();
		}
		long resumed = System.nanoTime();
		sleep(1, BUSY_MILLIS);
		return resumed;
	}

	private NodeProcess<SoakNode> any() {
		List<NodeProcess<SoakNode>> nodes = this.cluster.nodes();
		return nodes.get(this.random.nextInt(nodes.size()));
	}

	private void kill(NodeProcess<SoakNode> node) {
		this.violations.print("  SIGKILL of %s", node.name());
		this.ended.add(node);
		node.kill();
		node.awaitExit(EXIT_SECONDS);
	}

	/**
	 * Launch a node under a name that is free, and wait until it can be asked.
	 */
	void join() {
		this.cluster.awaitAgent(launch());
	}

	private NodeProcess<SoakNode> launch() {
		Set<String> taken = new HashSet<>();
		this.cluster.nodes().forEach((node) -> taken.add(node.name()));
		int number = 0;
		while (taken.contains("node-" + number)) {
			number++;
		}
		NodeProcess<SoakNode> node = this.cluster.start("node-" + number,
				List.of("--benchmark.launch=" + ++this.launches));
		this.launched.add(node);
		return node;
	}

	/**
	 * Return the nodes that have ended without having been told to.
	 * @return the nodes
	 */
	List<NodeProcess<SoakNode>> lost() {
		List<NodeProcess<SoakNode>> lost = this.launched.stream()
			.filter((node) -> !node.isAlive() && !this.ended.contains(node))
			.toList();
		this.launched.removeIf((node) -> !node.isAlive());
		return lost;
	}

	/**
	 * Waits until the nodes agree.
	 */
	@FunctionalInterface
	interface Recovery {

		void await(String what, long since);

	}

}
