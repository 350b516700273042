/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.node.BenchmarkNode;
import io.processhub.benchmark.node.ByPlace;
import io.processhub.benchmark.node.Latencies;

/**
 * Starts processes one after another, waiting for each.
 */
final class StartOneMeasurement implements Measurement {

	private static final int FIRST = 100;

	private static final int WARM_UP = 5000;

	private static final int COUNT = 2000;

	@Override
	public void run(Bench bench) {
		try (NodeCluster<BenchmarkNode> cluster = bench.launch()) {
			measure(bench.figures(), cluster, FIRST, true);
			startEach(cluster, WARM_UP);
			for (int i = 0; i < bench.options().runs(); i++) {
				measure(bench.figures(), cluster, COUNT, false);
			}
		}
	}

	private static void measure(Figures figures, NodeCluster<BenchmarkNode> cluster, int count, boolean cold) {
		ByPlace times = startEach(cluster, count);
		add(figures, "start one, awaited", cold, times.all());
		add(figures, "start one, awaited, on the caller's node", cold, times.local());
		add(figures, "start one, awaited, on another node", cold, times.remote());
	}

	private static void add(Figures figures, String measure, boolean cold, Latencies times) {
		figures.add(measure + ", p50", "ms", cold, times.p50() / 1e6);
		figures.add(measure + ", p99", "ms", cold, times.p99() / 1e6);
	}

	private static ByPlace startEach(NodeCluster<BenchmarkNode> cluster, int count) {
		cluster.watch(false);
		ByPlace times = cluster.node(0).ask((agent) -> agent.startEach(Bench.PREFIX, count));
		cluster.watch(true);
		cluster.awaitSettled(count, Bench.PATIENCE);
		Bench.stop(cluster, Bench.PREFIX, count);
		return times;
	}

}
