/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.cluster.NodeProcess;
import io.processhub.benchmark.cluster.Settled;
import io.processhub.benchmark.node.BenchmarkNode;
import io.processhub.benchmark.node.LoadResult;

/**
 * Stops a node with SIGSTOP for longer than the failure detector allows, under load, and
 * lets it go on.
 */
final class PauseMeasurement implements Measurement {

	private static final String PRESET = "fast";

	private static final long PAUSE_MILLIS = 15_000;

	private static final long LOAD_LEAD_MILLIS = 2000;

	private static final long MESSAGES_PER_NODE = 1L << 40;

	@Override
	public void run(Bench bench) {
		try (NodeCluster<BenchmarkNode> cluster = new NodeCluster<>(bench.setup().withPreset(PRESET), BenchmarkNode.class).launch(bench.options().nodes())) {
			Bench.start(cluster, Bench.PREFIX, bench.options().moved());
			for (int i = 0; i <= bench.options().runs(); i++) {
				measure(bench, cluster, i == 0);
			}
		}
	}

	private static void measure(Bench bench, NodeCluster<BenchmarkNode> cluster, boolean cold) {
		Figures figures = bench.figures();
		int count = bench.options().moved();
		NodeProcess<BenchmarkNode> paused = cluster.node(1);
		List<NodeProcess<BenchmarkNode>> others = cluster.nodes().stream().filter((node) -> node != paused).toList();
		String measure = "SIGSTOP for %d s, %s, preset %s, ".formatted(PAUSE_MILLIS / 1000, Bench.number(count),
				PRESET);
		cluster.nodes().forEach((node) -> node.ask(BenchmarkNode::handledMessages));
		for (int i = 0; i < others.size(); i++) {
			long first = i * MESSAGES_PER_NODE;
			others.get(i)
				.tell((agent) -> agent.startLoad(Bench.PREFIX, count, bench.options().rate(), first));
		}
		NodeCluster.sleep(LOAD_LEAD_MILLIS);
		long stopped = System.nanoTime();
		paused.pause();
		Settled taken = cluster.awaitSettled(count, Bench.PATIENCE);
		figures.addMillis(measure + "until taken over", cold, taken.since() - stopped);
		NodeCluster.sleep(Math.max(0, PAUSE_MILLIS - (System.nanoTime() - stopped) / 1_000_000));
		long resumed = System.nanoTime();
		paused.resume();
		Settled healed = cluster.awaitSettled(count, Bench.PATIENCE, Settled::isBalanced);
		figures.addMillis(measure + "from SIGCONT until balanced and agreed", cold, healed.since() - resumed);
		List<LoadResult> results = new ArrayList<>();
		others.forEach((node) -> results.add(node.ask(BenchmarkNode::stopLoad)));
		figures.add(measure + "calls that failed", "calls", cold,
				results.stream().mapToLong(LoadResult::failed).sum());
		figures.add(measure + "messages handled twice", "messages", cold, handledTwice(cluster));
		results.stream()
			.filter((result) -> !result.failures().isEmpty())
			.forEach((result) -> Figures.print("  failed calls: %s of %d", result.failures(), result.sent()));
	}

	private static long handledTwice(NodeCluster<BenchmarkNode> cluster) {
		Map<Long, Integer> times = new HashMap<>();
		for (NodeProcess<BenchmarkNode> node : cluster.nodes()) {
			for (long message : node.ask(BenchmarkNode::handledMessages)) {
				times.merge(message, 1, Integer::sum);
			}
		}
		return times.values().stream().filter((count) -> count > 1).count();
	}

}
