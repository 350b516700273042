/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.processhub.HubNode;
import io.processhub.strategy.DistributionStrategy.Placement;
import io.processhub.strategy.HubView;
import io.processhub.strategy.distribution.ConsistentHashing;

/**
 * Consistent hashing: what a change of the nodes costs, and what it costs to place an id.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlacementBenchmark {

	private static final int IDS = 10_000;

	@Param({ "3", "30" })
	int nodes;

	private final ConsistentHashing strategy = new ConsistentHashing(ConsistentHashing.DEFAULT_VIRTUAL_NODES);

	private HubView view;

	private Placement placement;

	private String[] ids;

	private int next;

	@Setup
	public void place() {
		List<HubNode> all = IntStream.range(0, this.nodes)
			.mapToObj((number) -> new HubNode("id-" + number, "node-" + number))
			.toList();
		this.view = new HubView(1, all.get(0), all, all);
		this.placement = this.strategy.placement(this.view);
		this.ids = IntStream.range(0, IDS).mapToObj((number) -> "process-" + number).toArray(String[]::new);
	}

	private String id() {
		this.next = (this.next + 1) % IDS;
		return this.ids[this.next];
	}

	@Benchmark
	public Placement placementForView() {
		return this.strategy.placement(this.view);
	}

	@Benchmark
	public List<HubNode> nodeOfId() {
		return this.placement.nodes(id(), 1);
	}

	@Benchmark
	public List<HubNode> twoNodesOfId() {
		return this.placement.nodes(id(), 2);
	}

}
