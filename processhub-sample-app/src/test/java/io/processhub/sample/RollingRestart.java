/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Restarts all nodes of a cluster, one after the other, under a load of calls that change
 * state.
 */
final class RollingRestart {

	/**
	 * An argument of each node: calls may take long where the nodes that start and those
	 * that work share a processor or two, but none may fail.
	 */
	static final String PATIENCE = "--processhub.hubs.default.call-timeout=20s";

	private static final int DEVICES = 300;

	private static final int RATE = 200;

	private static final String PREFIX = "rolled";

	private RollingRestart() {
	}

	/**
	 * Restart all nodes, and check that no call fails and no state is lost.
	 * @param what what to call it in the results
	 * @param nodes the nodes, which are at rest and run nothing
	 * @param restart stops a node with SIGTERM, and returns its successor when it is
	 * ready
	 * @param <N> the kind of node
	 */
	static <N extends SampleClient> void under(String what, List<N> nodes, UnaryOperator<N> restart) {
		List<N> present = new ArrayList<>(nodes);
		Set<String> ids = SampleCluster.ids(PREFIX, DEVICES);
		present.get(0).post("/api/devices?count=%d&prefix=%s".formatted(DEVICES, PREFIX)).expect(HttpStatus.CREATED);
		awaitSettled(present);
		long begin = System.nanoTime();
		try (SteadyLoad load = new SteadyLoad(PREFIX, DEVICES, RATE, present)) {
			load.awaitAcknowledged(2 * RATE);
			for (N node : nodes) {
				present.remove(node);
				load.use(present);
				present.add(restart.apply(node));
				load.use(present);
				awaitSettled(present);
			}
			load.stop();
			SampleCluster.print(
					"%s: %d nodes restarted in %d ms under %.0f calls/s; half of them took %d ms, 99.9 %% %d ms, the slowest %d ms",
					what, nodes.size(), Duration.ofNanos(System.nanoTime() - begin).toMillis(), load.rate(),
					load.millis(0.5), load.millis(0.999), load.millis(1));
			assertThat(load.failures()).isEmpty();
			assertThat(load.rate()).isGreaterThan(0.9 * RATE);
			new Side(present).assertEachRunsOnce(ids);
			load.assertEachCallCounted(present.get(0));
		}
	}

	private static void awaitSettled(List<? extends SampleClient> nodes) {
		SampleCluster.await(Duration.ofSeconds(30)).untilAsserted(() -> new Side(nodes).assertSettled(DEVICES));
	}

}
