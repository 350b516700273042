/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.node.BenchmarkNode;
import io.processhub.benchmark.node.Latencies;
import io.processhub.benchmark.node.Operation;

/**
 * Calls processes, and beside it the same instances of Hazelcast without a hub.
 */
final class CallMeasurement implements Measurement {

	private static final int PROCESSES = 10_000;

	private static final int CALLERS = 64;

	@Override
	public void run(Bench bench) {
		try (NodeCluster<BenchmarkNode> cluster = bench.launch()) {
			Bench.start(cluster, Bench.PREFIX, PROCESSES);
			cluster.watch(false);
			measure(bench, cluster, true);
			for (int i = 0; i < bench.options().runs(); i++) {
				measure(bench, cluster, false);
			}
		}
	}

	private static void measure(Bench bench, NodeCluster<BenchmarkNode> cluster, boolean cold) {
		Map<Operation, Latencies> alone = new EnumMap<>(Operation.class);
		Map<Operation, Latencies> many = new EnumMap<>(Operation.class);
		for (Operation operation : Operation.values()) {
			alone.put(operation, measure(bench, cluster, operation, 1));
		}
		for (Operation operation : Operation.values()) {
			many.put(operation, measure(bench, cluster, operation, CALLERS));
		}
		Figures figures = bench.figures();
		alone.forEach((operation, times) -> {
			figures.add(operation.title() + ", 1 caller, p50", "µs", cold, times.p50() / 1e3);
			figures.add(operation.title() + ", 1 caller, p99", "µs", cold, times.p99() / 1e3);
		});
		many.forEach((operation, times) -> figures.add(operation.title() + ", " + CALLERS + " callers", "1/s", cold,
				times.perSecond()));
		for (List<Operation> pair : List.of(List.of(Operation.CALL_LOCAL, Operation.EXECUTOR_LOCAL),
				List.of(Operation.CALL_REMOTE, Operation.EXECUTOR_REMOTE))) {
			String measure = pair.get(0).title() + " : " + pair.get(1).title();
			figures.add(measure + ", 1 caller, p50", "ratio", cold,
					(double) alone.get(pair.get(0)).p50() / alone.get(pair.get(1)).p50());
			figures.add(measure + ", " + CALLERS + " callers", "ratio", cold,
					many.get(pair.get(0)).perSecond() / many.get(pair.get(1)).perSecond());
		}
	}

	private static Latencies measure(Bench bench, NodeCluster<BenchmarkNode> cluster, Operation operation, int callers) {
		return cluster.node(0).ask((agent) -> agent.measure(operation, callers, bench.options().duration()));
	}

}
