/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.util.Collections;
import java.util.List;

import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.cluster.NodeProcess;
import io.processhub.benchmark.node.BenchmarkNode;
import io.processhub.benchmark.node.Traffic;

/**
 * Counts the bytes that idle nodes exchange, at Hazelcast's own connections.
 */
final class NetworkMeasurement implements Measurement {

	private static final long REST_MILLIS = 20_000;

	/**
	 * Four rounds of the digest exchange.
	 */
	private static final long WINDOW_MILLIS = 60_000;

	@Override
	public void run(Bench bench) {
		int count = Collections.max(bench.options().counts());
		try (NodeCluster<BenchmarkNode> cluster = bench.launch()) {
			measure(bench.figures(), cluster, "no processes");
			Bench.start(cluster, Bench.PREFIX, count);
			measure(bench.figures(), cluster, Bench.number(count) + " processes");
		}
	}

	private static void measure(Figures figures, NodeCluster<BenchmarkNode> cluster, String what) {
		cluster.watch(false);
		NodeCluster.sleep(REST_MILLIS);
		List<NodeProcess<BenchmarkNode>> nodes = cluster.nodes();
		List<Traffic> before = nodes.stream().map((node) -> node.ask(BenchmarkNode::traffic)).toList();
		NodeCluster.sleep(WINDOW_MILLIS);
		for (int i = 0; i < nodes.size(); i++) {
			Traffic after = nodes.get(i).ask(BenchmarkNode::traffic);
			double seconds = (after.at() - before.get(i).at()) / 1e9;
			figures.add("network of an idle node, " + what + ", sent", "B/s", false,
					(after.sent() - before.get(i).sent()) / seconds);
		}
	}

}
