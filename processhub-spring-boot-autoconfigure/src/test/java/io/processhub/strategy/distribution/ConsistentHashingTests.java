/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.distribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.processhub.HubNode;
import io.processhub.strategy.DistributionStrategy.Placement;
import io.processhub.strategy.HubView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ConsistentHashing}.
 */
class ConsistentHashingTests {

	private static final List<String> IDS = IntStream.range(0, 10_000).mapToObj((i) -> "order-" + i).toList();

	private final ConsistentHashing strategy = new ConsistentHashing(ConsistentHashing.DEFAULT_VIRTUAL_NODES);

	static Stream<List<String>> names() {
		return Stream.of(List.of("a", "b", "c"), List.of("node-1", "node-2", "node-3"),
				List.of("127.0.0.1:5701", "127.0.0.1:5702", "127.0.0.1:5703"),
				List.of("10.0.3.17:5701", "10.0.3.18:5701", "10.0.4.17:5701"),
				List.of("orders-0.orders.svc", "orders-1.orders.svc", "orders-2.orders.svc"),
				List.of("app-6d4cf56db6-2x8kq", "app-6d4cf56db6-9wzlp", "app-6d4cf56db6-tq5vn"));
	}

	@ParameterizedTest
	@MethodSource("names")
	void threeNodesGetNearlyTheSameShare(List<String> names) {
		Map<HubNode, Integer> shares = new HashMap<>();
		Placement placement = placement(nodes(names));
		IDS.forEach((id) -> shares.merge(only(placement, id), 1, Integer::sum));
		double mean = IDS.size() / 3.0;
		assertThat(shares).hasSize(3);
		assertThat(shares.values())
			.allSatisfy((share) -> assertThat((double) share).isCloseTo(mean, within(mean / 10)));
	}

	@ParameterizedTest
	@MethodSource("names")
	void joiningNodeTakesButNothingElseMoves(List<String> names) {
		List<HubNode> three = nodes(names);
		List<HubNode> four = new ArrayList<>(three);
		HubNode joined = new HubNode("id-joined", "joined");
		four.add(joined);
		Placement before = placement(three);
		Placement after = placement(four);
		long moved = 0;
		for (String id : IDS) {
			if (!only(before, id).equals(only(after, id))) {
				assertThat(only(after, id)).isEqualTo(joined);
				moved++;
			}
		}
		assertThat(moved).isBetween(2_250L, 2_750L);
	}

	@ParameterizedTest
	@MethodSource("names")
	void leavingNodeGivesButNothingElseMoves(List<String> names) {
		List<HubNode> three = nodes(names);
		for (HubNode leaving : three) {
			Placement before = placement(three);
			Placement after = placement(three.stream().filter((node) -> !node.equals(leaving)).toList());
			for (String id : IDS) {
				if (only(before, id).equals(leaving)) {
					assertThat(only(after, id)).isNotEqualTo(leaving);
				}
				else {
					assertThat(only(after, id)).isEqualTo(only(before, id));
				}
			}
		}
	}

	@Test
	void orderOfTheNodesDoesNotMatter() {
		List<HubNode> nodes = nodes(List.of("a", "b", "c", "d", "e"));
		List<HubNode> shuffled = new ArrayList<>(nodes);
		Placement placement = placement(nodes);
		Random random = new Random(7);
		for (int round = 0; round < 5; round++) {
			Collections.shuffle(shuffled, random);
			Placement other = placement(shuffled);
			IDS.subList(0, 2_000)
				.forEach((id) -> assertThat(other.nodes(id, 3)).containsExactlyElementsOf(placement.nodes(id, 3)));
		}
	}

	@Test
	void restartedNodeOfTheSameNameGetsTheSameShare() {
		Placement before = placement(nodes(List.of("a", "b", "c")));
		Placement after = placement(List.of(new HubNode("1", "a"), new HubNode("2", "b"), new HubNode("3", "c")));
		IDS.forEach((id) -> assertThat(only(after, id).name()).isEqualTo(only(before, id).name()));
	}

	@Test
	void nodesOfTheSameNameShareToo() {
		List<HubNode> nodes = List.of(new HubNode("a", "same"), new HubNode("b", "same"), new HubNode("c", "other"));
		Placement placement = placement(nodes);
		for (HubNode node : nodes) {
			assertThat(IDS.stream().filter((id) -> only(placement, id).equals(node)).count()).isBetween(3000L, 3667L);
		}
	}

	@Test
	void severalNodesAreDistinctAndStartWithThePreferred() {
		Placement placement = placement(nodes(List.of("a", "b", "c", "d")));
		for (String id : IDS.subList(0, 2_000)) {
			List<HubNode> all = placement.nodes(id, 4);
			assertThat(all).hasSize(4).doesNotHaveDuplicates();
			for (int count = 1; count < 4; count++) {
				assertThat(placement.nodes(id, count)).isEqualTo(all.subList(0, count));
			}
		}
	}

	@Test
	void fewerNodesThanWantedAreAllThereAre() {
		Placement placement = placement(nodes(List.of("a", "b")));
		assertThat(placement.nodes("id", 5)).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void emptyViewHasNoPlaceForAProcess() {
		Placement placement = placement(List.of());
		assertThat(placement.nodes("id", 1)).isEmpty();
		assertThat(placement.nodes("id", 3)).isEmpty();
	}

	@Test
	void onlyTargetsArePlacedOn() {
		List<HubNode> nodes = nodes(List.of("up", "leaving"));
		Placement placement = this.strategy.placement(new HubView(1, nodes.get(0), nodes, nodes.subList(0, 1)));
		IDS.forEach((id) -> assertThat(placement.nodes(id, 2)).containsExactly(nodes.get(0)));
	}

	@Test
	void mappingIsNotTaken() {
		assertThat(this.strategy.isGuided()).isFalse();
	}

	@Test
	void numberOfPointsMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ConsistentHashing(0))
			.withMessage("'virtualNodes' must be positive");
	}

	private static HubNode only(Placement placement, String id) {
		List<HubNode> nodes = placement.nodes(id, 1);
		assertThat(nodes).hasSize(1);
		return nodes.get(0);
	}

	private Placement placement(List<HubNode> targets) {
		return this.strategy.placement(new HubView(1, new HubNode("local", "local"), targets, targets));
	}

	private static List<HubNode> nodes(List<String> names) {
		return names.stream().map((name) -> new HubNode("id-" + name, name)).toList();
	}

}
