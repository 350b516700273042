/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.distribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.processhub.HubNode;
import io.processhub.strategy.DistributionStrategy.Placement;
import io.processhub.strategy.HubView;
import io.processhub.strategy.LoadSample;
import io.processhub.strategy.NodeLoad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link LoadBalanced}.
 */
class LoadBalancedTests {

	private static final List<String> IDS = IntStream.range(0, 10_000).mapToObj((i) -> "order-" + i).toList();

	private static final HubNode A = new HubNode("a", "node-a");

	private static final HubNode B = new HubNode("b", "node-b");

	private static final HubNode C = new HubNode("c", "node-c");

	private static final HubView VIEW = new HubView(1, A, List.of(A, B, C), List.of(A, B, C));

	private final LoadBalanced strategy = new LoadBalanced(Duration.ofSeconds(10), 30, 0.9);

	@Test
	void idleNodeHasItsWholeCapacity() {
		assertThat(capacity(new LoadSample(0, 0.7, 0, 100_000))).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "0.05, 0, 0", "0, 0.76, 0", "0, 0, 10" })
	void littleLoadMattersLittle(double cpu, double heap, int queue) {
		assertThat(capacity(new LoadSample(cpu, heap, queue, 0))).isBetween(0.95, 0.9999);
	}

	@ParameterizedTest
	@CsvSource({ "0.9, 0, 0", "0, 0.95, 0", "0, 0, 5000" })
	void heavyLoadOfAnyKindMatters(double cpu, double heap, int queue) {
		assertThat(capacity(new LoadSample(cpu, heap, queue, 0))).isLessThan(0.25);
	}

	@Test
	void fullNodeStillHasSomeCapacity() {
		assertThat(capacity(new LoadSample(1, 1, Integer.MAX_VALUE, 0))).isEqualTo(0.01);
	}

	@Test
	void olderSamplesCountLess() {
		LoadSample busy = new LoadSample(0.9, 0, 0, 0);
		LoadSample idle = new LoadSample(0, 0, 0, 0);
		double mean = 0.9 * 0.9 / (1 + 0.9);
		assertThat(this.strategy.capacity(List.of(busy, idle))).isCloseTo(1 - mean * mean, within(1e-9));
		assertThat(this.strategy.capacity(List.of(idle, busy))).isLessThan(this.strategy.capacity(List.of(busy, idle)));
		assertThat(new LoadBalanced(Duration.ofSeconds(1), 2, 1).capacity(List.of(idle, busy)))
			.isEqualTo(1 - 0.45 * 0.45);
	}

	@Test
	void batchIsSpreadEvenlyOverIdleNodes() {
		assertThat(place(this.strategy.batch(VIEW, Map.of()), IDS).values())
			.allSatisfy((count) -> assertThat(count).isBetween(3333, 3334));
	}

	@Test
	void batchFillsTheNodesThatHaveLess() {
		Map<String, NodeLoad> loads = Map.of("a", new NodeLoad(1, 9000), "b", new NodeLoad(1, 1000), "c",
				new NodeLoad(1, 0));
		assertThat(place(this.strategy.batch(VIEW, loads), IDS)).isEqualTo(Map.of(B, 4500, C, 5500));
	}

	@Test
	void batchGoesByCapacity() {
		Map<String, NodeLoad> loads = Map.of("a", new NodeLoad(1, 0), "b", new NodeLoad(0.5, 0), "c",
				new NodeLoad(0.5, 0));
		Map<HubNode, Integer> placed = place(this.strategy.batch(VIEW, loads), IDS);
		assertThat(placed.get(A)).isCloseTo(5000, within(2));
		assertThat(placed.get(B)).isCloseTo(2500, within(2));
	}

	@Test
	void singleProcessGoesToTheLeastLoaded() {
		Map<String, NodeLoad> loads = Map.of("a", new NodeLoad(1, 5), "b", new NodeLoad(1, 4), "c",
				new NodeLoad(0.5, 4));
		assertThat(IDS.subList(0, 100))
			.allSatisfy((id) -> assertThat(this.strategy.batch(VIEW, loads).nodes(id, 1)).containsExactly(B));
	}

	@Test
	void callersThatKnowNothingOfEachOtherSpreadSingleProcesses() {
		Map<HubNode, Integer> placed = new HashMap<>();
		IDS.forEach((id) -> placed.merge(this.strategy.batch(VIEW, Map.of()).nodes(id, 1).get(0), 1, Integer::sum));
		assertThat(placed.values()).hasSize(3).allSatisfy((count) -> assertThat(count).isBetween(3000, 3667));
	}

	@Test
	void replicasGoToDifferentNodes() {
		Placement batch = this.strategy.batch(VIEW, Map.of("a", new NodeLoad(1, 50)));
		Placement takeover = this.strategy.takeover(VIEW, Map.of());
		for (String id : IDS.subList(0, 100)) {
			assertThat(batch.nodes(id, 2)).containsExactlyInAnyOrder(B, C);
			assertThat(batch.nodes(id, 5)).containsExactlyInAnyOrder(A, B, C);
			assertThat(takeover.nodes(id, 2)).hasSize(2).doesNotHaveDuplicates();
		}
	}

	@Test
	void orphansAreSharedOutSoThatTheSurvivorsAreLevel() {
		Map<String, NodeLoad> loads = Map.of("a", new NodeLoad(1, 5000), "b", new NodeLoad(1, 1000), "c",
				new NodeLoad(1, 3000), "gone", new NodeLoad(1, 10_000));
		Map<HubNode, Integer> placed = place(this.strategy.takeover(VIEW, loads), IDS);
		double level = 19_000 / 3.0;
		assertThat(placed.get(A) + 5000.0).isCloseTo(level, within(200.0));
		assertThat(placed.get(B) + 1000.0).isCloseTo(level, within(200.0));
		assertThat(placed.get(C) + 3000.0).isCloseTo(level, within(200.0));
	}

	@Test
	void nodeAboveTheLevelGetsNoOrphans() {
		Map<String, NodeLoad> loads = Map.of("a", new NodeLoad(1, 50_000), "gone", new NodeLoad(1, 10_000));
		assertThat(place(this.strategy.takeover(VIEW, loads), IDS)).containsOnlyKeys(B, C);
		assertThat(this.strategy.takeover(VIEW, loads).nodes("order-1", 3)).endsWith(A);
	}

	@Test
	void survivorsAgreeWhateverTheOrderOfWhatTheyAreAsked() {
		Map<String, NodeLoad> loads = Map.of("a", new NodeLoad(0.7, 500), "b", new NodeLoad(1, 100));
		Placement one = this.strategy.takeover(VIEW, loads);
		List<HubNode> reversed = List.of(C, B, A);
		Placement other = this.strategy.takeover(new HubView(9, C, reversed, reversed), new HashMap<>(loads));
		Map<String, List<HubNode>> seen = new HashMap<>();
		IDS.forEach((id) -> seen.put(id, one.nodes(id, 2)));
		List<String> shuffled = new ArrayList<>(IDS);
		Collections.reverse(shuffled);
		shuffled.forEach((id) -> assertThat(other.nodes(id, 2)).isEqualTo(seen.get(id)));
	}

	@Test
	void sharesLevelWhatTheNodesHave() {
		Map<String, NodeLoad> loads = Map.of("a", new NodeLoad(1, 90), "b", new NodeLoad(1, 11));
		assertThat(this.strategy.shares(VIEW, loads)).isEqualTo(Map.of(A, 34, B, 34, C, 33));
		Map<String, NodeLoad> uneven = Map.of("a", new NodeLoad(0.5, 100), "b", new NodeLoad(1, 0), "c",
				new NodeLoad(0.5, 0));
		assertThat(this.strategy.shares(VIEW, uneven)).isEqualTo(Map.of(A, 25, B, 50, C, 25));
	}

	@Test
	void viewWithoutTargetsHasNoPlace() {
		HubView empty = new HubView(1, A, List.of(A), List.of());
		assertThat(this.strategy.batch(empty, Map.of()).nodes("id", 1)).isEmpty();
		assertThat(this.strategy.takeover(empty, Map.of()).nodes("id", 2)).isEmpty();
		assertThat(this.strategy.shares(empty, Map.of())).isEmpty();
	}

	@Test
	void optionsMustMakeSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LoadBalanced(Duration.ZERO, 30, 0.9));
		assertThatIllegalArgumentException().isThrownBy(() -> new LoadBalanced(Duration.ofSeconds(1), 0, 0.9));
		assertThatIllegalArgumentException().isThrownBy(() -> new LoadBalanced(Duration.ofSeconds(1), 1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new LoadBalanced(Duration.ofSeconds(1), 1, 1.1));
	}

	private double capacity(LoadSample sample) {
		return this.strategy.capacity(List.of(sample));
	}

	private static Map<HubNode, Integer> place(Placement placement, List<String> ids) {
		Map<HubNode, Integer> placed = new HashMap<>();
		for (String id : ids) {
			HubNode node = placement.nodes(id, 1).get(0);
			placement.placed(node);
			placed.merge(node, 1, Integer::sum);
		}
		return placed;
	}

}
