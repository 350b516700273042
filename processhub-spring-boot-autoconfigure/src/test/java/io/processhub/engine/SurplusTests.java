/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.strategy.HubView;
import io.processhub.strategy.NodeLoad;
import io.processhub.strategy.distribution.LoadBalanced;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Surplus}.
 */
class SurplusTests {

	private final LoadBalanced strategy = new LoadBalanced(Duration.ofSeconds(10), 30, 0.9);

	@Test
	void whateverTheNodesHaveEachHasItsShareAfterwards() {
		Random random = new Random(4);
		for (int round = 0; round < 500; round++) {
			List<HubNode> nodes = IntStream.rangeClosed(1, 1 + random.nextInt(6))
				.mapToObj((i) -> new HubNode("id-" + i, "n" + i))
				.toList();
			Map<String, NodeLoad> loads = new HashMap<>();
			nodes.forEach((node) -> loads.put(node.id(),
					new NodeLoad((1 + random.nextInt(1000)) / 1000.0, random.nextInt(200))));
			Map<HubNode, Integer> shares = this.strategy.shares(new HubView(1, nodes.get(0), nodes, nodes), loads);
			Map<HubNode, Integer> after = new HashMap<>();
			int moved = 0;
			for (HubNode node : nodes) {
				after.merge(node, loads.get(node.id()).processes(), Integer::sum);
				Map<HubNode, Integer> gifts = Surplus.of(node, shares, loads);
				assertThat(gifts).doesNotContainKey(node);
				for (Map.Entry<HubNode, Integer> gift : gifts.entrySet()) {
					after.merge(node, -gift.getValue(), Integer::sum);
					after.merge(gift.getKey(), gift.getValue(), Integer::sum);
					moved += gift.getValue();
				}
			}
			assertThat(after).as("loads %s", loads).isEqualTo(shares);
			int excess = nodes.stream()
				.mapToInt((node) -> Math.max(0, loads.get(node.id()).processes() - shares.get(node)))
				.sum();
			assertThat(moved).as("no more than necessary moves").isEqualTo(excess);
		}
	}

	@Test
	void nodeThatTakesNoProcessesGivesNothing() {
		HubNode leaving = new HubNode("leaving", "leaving");
		assertThat(Surplus.of(leaving, Map.of(new HubNode("a", "a"), 3), Map.of())).isEmpty();
	}

}
