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

import org.junit.jupiter.api.Assumptions;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster that is split: some nodes are cut off, each from all others, or from the
 * others only.
 */
final class Split {

	/**
	 * With the preset "fast" a node without quorum notices after four seconds of silence,
	 * or when it looks next, a second later. Then it has to stop what it runs.
	 */
	private static final Duration SILENCE = Duration.ofSeconds(8);

	/**
	 * Until members are removed it takes once or twice five seconds more, in which
	 * Hazelcast asks those who are silent, too, but not found to be yet.
	 */
	private static final Duration REMOVAL = Duration.ofSeconds(25);

	private static final Duration HEALING = Duration.ofSeconds(60);

	private final String what;

	private final ContainerCluster cluster;

	private final List<ContainerNode> part;

	private final List<ContainerNode> others;

	private final Runnable healing;

	private final long begin;

	private Split(String what, ContainerCluster cluster, List<ContainerNode> part, List<ContainerNode> others,
			Runnable cut, Runnable healing) {
		this.what = what;
		this.cluster = cluster;
		this.part = part;
		this.others = others;
		this.healing = healing;
		this.begin = System.nanoTime();
		cut.run();
	}

	/**
	 * Cut nodes off, each from all others.
	 * @param what what to call it in the results
	 * @param cluster the cluster
	 * @param lone the nodes to cut off
	 * @return the split
	 */
	static Split of(String what, ContainerCluster cluster, List<ContainerNode> lone) {
		return new Split(what, cluster, lone, others(cluster, lone), () -> lone.forEach(ContainerNode::disconnect),
				() -> lone.forEach(ContainerNode::reconnect));
	}

	/**
	 * Skip the test where a network cannot be cut in two.
	 * @param cluster a cluster that is at rest
	 */
	static void assumeInTwo(ContainerCluster cluster) {
		String obstacle = cluster.nodes().get(0).obstacleToDeafness();
		Assumptions.assumeTrue(obstacle.isEmpty(), () -> "A network cannot be cut in two here: " + obstacle);
	}

	/**
	 * Cut the network in two: on each side the nodes reach each other.
	 * @param what what to call it in the results
	 * @param cluster the cluster
	 * @param part the nodes on one side
	 * @return the split
	 */
	static Split inTwo(String what, ContainerCluster cluster, List<ContainerNode> part) {
		List<ContainerNode> others = others(cluster, part);
		return new Split(what, cluster, part, others, () -> {
			part.forEach((node) -> node.deafen(others));
			others.forEach((node) -> node.deafen(part));
		}, () -> {
			part.forEach((node) -> node.undeafen(others));
			others.forEach((node) -> node.undeafen(part));
		});
	}

	private static List<ContainerNode> others(ContainerCluster cluster, List<ContainerNode> part) {
		return cluster.nodes().stream().filter((node) -> !part.contains(node)).toList();
	}

	/**
	 * Return the nodes that were cut off.
	 * @return the nodes
	 */
	List<ContainerNode> part() {
		return this.part;
	}

	/**
	 * Return the nodes that were not cut off.
	 * @return the side
	 */
	Side others() {
		return new Side(this.others);
	}

	/**
	 * Wait until those who were cut off have stopped for lack of a quorum, and the others
	 * run all.
	 * @param size the number of processes
	 */
	void awaitStop(int size) {
		await(SILENCE, "who was cut off runs nothing", () -> this.part.stream().allMatch(SampleClient::hasStopped),
				REMOVAL, "the others run all", () -> others().liveCount() == size);
	}

	/**
	 * Wait until all nodes have stopped for lack of a quorum.
	 */
	void awaitStopOfAll() {
		await(SILENCE, "who was cut off runs nothing", () -> this.part.stream().allMatch(SampleClient::hasStopped),
				SILENCE, "who is left neither", () -> this.others.stream().allMatch(SampleClient::hasStopped));
	}

	/**
	 * Wait until both sides have noticed and taken over what they miss.
	 * @param part whether those have who were cut off
	 * @param others whether the others have
	 */
	void awaitTakeover(BooleanSupplier part, BooleanSupplier others) {
		await(REMOVAL, "who was cut off runs all", part, REMOVAL, "the others run all", others);
	}

	private void await(Duration partLimit, String partDoes, BooleanSupplier part, Duration othersLimit, String othersDo,
			BooleanSupplier others) {
		CompletableFuture<Void> first = CompletableFuture.runAsync(() -> await(partLimit, partDoes, part));
		CompletableFuture<Void> second = CompletableFuture.runAsync(() -> await(othersLimit, othersDo, others));
		try {
			CompletableFuture.allOf(first, second).join();
		}
		catch (CompletionException ex) {
			throw new AssertionError("After %s".formatted(this.what), ex.getCause());
		}
	}

	private void await(Duration limit, String does, BooleanSupplier condition) {
		long left = limit.toMillis() - millisSince(this.begin);
		SampleCluster.await(Duration.ofMillis(Math.max(100, left)))
			.alias(does)
			.pollInterval(Duration.ofMillis(50))
			.until(condition::getAsBoolean);
		SampleCluster.print("%s: %s after %d ms", this.what, does, millisSince(this.begin));
	}

	/**
	 * Reconnect the nodes, and wait until all is at rest and runs once.
	 * @param ids the ids of all processes
	 */
	void heal(Set<String> ids) {
		long healed = System.nanoTime();
		this.healing.run();
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
