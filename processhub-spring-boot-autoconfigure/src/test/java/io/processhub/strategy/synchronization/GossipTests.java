/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.synchronization;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.processhub.HubNode;
import io.processhub.strategy.SynchronizationStrategy;
import io.processhub.strategy.SynchronizationStrategy.Relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Gossip} and {@link PubSub}.
 */
class GossipTests {

	private static final Duration INTERVAL = Duration.ofSeconds(15);

	private final Random random = new Random(3);

	@ParameterizedTest
	@CsvSource({ "1, 3, 1", "3, 3, 1", "4, 3, 2", "12, 3, 2", "100, 3, 4", "9, 1, 9", "9, 20, 1" })
	void everyNodeIsToldOnceInFewHops(int count, int recipients, int hops) {
		Gossip gossip = new Gossip(INTERVAL, recipients, true);
		List<HubNode> nodes = nodes(count);
		List<HubNode> told = new ArrayList<>();
		assertThat(spread(gossip, nodes, told, recipients)).isEqualTo(hops);
		assertThat(told).containsExactlyInAnyOrderElementsOf(nodes);
	}

	@Test
	void differentNodesAreToldEachTime() {
		Gossip gossip = new Gossip(INTERVAL, 2, true);
		List<HubNode> nodes = nodes(20);
		assertThat(IntStream.range(0, 50)
			.mapToObj((i) -> gossip.relays(nodes, this.random).get(0).node())
			.distinct()
			.count()).isGreaterThan(10);
	}

	@Test
	void everybodyIsToldDirectlyByPubSub() {
		List<HubNode> nodes = nodes(9);
		List<HubNode> told = new ArrayList<>();
		assertThat(spread(new PubSub(INTERVAL), nodes, told, 9)).isEqualTo(1);
		assertThat(told).containsExactlyElementsOf(nodes);
	}

	@Test
	void thereIsNobodyToTell() {
		assertThat(new Gossip(INTERVAL, 3, true).relays(List.of(), this.random)).isEmpty();
		assertThat(new PubSub(INTERVAL).relays(List.of(), this.random)).isEmpty();
	}

	@Test
	void somebodyMustBeTold() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Gossip(INTERVAL, 0, true));
	}

	/**
	 * Tell nodes as each in turn does.
	 * @return how many hops it took
	 */
	private int spread(SynchronizationStrategy strategy, List<HubNode> nodes, List<HubNode> told, int most) {
		record Step(List<HubNode> nodes, int hops) {
		}
		Deque<Step> steps = new ArrayDeque<>(List.of(new Step(nodes, 1)));
		int hops = 0;
		while (!steps.isEmpty()) {
			Step step = steps.remove();
			List<Relay> relays = strategy.relays(step.nodes, this.random);
			assertThat(relays).hasSizeLessThanOrEqualTo(most);
			for (Relay relay : relays) {
				told.add(relay.node());
				hops = Math.max(hops, step.hops);
				if (!relay.others().isEmpty()) {
					steps.add(new Step(relay.others(), step.hops + 1));
				}
			}
		}
		return hops;
	}

	private static List<HubNode> nodes(int count) {
		return IntStream.range(0, count).mapToObj((i) -> new HubNode("id" + i, "n" + i)).toList();
	}

}
