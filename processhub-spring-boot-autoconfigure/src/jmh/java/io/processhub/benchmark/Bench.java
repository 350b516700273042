/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.time.Duration;

import io.processhub.benchmark.cluster.ClusterSetup;
import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.cluster.Settled;
import io.processhub.benchmark.cluster.Span;
import io.processhub.benchmark.node.BenchmarkNode;

/**
 * What measurements have in common.
 *
 * @param options the options
 * @param setup how nodes are to be
 * @param figures where results go
 */
record Bench(Options options, ClusterSetup setup, Figures figures) {

	static final Duration PATIENCE = Duration.ofMinutes(2);

	static final String PREFIX = "process-";

	NodeCluster<BenchmarkNode> launch() {
		return new NodeCluster<>(this.setup, BenchmarkNode.class).launch(this.options.nodes());
	}

	/**
	 * Start processes in one call on the oldest node, and wait until the cluster is at
	 * rest.
	 * @param cluster the cluster, which runs no other processes
	 * @param prefix the prefix of the ids
	 * @param count how many
	 * @return when the call was made, and when all registries had all
	 */
	static Span start(NodeCluster<BenchmarkNode> cluster, String prefix, int count) {
		cluster.watch(true);
		Span call = cluster.node(0).ask((agent) -> agent.start(prefix, 0, count));
		return new Span(call.from(), cluster.awaitSettled(count, PATIENCE).since());
	}

	/**
	 * Stop processes in one call, and wait until the cluster is at rest.
	 * @param cluster the cluster, which runs no other processes
	 * @param prefix the prefix of the ids
	 * @param count how many
	 * @return when the call was made, and when no registry had any
	 */
	static Span stop(NodeCluster<BenchmarkNode> cluster, String prefix, int count) {
		cluster.watch(true);
		Span call = cluster.node(0).ask((agent) -> agent.stop(prefix, 0, count));
		return new Span(call.from(), cluster.awaitSettled(0, PATIENCE).since());
	}

	static String number(int count) {
		return "%,d".formatted(count);
	}

	static long sum(NodeCluster<BenchmarkNode> cluster) {
		return cluster.nodes().stream().mapToLong((node) -> node.ask(BenchmarkNode::sum)).sum();
	}

	static void printStates(String title, Settled settled) {
		Figures.print("  %s: %s", title, settled.states());
	}

}
