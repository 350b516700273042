/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.distribution;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.strategy.DistributionStrategy.Placement;
import io.processhub.strategy.HubView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Guided}.
 */
class GuidedTests {

	private static final HubNode A = new HubNode("1", "a");

	private static final HubNode B = new HubNode("2", "b");

	private static final HubNode LEAVING = new HubNode("3", "c");

	private static final HubNode SECOND_B = new HubNode("4", "b");

	private final Guided strategy = new Guided();

	private final Placement placement = this.strategy
		.placement(new HubView(1, A, List.of(A, B, LEAVING, SECOND_B), List.of(A, B, SECOND_B)));

	@Test
	void nodesAreFoundByTheirNamesInTheOrderGiven() {
		assertThat(this.placement.nodes("id", List.of("b", "a"), 2)).containsExactly(B, A);
		assertThat(this.placement.nodes("id", List.of("b", "a"), 1)).containsExactly(B);
	}

	@Test
	void nodesThatAreNotThereOrLeaveAreLeftOut() {
		assertThat(this.placement.nodes("id", List.of("z", "c", "a"), 3)).containsExactly(A);
		assertThat(this.placement.nodes("id", List.of("z"), 1)).isEmpty();
	}

	@Test
	void processesFromBeforeTheHubWasGuidedAreSpread() {
		Set<HubNode> nodes = IntStream.range(0, 100)
			.mapToObj((i) -> this.placement.nodes("p" + i, List.of(), 1).get(0))
			.collect(Collectors.toSet());
		assertThat(nodes).containsExactlyInAnyOrder(A, B, SECOND_B);
	}

	@Test
	void mappingIsTaken() {
		assertThat(this.strategy.isGuided()).isTrue();
	}

}
