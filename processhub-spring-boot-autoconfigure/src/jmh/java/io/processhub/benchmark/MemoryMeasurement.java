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

/**
 * Compares the heap with many idle processes to that without. Only one node knows the
 * type of the processes, so all of them are there; the other nodes have their registries
 * and shares of the directory.
 */
final class MemoryMeasurement implements Measurement {

	private static final int WARM_UP = 1000;

	private static final int MAX_RUNS = 3;

	private static final long REST_MILLIS = 3000;

	@Override
	public void run(Bench bench) {
		int count = Collections.max(bench.options().counts());
		for (int i = 0; i < Math.min(MAX_RUNS, bench.options().runs()); i++) {
			try (NodeCluster<BenchmarkNode> cluster = new NodeCluster<>(bench.setup(), BenchmarkNode.class)) {
				for (int node = 0; node < bench.options().nodes(); node++) {
					cluster.add("node-" + node, List.of("--benchmark.counter=" + (node == 0)));
				}
				measure(bench.figures(), cluster, count);
			}
		}
	}

	private static void measure(Figures figures, NodeCluster<BenchmarkNode> cluster, int count) {
		Bench.start(cluster, "warm-up-", WARM_UP);
		Bench.stop(cluster, "warm-up-", WARM_UP);
		NodeCluster.sleep(REST_MILLIS);
		List<NodeProcess<BenchmarkNode>> nodes = cluster.nodes();
		List<Long> before = nodes.stream().map((node) -> node.ask(BenchmarkNode::usedHeap)).toList();
		Bench.start(cluster, Bench.PREFIX, count);
		NodeCluster.sleep(REST_MILLIS);
		for (int i = 0; i < nodes.size(); i++) {
			double perProcess = (double) (nodes.get(i).ask(BenchmarkNode::usedHeap) - before.get(i)) / count;
			figures.add("memory per idle process on " + ((i == 0) ? "its node" : "another node"), "B", false,
					perProcess);
		}
	}

}
