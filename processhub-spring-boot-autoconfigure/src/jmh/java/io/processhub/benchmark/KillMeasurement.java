/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.util.List;

import io.processhub.benchmark.cluster.ClusterSetup;
import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.cluster.NodeProcess;
import io.processhub.benchmark.cluster.Settled;
import io.processhub.benchmark.node.BenchmarkNode;

/**
 * Kills a node, and waits until the others run all that it ran.
 */
final class KillMeasurement implements Measurement {

	private final boolean oldest;

	/**
	 * Create a measurement.
	 * @param oldest whether the oldest node is killed, which is the master of the cluster
	 */
	KillMeasurement(boolean oldest) {
		this.oldest = oldest;
	}

	@Override
	public void run(Bench bench) {
		for (String preset : bench.options().presets()) {
			ClusterSetup setup = bench.setup().withPreset(preset);
			for (int count : bench.options().counts()) {
				try (NodeCluster<BenchmarkNode> cluster = new NodeCluster<>(setup, BenchmarkNode.class).launch(bench.options().nodes())) {
					Bench.start(cluster, Bench.PREFIX, count);
					for (int i = 0; i <= bench.options().runs(); i++) {
						measure(bench.figures(), cluster, preset, count, i == 0);
					}
				}
			}
		}
	}

	private void measure(Figures figures, NodeCluster<BenchmarkNode> cluster, String preset, int count, boolean cold) {
		NodeProcess<BenchmarkNode> victim = cluster.node(this.oldest ? 0 : 1);
		long from = System.nanoTime();
		victim.kill();
		victim.awaitExit(10);
		Settled settled = cluster.awaitSettled(count, Bench.PATIENCE);
		String measure = "kill -9 of %s, %s, preset %s, until ".formatted(this.oldest ? "the oldest node" : "a node",
				Bench.number(count), preset);
		figures.addMillis(measure + "all run and all registries agree", cold, settled.since() - from);
		figures.addMillis(measure + "every node knows", cold, settled.nodesSince() - from);
		cluster.add(victim.name(), List.of());
		cluster.watch(true);
		cluster.awaitSettled(count, Bench.PATIENCE, Settled::isBalanced);
	}

}
