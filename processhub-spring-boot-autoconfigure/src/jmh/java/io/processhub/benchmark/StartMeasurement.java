/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.cluster.Span;
import io.processhub.benchmark.node.BenchmarkNode;

/**
 * Starts many processes in one call, and stops them.
 */
final class StartMeasurement implements Measurement {

	/**
	 * How many processes are started and stopped to warm up.
	 */
	private static final int WARM_UP = 50_000;

	private static final int MAX_WARM_UPS = 20;

	@Override
	public void run(Bench bench) {
		try (NodeCluster<BenchmarkNode> cluster = bench.launch()) {
			for (int count : bench.options().counts()) {
				measure(bench.figures(), cluster, count, true);
				for (int i = 1; i < Math.min(MAX_WARM_UPS, WARM_UP / count); i++) {
					Bench.start(cluster, Bench.PREFIX, count);
					Bench.stop(cluster, Bench.PREFIX, count);
				}
				for (int i = 0; i < bench.options().runs(); i++) {
					measure(bench.figures(), cluster, count, false);
				}
			}
		}
	}

	private static void measure(Figures figures, NodeCluster<BenchmarkNode> cluster, int count, boolean cold) {
		cluster.watch(true);
		String what = Bench.number(count) + " in one call, until ";
		Span call = cluster.node(0).ask((agent) -> agent.start(Bench.PREFIX, 0, count));
		long settled = cluster.awaitSettled(count, Bench.PATIENCE).since();
		figures.addMillis("start " + what + "every registry has them", cold, settled - call.from());
		figures.addMillis("start " + what + "the caller has its answer", cold, call.to() - call.from());
		Span stop = Bench.stop(cluster, Bench.PREFIX, count);
		figures.addMillis("stop " + what + "no registry has them", cold, stop.to() - stop.from());
	}

}
