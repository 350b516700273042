/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.springframework.http.HttpStatus;

import io.processhub.sample.LiveProcesses.LiveProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster some of whose nodes are cut off, each from all others.
 */
final class Split {

	/**
	 * With the preset "fast" it takes four seconds of silence, and once or twice five
	 * more in which Hazelcast asks members who are silent, too, but not found to be yet.
	 */
	private static final Duration DETECTION = Duration.ofSeconds(25);

	private static final Duration HEALING = Duration.ofSeconds(60);

	private final String what;

	private final ContainerCluster cluster;

	private final List<ContainerNode> lone;

	private final List<ContainerNode> others;

	private final Set<String> keptIds;

	private final long begin;

	private Split(String what, ContainerCluster cluster, List<ContainerNode> lone) {
		this.what = what;
		this.cluster = cluster;
		this.lone = lone;
		this.others = cluster.nodes().stream().filter((node) -> !lone.contains(node)).toList();
		this.keptIds = this.others.stream()
			.flatMap((node) -> node.live().stream())
			.map(LiveProcess::id)
			.collect(Collectors.toSet());
		this.begin = System.nanoTime();
		lone.forEach(ContainerNode::disconnect);
	}

	/**
	 * Cut nodes off.
	 * @param what what to call it in the results
	 * @param cluster the cluster
	 * @param lone the nodes to cut off
	 * @return the split
	 */
	static Split of(String what, ContainerCluster cluster, List<ContainerNode> lone) {
		return new Split(what, cluster, lone);
	}

	/**
	 * Return the nodes that are alone.
	 * @return the nodes
	 */
	List<ContainerNode> lone() {
		return this.lone;
	}

	/**
	 * Return the nodes that reach each other.
	 * @return the side
	 */
	Side others() {
		return new Side(this.others);
	}

	/**
	 * Return what ran on the side of the others when the cluster was split.
	 * @return the ids
	 */
	Set<String> keptIds() {
		return this.keptIds;
	}

	/**
	 * Wait until both sides have noticed and done what they do then.
	 * @param loneDoes what each lone node comes to
	 * @param lone whether it has
	 * @param othersDo what the others come to
	 * @param others whether they have
	 */
	void await(String loneDoes, BooleanSupplier lone, String othersDo, BooleanSupplier others) {
		CompletableFuture<Void> first = CompletableFuture.runAsync(() -> await(loneDoes, lone));
		CompletableFuture<Void> second = CompletableFuture.runAsync(() -> await(othersDo, others));
		try {
			CompletableFuture.allOf(first, second).join();
		}
		catch (CompletionException ex) {
			throw new AssertionError("After %s".formatted(this.what), ex.getCause());
		}
	}

	private void await(String does, BooleanSupplier condition) {
		SampleCluster.await(DETECTION).alias(does).pollInterval(Duration.ofMillis(50)).until(condition::getAsBoolean);
		SampleCluster.print("%s: %s after %d ms", this.what, does, millisSince(this.begin));
	}

	/**
	 * Reconnect the nodes, and wait until all is at rest and runs once.
	 * @param ids the ids of all processes
	 */
	void heal(Set<String> ids) {
		long healed = System.nanoTime();
		this.lone.forEach(ContainerNode::reconnect);
		SampleCluster.await(HEALING).untilAsserted(() -> this.cluster.side().assertSettled(ids.size()));
		SampleCluster.print("%s: all nodes agree, and all %d run, %d ms after the network is whole again", this.what,
				ids.size(), millisSince(healed));
		this.cluster.side().assertEachRunsOnce(ids);
		assertThat(this.cluster.nodes()).allSatisfy((node) -> {
			assertThat(node.whereAmI().partitioned()).as("%s is without quorum", node).isFalse();
			node.get("/actuator/health").expect(HttpStatus.OK);
		});
	}

	private static long millisSince(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin).toMillis();
	}

}
