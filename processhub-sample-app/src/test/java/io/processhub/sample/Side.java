/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.processhub.sample.ClusterController.NodeView;
import io.processhub.sample.ClusterController.WhereAmI;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Nodes that reach each other: a whole cluster, or one side of a split.
 *
 * @param nodes the nodes
 */
record Side(List<? extends SampleClient> nodes) {

	/**
	 * Check that this side is at rest: every node sees all nodes, all registries agree,
	 * and they agree with what runs.
	 */
	void assertSettled() {
		assertSettled(views());
	}

	/**
	 * Check that this side is at rest with so many processes.
	 * @param size the number of processes
	 */
	void assertSettled(int size) {
		List<WhereAmI> views = views();
		assertThat(views).extracting(WhereAmI::size).containsOnly(size);
		assertSettled(views);
	}

	private List<WhereAmI> views() {
		return this.nodes.stream().map(SampleClient::whereAmI).toList();
	}

	private static void assertSettled(List<WhereAmI> views) {
		assertThat(views).allSatisfy((view) -> {
			assertThat(view.nodes()).hasSameSizeAs(views).hasSameElementsAs(views.get(0).nodes());
			assertThat(view.nodes().stream().mapToLong(NodeView::processes).sum()).isEqualTo(view.size());
			assertThat(view.live()).as("instances on %s", view.node()).isEqualTo(assignedTo(view));
			assertThat(view.locked()).as("%s is locked", view.node()).isFalse();
		});
	}

	private static int assignedTo(WhereAmI view) {
		return view.nodes()
			.stream()
			.filter((node) -> node.id().equals(view.node().id()))
			.mapToInt((node) -> (int) node.processes())
			.sum();
	}

	/**
	 * Return how many instances run.
	 * @return the number of instances on all nodes, as they say themselves
	 */
	int liveCount() {
		return this.nodes.stream().mapToInt((node) -> node.whereAmI().live()).sum();
	}

	/**
	 * Return the ids of what runs.
	 * @return the ids
	 */
	Set<String> liveIds() {
		return places().keySet();
	}

	/**
	 * Check that what runs is each of these processes, once.
	 * @param ids the ids of the processes
	 */
	void assertEachRunsOnce(Set<String> ids) {
		Map<String, List<String>> places = places();
		Set<String> missing = new HashSet<>(ids);
		missing.removeAll(places.keySet());
		assertThat(missing).as("processes that do not run").isEmpty();
		Set<String> others = new HashSet<>(places.keySet());
		others.removeAll(ids);
		assertThat(others).as("processes that should not run").isEmpty();
		assertNoneRunsTwice(places);
	}

	/**
	 * Check that no process runs twice.
	 */
	void assertNoneRunsTwice() {
		assertNoneRunsTwice(places());
	}

	private static void assertNoneRunsTwice(Map<String, List<String>> places) {
		assertThat(places.entrySet().stream().filter((entry) -> entry.getValue().size() > 1).toList())
			.as("processes that run twice")
			.isEmpty();
	}

	private Map<String, List<String>> places() {
		Map<String, List<String>> places = new HashMap<>();
		this.nodes.forEach((node) -> node.live()
			.forEach((live) -> places.computeIfAbsent(live.id(), (id) -> new ArrayList<>(1)).add(node.name())));
		return places;
	}

	/**
	 * Check that each node has about the same number of processes.
	 * @param size the number of processes
	 * @param tolerance how far from the mean a node may be, as a share of it
	 */
	void assertSpreadEvenly(int size, double tolerance) {
		double mean = (double) size / this.nodes.size();
		Map<String, Integer> shares = this.nodes.stream()
			.collect(Collectors.toMap(SampleClient::name, (node) -> node.whereAmI().live()));
		assertThat(shares.values()).as("shares %s", shares)
			.allSatisfy((share) -> assertThat(share.doubleValue()).isCloseTo(mean, withinPercentage(100 * tolerance)));
	}

}
