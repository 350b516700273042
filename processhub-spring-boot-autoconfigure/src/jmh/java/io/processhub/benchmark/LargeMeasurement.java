/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.cluster.NodeProcess;
import io.processhub.benchmark.cluster.Settled;
import io.processhub.benchmark.cluster.Span;
import io.processhub.benchmark.node.BenchmarkNode;

/**
 * Starts a million processes and watches for two minutes whether anything changes.
 */
final class LargeMeasurement implements Measurement {

	private static final int COUNT = 1_000_000;

	private static final String HEAP = "4g";

	private static final long WINDOW_MILLIS = 120_000;

	private static final double MEGABYTE = 1 << 20;

	@Override
	public void run(Bench bench) {
		Figures figures = bench.figures();
		try (NodeCluster<BenchmarkNode> cluster = new NodeCluster<>(bench.setup().withHeap(HEAP), BenchmarkNode.class).launch(bench.options().nodes())) {
			Span start = Bench.start(cluster, Bench.PREFIX, COUNT);
			figures.addMillis("start %s in one call, until every registry has them, heap %s"
				.formatted(Bench.number(COUNT), HEAP), true, start.to() - start.from());
			long from = System.nanoTime();
			NodeCluster.sleep(WINDOW_MILLIS);
			Settled settled = cluster.awaitSettled(COUNT, Bench.PATIENCE);
			figures.add("%s, two minutes later: whether something changed".formatted(Bench.number(COUNT)), "0 or 1",
					false, (settled.since() - from > 0) ? 1 : 0);
			for (NodeProcess<BenchmarkNode> node : cluster.nodes()) {
				figures.add("%s, two minutes later: heap in use on a node".formatted(Bench.number(COUNT)), "MB", false,
						node.ask(BenchmarkNode::usedHeap) / MEGABYTE);
			}
		}
	}

}
