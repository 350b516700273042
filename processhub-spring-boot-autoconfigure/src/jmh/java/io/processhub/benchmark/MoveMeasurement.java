/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.util.ArrayList;
import java.util.List;

import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.cluster.NodeProcess;
import io.processhub.benchmark.cluster.Settled;
import io.processhub.benchmark.node.BenchmarkNode;
import io.processhub.benchmark.node.LoadResult;

/**
 * Lets a node join, and leave again by SIGTERM, with and without calls on the others.
 */
final class MoveMeasurement implements Measurement {

	private static final long LOAD_LEAD_MILLIS = 1000;

	private static final long MESSAGES_PER_NODE = 1L << 40;

	private long answered;

	@Override
	public void run(Bench bench) {
		for (boolean loaded : List.of(false, true)) {
			try (NodeCluster<BenchmarkNode> cluster = new NodeCluster<>(bench.setup(), BenchmarkNode.class).launch(bench.options().nodes() - 1)) {
				Bench.start(cluster, Bench.PREFIX, bench.options().moved());
				this.answered = 0;
				for (int i = 0; i <= bench.options().runs(); i++) {
					join(bench, cluster, loaded, i == 0);
					leave(bench, cluster, loaded, i == 0);
				}
			}
		}
	}

	private void join(Bench bench, NodeCluster<BenchmarkNode> cluster, boolean loaded, boolean cold) {
		List<NodeProcess<BenchmarkNode>> stable = cluster.nodes();
		String measure = "a node joins %d, %s".formatted(stable.size(), title(bench, loaded));
		startLoad(bench, stable, loaded);
		NodeProcess<BenchmarkNode> joined = cluster.start("joining", List.of());
		cluster.awaitAgent(joined);
		Settled settled = cluster.awaitSettled(bench.options().moved(), Bench.PATIENCE, Settled::isBalanced);
		long up = settled.newestSince();
		bench.figures()
			.addMillis(measure + ", from being up until balanced and agreed", cold, settled.since() - up);
		stopLoad(bench, cluster, stable, loaded, cold, measure);
	}

	private void leave(Bench bench, NodeCluster<BenchmarkNode> cluster, boolean loaded, boolean cold) {
		NodeProcess<BenchmarkNode> leaving = cluster.node(cluster.nodes().size() - 1);
		List<NodeProcess<BenchmarkNode>> stable = cluster.nodes().subList(0, cluster.nodes().size() - 1);
		String measure = "a node leaves %d, %s".formatted(stable.size() + 1, title(bench, loaded));
		startLoad(bench, stable, loaded);
		long from = System.nanoTime();
		leaving.terminate();
		boolean exited = leaving.awaitExit(120);
		long exit = System.nanoTime();
		Settled settled = cluster.awaitSettled(bench.options().moved(), Bench.PATIENCE);
		bench.figures()
			.addMillis(measure + ", from SIGTERM until balanced and agreed", cold, settled.since() - from);
		if (exited) {
			bench.figures().addMillis(measure + ", from SIGTERM until the JVM ends", cold, exit - from);
		}
		stopLoad(bench, cluster, stable, loaded, cold, measure);
	}

	private static String title(Bench bench, boolean loaded) {
		return Bench.number(bench.options().moved())
				+ (loaded ? ", %,d calls/s on each other node".formatted(bench.options().rate()) : "");
	}

	private static void startLoad(Bench bench, List<NodeProcess<BenchmarkNode>> nodes, boolean loaded) {
		if (loaded) {
			for (int i = 0; i < nodes.size(); i++) {
				long firstMessage = i * MESSAGES_PER_NODE;
				nodes.get(i)
					.tell((agent) -> agent.startLoad(Bench.PREFIX, bench.options().moved(), bench.options().rate(),
							firstMessage));
			}
			NodeCluster.sleep(LOAD_LEAD_MILLIS);
		}
	}

	private void stopLoad(Bench bench, NodeCluster<BenchmarkNode> cluster, List<NodeProcess<BenchmarkNode>> nodes, boolean loaded, boolean cold,
			String measure) {
		if (!loaded) {
			return;
		}
		List<LoadResult> results = new ArrayList<>();
		nodes.forEach((node) -> results.add(node.ask(BenchmarkNode::stopLoad)));
		this.answered += results.stream().mapToLong(LoadResult::answered).sum();
		long difference = Bench.sum(cluster) - this.answered;
		Figures figures = bench.figures();
		figures.add(measure + ", calls that failed", "calls", cold,
				results.stream().mapToLong(LoadResult::failed).sum());
		figures.add(measure + ", longest call", "ms", cold,
				results.stream().mapToLong((result) -> result.latencies().max()).max().orElse(0) / 1e6);
		figures.add(measure + ", answered calls that the state does not have", "calls", cold,
				Math.max(0, -difference));
		figures.add(measure + ", calls that the state has too often", "calls", cold, Math.max(0, difference));
		results.stream()
			.filter((result) -> !result.failures().isEmpty())
			.forEach((result) -> Figures.print("  failed calls: %s", result.failures()));
		// Each transition is judged by itself
		this.answered += difference;
	}

}
