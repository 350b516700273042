/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.distribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.springframework.util.Assert;

import io.processhub.HubNode;
import io.processhub.strategy.HubView;
import io.processhub.strategy.LoadAwareStrategy;
import io.processhub.strategy.LoadSample;
import io.processhub.strategy.NodeLoad;

/**
 * Places processes on the nodes that have least to do. What counts is how many processes
 * a node has, compared to its capacity, which is less the more of the processors and of
 * the heap it uses and the more messages wait on it. Processes that run stay where they
 * are until their node goes or the hub is told to rebalance.
 *
 * @since 0.1.0
 */
public final class LoadBalanced implements LoadAwareStrategy {

	/**
	 * The least capacity, of a node that should get nothing more if there is another.
	 */
	private static final double MIN_CAPACITY = 0.01;

	/**
	 * A heap counts as full from here on only: below, the garbage collector has not had
	 * to do much.
	 */
	private static final double HEAP_IN_ORDER = 0.75;

	/**
	 * As many messages that wait halve the capacity.
	 */
	private static final double BUSY_QUEUE = 1000;

	private final Duration pushInterval;

	private final int maxHistorySize;

	private final double weightDecayFactor;

	/**
	 * Create a new strategy.
	 * @param pushInterval how often each node says what it has to do
	 * @param maxHistorySize how many samples of each node are kept
	 * @param weightDecayFactor how much less each sample counts than the one after it,
	 * more than 0 and 1 at most
	 */
	public LoadBalanced(Duration pushInterval, int maxHistorySize, double weightDecayFactor) {
		Assert.isTrue(pushInterval.toNanos() > 0, "'pushInterval' must be positive");
		Assert.isTrue(maxHistorySize > 0, "'maxHistorySize' must be positive");
		Assert.isTrue(weightDecayFactor > 0 && weightDecayFactor <= 1,
				"'weightDecayFactor' must be more than 0, and 1 at most");
		this.pushInterval = pushInterval;
		this.maxHistorySize = maxHistorySize;
		this.weightDecayFactor = weightDecayFactor;
	}

	@Override
	public Duration pushInterval() {
		return this.pushInterval;
	}

	@Override
	public int maxHistorySize() {
		return this.maxHistorySize;
	}

	@Override
	public String signature() {
		return "load-balanced";
	}

	@Override
	public double capacity(List<LoadSample> history) {
		double cpu = mean(history, LoadSample::cpu);
		double heap = mean(history, LoadSample::heap);
		double queue = mean(history, LoadSample::queue);
		double capacity = (1 - cpu * cpu) * (1 - Math.max(0, heap - HEAP_IN_ORDER) / (1 - HEAP_IN_ORDER)) * BUSY_QUEUE
				/ (BUSY_QUEUE + queue);
		return Math.max(MIN_CAPACITY, Math.min(1, capacity));
	}

	private double mean(List<LoadSample> history, ToDoubleFunction<LoadSample> value) {
		double sum = 0;
		double weights = 0;
		double weight = 1;
		for (int i = history.size() - 1; i >= 0; i--) {
			sum += weight * value.applyAsDouble(history.get(i));
			weights += weight;
			weight *= this.weightDecayFactor;
		}
		return sum / weights;
	}

	@Override
	public Placement placement(HubView view) {
		return takeover(view, Map.of());
	}

	@Override
	public Placement takeover(HubView view, Map<String, NodeLoad> loads) {
		double orphans = 0;
		Map<String, NodeLoad> gone = new HashMap<>(loads);
		view.nodes().forEach((node) -> gone.remove(node.id()));
		for (NodeLoad load : gone.values()) {
			orphans += load.processes();
		}
		List<NodeLoad> present = view.targets().stream().map((node) -> load(loads, node)).toList();
		return new WeightedChoice(view.targets(), WaterLevel.room(present, Math.max(orphans, view.targets().size())));
	}

	@Override
	public Placement batch(HubView view, Map<String, NodeLoad> loads) {
		return new LeastLoaded(view.targets(), view.targets().stream().map((node) -> load(loads, node)).toList());
	}

	@Override
	public Map<HubNode, Integer> shares(HubView view, Map<String, NodeLoad> loads) {
		List<NodeLoad> empty = view.targets()
			.stream()
			.map((node) -> new NodeLoad(load(loads, node).capacity(), 0))
			.toList();
		int total = view.targets().stream().mapToInt((node) -> load(loads, node).processes()).sum();
		double[] room = WaterLevel.room(empty, total);
		Map<HubNode, Integer> shares = new LinkedHashMap<>();
		int rest = total;
		for (int i = 0; i < room.length; i++) {
			shares.put(view.targets().get(i), (int) room[i]);
			rest -= (int) room[i];
		}
		// What is left by rounding goes to those who have most already
		List<HubNode> fullest = new ArrayList<>(view.targets());
		fullest.sort(Comparator.comparingInt((node) -> shares.getOrDefault(node, 0) - load(loads, node).processes()));
		for (int i = 0; i < rest; i++) {
			shares.merge(fullest.get(i % fullest.size()), 1, Integer::sum);
		}
		return shares;
	}

	private static NodeLoad load(Map<String, NodeLoad> loads, HubNode node) {
		return loads.getOrDefault(node.id(), new NodeLoad(1, 0));
	}

}
