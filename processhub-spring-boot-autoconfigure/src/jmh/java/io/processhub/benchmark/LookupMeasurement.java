/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.util.Collections;

import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.node.BenchmarkNode;

/**
 * Looks processes up by their ids.
 */
final class LookupMeasurement implements Measurement {

	private static final int FIRST = 1000;

	private static final int HOT = 1000;

	private static final int LOOKUPS = 1_000_000;

	@Override
	public void run(Bench bench) {
		int count = Collections.max(bench.options().counts());
		try (NodeCluster<BenchmarkNode> cluster = bench.launch()) {
			Bench.start(cluster, Bench.PREFIX, count);
			cluster.watch(false);
			measure(bench, cluster, count, count);
			measure(bench, cluster, HOT, count);
		}
	}

	private static void measure(Bench bench, NodeCluster<BenchmarkNode> cluster, int ids, int count) {
		String measure = "lookup, %s ids at random, %s processes".formatted(Bench.number(ids), Bench.number(count));
		bench.figures().add(measure, "ns", true, lookup(cluster, ids, FIRST));
		lookup(cluster, ids, LOOKUPS);
		for (int i = 0; i < bench.options().runs(); i++) {
			bench.figures().add(measure, "ns", false, lookup(cluster, ids, LOOKUPS));
		}
	}

	private static double lookup(NodeCluster<BenchmarkNode> cluster, int ids, int lookups) {
		return cluster.node(0).ask((agent) -> agent.lookup(Bench.PREFIX, ids, lookups));
	}

}
