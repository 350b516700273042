/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.ProcessState;
import io.processhub.RestartPolicy;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.StoredSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReplicaPlan}.
 */
class ReplicaPlanTests {

	private static final Set<String> THERE = Set.of("a", "b", "c", "d", "e");

	@Test
	void nothingIsDoneWhereAllIsAsItShouldBe() {
		ReplicaPlan plan = plan("ab", "b", "a");
		assertThat(plan).isEqualTo(new ReplicaPlan(null, Map.of(), Set.of(), Map.of(), Set.of(), Map.of()));
		assertThat(plan.isComplete()).isTrue();
	}

	@Test
	void lackingInstancesAreAdded() {
		ReplicaPlan plan = plan("abc", "b");
		assertThat(plan.added()).isEqualTo(Map.of(1, node("a"), 2, node("c")));
		assertThat(plan.isComplete()).isFalse();
	}

	@Test
	void numbersThatAreFreeAreTaken() {
		List<ProcessRecord> records = List.of(record(0, "a"), record(2, "b"));
		assertThat(plan("abc", records, false).added()).isEqualTo(Map.of(1, node("c")));
	}

	@Test
	void misplacedInstancesMoveToDifferentNodes() {
		assertThat(plan("cd", "a", "b").moves()).isEqualTo(Map.of("p", node("c"), ReplicaId.of("p", 1), node("d")));
		assertThat(plan("bd", "b", "a").moves()).isEqualTo(Map.of(ReplicaId.of("p", 1), node("d")));
	}

	@Test
	void instancesThatAreTooManyAreStopped() {
		assertThat(plan("a", "a", "b", "c").surplus()).containsExactlyInAnyOrder(ReplicaId.of("p", 1),
				ReplicaId.of("p", 2));
	}

	@Test
	void firstInstanceTakesThePlaceOfAnotherRatherThanToStartAnew() {
		assertThat(plan("db", "a", "b").moves()).isEqualTo(Map.of("p", node("b")));
		ReplicaPlan plan = plan("b", "a", "b");
		assertThat(plan.moves()).isEqualTo(Map.of("p", node("b")));
		assertThat(plan.surplus()).isEmpty();
	}

	@Test
	void firstInstanceGoesToThePreferredNodeOnlyWhenTheHubIsRebalanced() {
		List<ProcessRecord> records = List.of(record(0, "a"), record(1, "b"));
		assertThat(plan("ba", records, false).moves()).isEmpty();
		assertThat(plan("ba", records, true).moves()).isEqualTo(Map.of("p", node("b")));
	}

	@Test
	void anotherInstanceFollowsTheFirstThatIsLost() {
		assertThat(plan("cbd", "x", "b").successor()).isEqualTo("b");
		assertThat(plan("cd", "x", "y", "b").successor()).as("even where it does not belong").isEqualTo("b");
		assertThat(plan("cd", "x", "y").successor()).as("the preferred node, if there is none").isEqualTo("c");
		assertThat(plan("cd", "x", "b").added()).as("nothing else until then").isEmpty();
	}

	@Test
	void failedInstanceDoesNotFollow() {
		List<ProcessRecord> records = List.of(record(0, "x"), failed(record(1, "b")));
		assertThat(plan("bc", records, false).successor()).isEqualTo("b");
		assertThat(plan("cb", records, false).successor()).isEqualTo("c");
	}

	@Test
	void lostInstanceIsReplacedOrDropped() {
		assertThat(plan("ab", "a", "x").replaced()).isEqualTo(Map.of(ReplicaId.of("p", 1), node("b")));
		assertThat(plan("a", "a", "x").dropped()).containsExactly(ReplicaId.of("p", 1));
		List<ProcessRecord> records = List.of(record(0, "a"), failed(record(1, "x")));
		assertThat(plan("ab", records, false).dropped()).containsExactly(ReplicaId.of("p", 1));
	}

	@Test
	void instanceThatWasGivenUpIsDroppedWhereItDoesNotBelong() {
		List<ProcessRecord> records = List.of(record(0, "a"), failed(record(1, "b")));
		assertThat(plan("ab", records, false).isComplete()).isTrue();
		ReplicaPlan plan = plan("ac", records, false);
		assertThat(plan.dropped()).containsExactly(ReplicaId.of("p", 1));
		assertThat(plan.added().values()).containsExactly(node("c"));
		assertThat(plan.surplus()).isEmpty();
	}

	@Test
	void secondRecordOnANodeCountsAsLost() {
		ReplicaPlan plan = plan("ab", "a", "a");
		assertThat(plan.replaced()).isEqualTo(Map.of(ReplicaId.of("p", 1), node("b")));
	}

	@Test
	void failedProcessIsLeftAlone() {
		List<ProcessRecord> records = List.of(failed(record(0, "a")), failed(record(1, "b")));
		assertThat(plan("cd", records, false))
			.isEqualTo(new ReplicaPlan(null, Map.of(), Set.of(), Map.of(), Set.of(), Map.of()));
	}

	@Test
	void firstInstanceGoesWhereOneWasGivenUpOnlyIfItMust() {
		List<ProcessRecord> records = List.of(record(0, "a"), failed(record(1, "b")));
		assertThat(plan("ba", records, true).moves()).isEmpty();
		assertThat(plan("bc", records, false).moves()).isEqualTo(Map.of("p", node("c")));
		assertThat(plan("b", records, false).moves()).isEqualTo(Map.of("p", node("b")));
	}

	@Test
	void nothingIsDoneWhereThereIsNoNode() {
		assertThat(plan("", "a", "x").isComplete()).isTrue();
		assertThat(plan("", "a", "b").surplus()).isEmpty();
	}

	@Test
	void carryingOutPlansLeadsToOneInstanceOnEachNodeWhereItBelongs() {
		for (long seed = 0; seed < 3000; seed++) {
			Random random = new Random(seed);
			List<HubNode> targets = new ArrayList<>();
			for (String node : THERE) {
				if (random.nextBoolean()) {
					targets.add(node(node));
				}
			}
			if (targets.isEmpty()) {
				continue;
			}
			Map<String, ProcessRecord> records = new HashMap<>();
			for (int number = 0; number < 1 + random.nextInt(4); number++) {
				records.put(ReplicaId.of("p", number), record(number, "abcdexy".charAt(random.nextInt(7)) + ""));
			}
			boolean rebalancing = random.nextBoolean();
			for (int round = 0; round < 8; round++) {
				carryOut(ReplicaPlan.of(targets, sorted(records), THERE::contains, rebalancing), records);
			}
			Set<String> nodes = new TreeSet<>();
			records.values().forEach((record) -> nodes.add(record.node()));
			assertThat(nodes).as("seed %d", seed)
				.containsExactlyInAnyOrderElementsOf(targets.stream().map(HubNode::id).toList());
			assertThat(records).as("seed %d", seed).hasSize(targets.size()).containsKey("p");
			assertThat(rebalancing && !records.get("p").node().equals(targets.get(0).id())).isFalse();
		}
	}

	private static void carryOut(ReplicaPlan plan, Map<String, ProcessRecord> records) {
		Map<String, String> moves = new HashMap<>();
		plan.moves().forEach((id, node) -> moves.put(id, node.id()));
		plan.replaced().forEach((id, node) -> moves.put(id, node.id()));
		plan.added().forEach((number, node) -> moves.put(ReplicaId.of("p", number), node.id()));
		if (plan.successor() != null) {
			moves.put("p", plan.successor());
		}
		String first = moves.get("p");
		records.values().removeIf((record) -> record.number() > 0 && record.node().equals(first));
		moves.forEach((id, node) -> records.put(id, record(ReplicaId.number(id), node)));
		records.keySet().removeAll(plan.surplus());
		records.keySet().removeAll(plan.dropped());
	}

	private static List<ProcessRecord> sorted(Map<String, ProcessRecord> records) {
		return records.values().stream().sorted((one, other) -> Integer.compare(one.number(), other.number())).toList();
	}

	private static ReplicaPlan plan(String targets, String... nodes) {
		List<ProcessRecord> records = new ArrayList<>();
		Arrays.stream(nodes).forEach((node) -> records.add(record(records.size(), node)));
		return plan(targets, records, false);
	}

	private static ReplicaPlan plan(String targets, List<ProcessRecord> records, boolean rebalancing) {
		return ReplicaPlan.of(targets.chars().mapToObj((node) -> node("" + (char) node)).toList(), records,
				THERE::contains, rebalancing);
	}

	private static HubNode node(String id) {
		return new HubNode(id, "node " + id);
	}

	private static ProcessRecord record(int number, String node) {
		StoredSpec spec = new StoredSpec(ReplicaId.of("p", number), "type", null, RestartPolicy.PERMANENT, 0, null,
				Map.of());
		return new ProcessRecord(spec, node, 1, 1 + number, 1 + number, ProcessState.RUNNING, 0, 1, null);
	}

	private static ProcessRecord failed(ProcessRecord record) {
		return new ProcessRecord(record.spec(), record.node(), 1, record.epoch(), record.revision(),
				ProcessState.FAILED, 0, 1, null);
	}

}
