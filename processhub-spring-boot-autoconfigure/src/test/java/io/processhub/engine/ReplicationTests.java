/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.processhub.HubNode;
import io.processhub.ProcessInfo;
import io.processhub.ProcessInstance;
import io.processhub.ProcessReference;
import io.processhub.ProcessRole;
import io.processhub.ProcessSpec;
import io.processhub.ProcessStartException;
import io.processhub.ProcessState;
import io.processhub.RestartPolicy;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopOptions;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.Slot;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.Slots;
import io.processhub.engine.TestCluster.Member;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;
import io.processhub.strategy.RedundancySignal;
import io.processhub.strategy.ReplicationModel;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.strategy.distribution.Sticky;
import io.processhub.strategy.redundancy.Replication;
import io.processhub.supervisor.Assignment;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for processes with several instances.
 */
class ReplicationTests {

	private static final Duration MOMENT = Duration.ofSeconds(2);

	private final TestCluster cluster = new TestCluster();

	@Test
	void processHasAnInstanceOnEachOfSeveralNodes() {
		List<Member> members = join(3, passive(2));
		StartResult result = start("p", 30);
		assertThat(result.started().values()).allSatisfy((nodes) -> assertThat(nodes).hasSize(2));
		for (Member member : members) {
			assertThat(member.hub.size()).isEqualTo(30);
			assertThat(member.hub.processes()).hasSize(30).allSatisfy((process) -> {
				assertThat(process.instances()).hasSize(2);
				assertThat(process.instances()).extracting(ProcessInstance::role)
					.containsExactly(ProcessRole.ACTIVE, ProcessRole.PASSIVE);
				assertThat(result.started().get(process.id()).keySet()).containsExactlyInAnyOrderElementsOf(
						process.instances().stream().map(ProcessInstance::node).toList());
			});
		}
		assertThat(members.stream().mapToInt((member) -> member.parts().supervisor().size()).sum()).isEqualTo(60);
		assertThat(members.stream().mapToInt((member) -> member.hub.localProcesses().size()).sum()).isEqualTo(60);
		checkQuiet(2);
	}

	@Test
	void thereAreNoMoreInstancesThanNodes() {
		join(2, passive(5));
		start("p", 10);
		checkQuiet(2);
	}

	@Test
	void callsGoToTheActiveInstanceAndBroadcastsToAll() {
		List<Member> members = join(3, passive(3));
		start("p", 1);
		ProcessInfo process = members.get(0).hub.lookup("p0").orElseThrow();
		String active = process.node().name() + ":ACTIVE";
		for (Member member : members) {
			assertThat(this.cluster.<Object>await(member.hub.call("p0", "role"))).isEqualTo(active);
		}
		this.cluster.await(members.get(0).hub.<Object>call("p0", "add"));
		members.get(1).hub.broadcast("p0", "add");
		this.cluster.advance(MOMENT);
		assertThat(counts(members.get(2), "p0")).containsExactly(2L, 1L, 1L);
	}

	@Test
	void passiveInstanceTakesOverWithoutARestart() {
		List<Member> members = join(3, new Replication(2, ReplicationModel.ACTIVE_PASSIVE, RedundancySignal.ALL));
		start("p", 30);
		IntStream.range(0, 30).forEach((i) -> members.get(0).hub.broadcast("p" + i, "add"));
		this.cluster.advance(MOMENT);
		int made = this.cluster.made;
		Member dead = members.get(2);
		Map<String, List<HubNode>> before = nodes(members.get(0));
		this.cluster.told.clear();
		this.cluster.kill(dead);
		this.cluster.advance(Duration.ofSeconds(5));
		Set<String> orphans = new TreeSet<>();
		int lost = 0;
		for (Map.Entry<String, List<HubNode>> entry : before.entrySet()) {
			lost += entry.getValue().contains(dead.parts().localNode()) ? 1 : 0;
			if (entry.getValue().get(0).equals(dead.parts().localNode())) {
				orphans.add(entry.getKey());
			}
		}
		assertThat(orphans).hasSizeGreaterThan(3);
		assertThat(this.cluster.made - made).as("only the lost instances are made anew").isEqualTo(lost);
		orphans.forEach((id) -> {
			assertThat(members.get(0).hub.lookup(id).orElseThrow().node()).isEqualTo(before.get(id).get(1));
			assertThat(this.cluster.<Object>await(members.get(0).hub.call(id, "get"))).as("its state").isEqualTo(1L);
			assertThat(this.cluster.told).as("it was told once").containsOnlyOnce(id + ":ACTIVE");
		});
		assertThat(this.cluster.told.stream().filter((each) -> each.endsWith("ACTIVE"))).hasSameSizeAs(orphans);
		checkQuiet(2);
	}

	@Test
	void lostPassiveInstanceIsReplacedAndTheActiveOneUntouched() {
		List<Member> members = join(3, passive(2));
		start("p", 30);
		Member dead = members.get(1);
		Map<String, List<HubNode>> before = nodes(members.get(0));
		Map<String, Long> epochs = epochs(members.get(0));
		this.cluster.kill(dead);
		this.cluster.advance(Duration.ofSeconds(5));
		before.forEach((id, nodes) -> {
			if (!nodes.get(0).equals(dead.parts().localNode())) {
				assertThat(epochs(members.get(0)).get(id)).isEqualTo(epochs.get(id));
			}
		});
		checkQuiet(2);
	}

	@Test
	void instancesFollowTheNodesThatComeAndGo() {
		join(2, passive(Replication.CLUSTER_SIZE));
		start("p", 20);
		checkQuiet(2);
		int made = this.cluster.made;
		Member third = this.cluster.join("m3");
		this.cluster.advance(MOMENT);
		checkQuiet(3);
		assertThat(this.cluster.made - made).as("only those of the new node are made").isEqualTo(20);
		this.cluster.leave(third);
		this.cluster.advance(MOMENT);
		checkQuiet(2);
		assertThat(this.cluster.made - made).as("nothing is made when a node leaves").isEqualTo(20);
	}

	@Test
	void stateOfTheActiveInstanceIsHandedOverWhenItsNodeLeaves() {
		List<Member> members = join(2, passive(2));
		start("p", 20);
		for (int i = 0; i < 20; i++) {
			this.cluster.await(members.get(0).hub.<Object>call("p" + i, "add"));
		}
		this.cluster.leave(members.get(1));
		this.cluster.advance(MOMENT);
		for (int i = 0; i < 20; i++) {
			assertThat(this.cluster.<Object>await(members.get(0).hub.call("p" + i, "get"))).isEqualTo(1L);
		}
		checkQuiet(1);
	}

	@Test
	void stateOfAPassiveInstanceMovesWithIt() {
		List<Member> members = join(2, passive(2));
		start("p", 20);
		IntStream.range(0, 20).forEach((i) -> members.get(0).hub.broadcast("p" + i, "add"));
		this.cluster.advance(MOMENT);
		this.cluster.join("m3");
		this.cluster.advance(MOMENT);
		IntStream.range(0, 20).forEach((i) -> assertThat(counts(members.get(0), "p" + i)).containsExactly(1L, 1L));
		checkQuiet(2);
	}

	@Test
	void processStopsOnAllNodes() {
		List<Member> members = join(3, passive(3));
		start("p", 20);
		List<String> ids = IntStream.range(0, 20).mapToObj((i) -> "p" + i).toList();
		assertThat(this.cluster.await(members.get(1).hub.stop(ids, StopOptions.defaults())).stopped()).hasSize(20);
		assertThat(members).allSatisfy((member) -> assertThat(member.parts().supervisor().size()).isZero());
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(members).allSatisfy((member) -> {
			assertThat(member.parts().supervisor().size()).isZero();
			assertThat(member.hub.size()).isZero();
			assertThat(member.parts().registry().hasReplicas()).isFalse();
		});
		assertThat(this.cluster.directory()).isEmpty();
		start("p", 20);
		checkQuiet(3);
	}

	@Test
	void processThatEndsOnOneNodeEndsOnAll() {
		List<Member> members = join(3, passive(3));
		ProcessSpec spec = ProcessSpec.of("p0", TestCluster.TYPE).withRestart(RestartPolicy.TEMPORARY);
		this.cluster.await(members.get(0).hub.start(List.of(spec), StartOptions.defaults()));
		this.cluster.advance(MOMENT);
		ProcessReference passive = members.get(0).hub.references("p0").get(2);
		passive.send("end");
		this.cluster.advance(MOMENT);
		assertThat(members).allSatisfy((member) -> {
			assertThat(member.parts().supervisor().size()).isZero();
			assertThat(member.hub.contains("p0")).isFalse();
		});
		assertThat(this.cluster.directory()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(ReplicationModel.class)
	void anotherInstanceGoesOnWhenTheFirstIsGivenUp(ReplicationModel model) {
		List<Member> members = join(3, new Replication(2, model, RedundancySignal.ALL));
		start("p", 10);
		members.get(0).hub.broadcast("p0", "add");
		this.cluster.advance(MOMENT);
		List<HubNode> nodes = nodes(members.get(0)).get("p0");
		this.cluster.told.clear();
		giveUp("p0", 0);
		List<String> told = (model == ReplicationModel.ACTIVE_PASSIVE) ? List.of("p0:ACTIVE") : List.of();
		assertThat(this.cluster.told.stream().skip(this.cluster.told.size() - told.size())).isEqualTo(told);
		assertThat(members).allSatisfy((member) -> {
			assertThat(nodes(member).get("p0")).containsExactly(nodes.get(1), nodes.get(0));
			assertThat(states(member, "p0")).containsExactly(ProcessState.RUNNING, ProcessState.FAILED);
			assertThat(this.cluster.<Object>await(member.hub.call("p0", "role")))
				.isEqualTo(nodes.get(1).name() + ":ACTIVE");
		});
		assertThat(this.cluster.<Object>await(members.get(0).hub.call("p0", "get"))).as("its state").isEqualTo(1L);
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(states(members.get(0), "p0")).as("for good")
			.containsExactly(ProcessState.RUNNING, ProcessState.FAILED);
		giveUp("p0", 0);
		assertThat(states(members.get(0), "p0")).containsExactly(ProcessState.FAILED, ProcessState.FAILED);
		assertThat(runningInstances()).isEqualTo(18);
		this.cluster
			.await(members.get(0).hub.start(List.of(ProcessSpec.of("p0", TestCluster.TYPE)), StartOptions.defaults()));
		checkQuiet(2);
	}

	@Test
	void instanceThatIsGivenUpComesBackWhenItsNodeIsGone() {
		List<Member> members = join(3, passive(2));
		start("p", 10);
		HubNode node = nodes(members.get(0)).get("p0").get(0);
		giveUp("p0", 0);
		this.cluster.kill(member(node));
		this.cluster.advance(Duration.ofSeconds(5));
		assertThat(states(anyMember(), "p0")).containsExactly(ProcessState.RUNNING, ProcessState.RUNNING);
		checkQuiet(2);
	}

	@Test
	void instanceThatIsGivenUpIsDroppedWhenItBelongsOnAnotherNode() {
		List<Member> members = join(2, passive(2));
		start("p", 20);
		IntStream.range(0, 20).forEach((i) -> giveUp("p" + i, 1));
		assertThat(runningInstances()).isEqualTo(20);
		this.cluster.join("m3");
		this.cluster.advance(MOMENT);
		Map<String, List<HubNode>> nodes = nodes(members.get(0));
		assertThat(nodes.values()).allSatisfy((on) -> assertThat(on).hasSize(2).doesNotHaveDuplicates());
		assertThat(runningInstances()).isBetween(25, 39);
	}

	@Test
	void stateIsHandedOverToWhereAnInstanceWasGivenUpIfThereIsNoOtherNode() {
		List<Member> members = join(2, passive(2));
		start("p", 1);
		List<HubNode> nodes = nodes(members.get(0)).get("p0");
		giveUp("p0", 0);
		this.cluster.await(members.get(0).hub.<Object>call("p0", "add"));
		this.cluster.leave(member(nodes.get(1)));
		this.cluster.advance(MOMENT);
		assertThat(this.cluster.<Object>await(anyMember().hub.call("p0", "get"))).isEqualTo(1L);
		checkQuiet(1);
	}

	@Test
	void instanceThatTheOtherSideKnewOfGoesOn() {
		List<Member> members = join(2, passive(2));
		start("p", 1);
		List<HubNode> nodes = nodes(members.get(0)).get("p0");
		ProcessRecord first = this.cluster.directory().get("p0");
		ProcessRecord other = this.cluster.directory().get(ReplicaId.of("p0", 1));
		Slot slot = this.cluster.slots.get(Slots.of("p0"));
		WireWriter side = new WireWriter(256);
		slot.writeTo(side);
		slot.execute(new SlotCommand.Change(0, List.of(new SlotOperation.Abandon(other.id(), other.epoch()),
				new SlotOperation.Amend("p0", first.epoch(), ProcessState.FAILED, 7))));
		slot.merge(Slot.readFrom(new WireReader(side.toByteArray())));
		assertThat(this.cluster.directory().get("p0").state()).isEqualTo(ProcessState.FAILED);
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(nodes(members.get(0)).get("p0")).containsExactly(nodes.get(1), nodes.get(0));
		assertThat(states(members.get(0), "p0")).containsExactly(ProcessState.RUNNING, ProcessState.FAILED);
		assertThat(runningInstances()).isEqualTo(1);
	}

	@Test
	void nothingIsLeftOfAProcessThatDoesNotStart() {
		List<Member> members = join(3, passive(3));
		ProcessSpec spec = ProcessSpec.of("p0", TestCluster.TYPE).withTag("refuse");
		assertThatThrownBy(() -> this.cluster.await(members.get(0).hub.start(List.of(spec), StartOptions.defaults())))
			.hasCauseInstanceOf(ProcessStartException.class);
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.directory()).isEmpty();
		assertThat(members).allSatisfy((member) -> assertThat(member.parts().supervisor().size()).isZero());
	}

	@ParameterizedTest
	@EnumSource(RedundancySignal.class)
	void instancesAreToldOfTheRolesThatTheSignalNames(RedundancySignal signal) {
		List<Member> members = join(2, new Replication(2, ReplicationModel.ACTIVE_PASSIVE, signal));
		start("p", 1);
		List<String> expected = new ArrayList<>();
		if (signal == RedundancySignal.ACTIVE || signal == RedundancySignal.ALL) {
			expected.add("p0:ACTIVE");
		}
		if (signal == RedundancySignal.PASSIVE || signal == RedundancySignal.ALL) {
			expected.add("p0:PASSIVE");
		}
		assertThat(this.cluster.told).containsExactlyElementsOf(expected);
		this.cluster.told.clear();
		Member active = member(members.get(0).hub.lookup("p0").orElseThrow().node());
		Member other = members.get((active == members.get(0)) ? 1 : 0);
		this.cluster.kill(active);
		this.cluster.advance(MOMENT);
		assertThat(this.cluster.<Object>await(other.hub.call("p0", "role")))
			.isEqualTo(other.parts().localNode().name() + ":ACTIVE");
		assertThat(this.cluster.told)
			.containsExactlyElementsOf(expected.contains("p0:ACTIVE") ? List.of("p0:ACTIVE") : List.of());
	}

	@Test
	void nearestInstanceAnswersIfAllAreActive() {
		List<Member> members = join(3, new Replication(3, ReplicationModel.ACTIVE_ACTIVE, RedundancySignal.NONE));
		start("p", 5);
		for (Member member : members) {
			String name = member.parts().localNode().name();
			assertThat(this.cluster.<Object>await(member.hub.call("p0", "role"))).isEqualTo(name + ":ACTIVE");
		}
		assertThat(members.get(0).hub.lookup("p0").orElseThrow().instances()).extracting(ProcessInstance::role)
			.containsOnly(ProcessRole.ACTIVE);
	}

	@Test
	void callsGoOnWhileAnotherNodeOfSeveralActiveInstancesIsLost() {
		List<Member> members = join(3, new Replication(2, ReplicationModel.ACTIVE_ACTIVE, RedundancySignal.NONE));
		start("p", 30);
		Member dead = members.get(2);
		this.cluster.kill(dead);
		for (int i = 0; i < 30; i++) {
			this.cluster.await(members.get(0).hub.<Object>call("p" + i, "add"));
		}
		this.cluster.advance(Duration.ofSeconds(5));
		checkQuiet(2);
	}

	@Test
	void referenceFollowsTheReplica() {
		List<Member> members = join(3, passive(2));
		start("p", 1);
		ProcessReference passive = members.get(0).hub.references("p0").get(1);
		assertThat(this.cluster.<Object>await(passive.call("role"))).asString().endsWith("PASSIVE");
		HubNode before = members.get(0).hub.lookup("p0").orElseThrow().instances().get(1).node();
		Member dead = member(before);
		Member other = members.stream().filter((member) -> member != dead).findFirst().orElseThrow();
		this.cluster.kill(dead);
		ProcessReference reference = other.hub.references("p0").get(1);
		assertThat(this.cluster.<Object>await(reference.call("role"))).asString()
			.endsWith("PASSIVE")
			.doesNotStartWith(before.name());
	}

	@Test
	void instancesStayWithTheStickyStrategyUntilTheHubIsRebalanced() {
		this.cluster.distribution = Sticky::new;
		List<Member> members = join(2, passive(2));
		start("p", 20);
		int made = this.cluster.made;
		Member third = this.cluster.join("m3");
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.made).isEqualTo(made);
		assertThat(third.parts().supervisor().size()).isZero();
		this.cluster.await(members.get(0).hub.rebalance());
		this.cluster.advance(MOMENT);
		assertThat(third.parts().supervisor().size()).isBetween(5, 20);
		checkQuiet(2);
	}

	@Test
	void activeInstancesAreSpreadWhenTheHubIsRebalanced() {
		List<Member> members = join(3, passive(Replication.CLUSTER_SIZE));
		start("p", 30);
		this.cluster.leave(members.get(2));
		Member back = this.cluster.join("m4");
		this.cluster.advance(MOMENT);
		assertThat(actives(back)).as("roles stay").isZero();
		this.cluster.await(back.hub.rebalance());
		this.cluster.advance(Duration.ofSeconds(5));
		assertThat(actives(back)).isBetween(4L, 20L);
		checkQuiet(3);
	}

	@Test
	void placesAreWorkedOutForWhatIsStartedOnly() {
		AtomicInteger placed = new AtomicInteger();
		this.cluster.distribution = (nodes) -> counting(new ConsistentHashing(nodes), placed);
		join(2, passive(2));
		start("p", 200);
		this.cluster.advance(MOMENT);
		placed.set(0);
		start("q", 1);
		assertThat(placed.get()).isBetween(1, 20);
		placed.set(0);
		this.cluster.await(anyMember().hub.rebalance());
		assertThat(placed.get()).as("once for each instance, and for those that move").isBetween(400, 650);
	}

	private static DistributionStrategy counting(DistributionStrategy strategy, AtomicInteger placed) {
		return new DistributionStrategy() {

			@Override
			public Placement placement(HubView view) {
				Placement placement = strategy.placement(view);
				return (processId, count) -> {
					placed.incrementAndGet();
					return placement.nodes(processId, count);
				};
			}

			@Override
			public String signature() {
				return strategy.signature();
			}

		};
	}

	@Test
	void instancesThatWereLostWithTheDirectoryComeBack() {
		List<Member> members = join(3, passive(2));
		start("p", 30);
		this.cluster.slots.clear();
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(members.get(0).hub.size()).isEqualTo(30);
		checkQuiet(2);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void oneInstanceIsActiveAtEveryQuietMoment(long seed) {
		Random random = new Random(seed);
		int factor = random.nextInt(4);
		List<Member> members = new ArrayList<>(join(1 + random.nextInt(3), passive(factor)));
		start("p", 20);
		for (int step = 0; step < 12; step++) {
			int changes = 1 + random.nextInt(2);
			for (int i = 0; i < changes; i++) {
				if (members.size() < 2 || random.nextBoolean()) {
					members.add(this.cluster.join("s%d-%d-%d".formatted(seed, step, i)));
				}
				else {
					Member gone = members.remove(random.nextInt(members.size()));
					if (random.nextBoolean()) {
						this.cluster.leave(gone);
					}
					else {
						this.cluster.kill(gone);
					}
				}
				this.cluster.advance(Duration.ofMillis(random.nextInt(200)));
			}
			this.cluster.advance(Duration.ofSeconds(30));
			assertThat(members.get(0).hub.size()).isEqualTo(20);
			checkQuiet((factor == 0) ? members.size() : Math.min(factor, members.size()));
		}
	}

	private static Replication passive(int factor) {
		return new Replication(factor, ReplicationModel.ACTIVE_PASSIVE, RedundancySignal.NONE);
	}

	private List<Member> join(int count, Replication redundancy) {
		this.cluster.redundancy = redundancy;
		return IntStream.rangeClosed(1, count).mapToObj((i) -> this.cluster.join("m" + i)).toList();
	}

	private StartResult start(String prefix, int count) {
		List<ProcessSpec> specs = IntStream.range(0, count)
			.mapToObj((i) -> ProcessSpec.of(prefix + i, TestCluster.TYPE))
			.toList();
		StartResult result = this.cluster.await(anyMember().hub.start(specs, StartOptions.defaults()));
		this.cluster.advance(MOMENT);
		return result;
	}

	private Member anyMember() {
		return this.cluster.members.values().iterator().next();
	}

	private Member member(HubNode node) {
		return this.cluster.members.values()
			.stream()
			.filter((member) -> member.parts().localNode().equals(node))
			.findFirst()
			.orElseThrow();
	}

	private List<Object> counts(Member member, String id) {
		List<Object> counts = new ArrayList<>();
		member.hub.references(id).forEach((reference) -> counts.add(this.cluster.<Object>await(reference.call("get"))));
		return counts;
	}

	/**
	 * Let an instance crash until it is given up.
	 */
	private void giveUp(String id, int instance) {
		Member member = anyMember();
		HubNode node = nodes(member).get(id).get(instance);
		ProcessReference reference = member.hub.references(id).get(instance);
		for (int i = 0; i < 300 && member(node).parts().supervisor().contains(id); i++) {
			reference.send("crash");
			this.cluster.advance(Duration.ofMillis(20));
		}
		assertThat(member(node).parts().supervisor().contains(id)).isFalse();
		this.cluster.advance(MOMENT);
	}

	private int runningInstances() {
		return this.cluster.members.values().stream().mapToInt((member) -> member.parts().supervisor().size()).sum();
	}

	private static List<ProcessState> states(Member member, String id) {
		return member.hub.lookup(id).orElseThrow().instances().stream().map(ProcessInstance::state).toList();
	}

	private static Map<String, List<HubNode>> nodes(Member member) {
		Map<String, List<HubNode>> nodes = new TreeMap<>();
		member.hub.processes()
			.forEach((process) -> nodes.put(process.id(),
					process.instances().stream().map(ProcessInstance::node).toList()));
		return nodes;
	}

	private static Map<String, Long> epochs(Member member) {
		Map<String, Long> epochs = new TreeMap<>();
		member.hub.processes().forEach((process) -> epochs.put(process.id(), process.instance().epoch()));
		return epochs;
	}

	private static long actives(Member member) {
		return member.hub.localProcesses()
			.stream()
			.filter((process) -> process.node().equals(member.parts().localNode()))
			.count();
	}

	/**
	 * Check that each process has as many instances as it should, that just these run,
	 * and that all nodes know them.
	 */
	private void checkQuiet(int instances) {
		Map<String, ProcessRecord> directory = this.cluster.directory();
		Map<String, Set<String>> nodes = new TreeMap<>();
		Collection<Member> members = this.cluster.members.values();
		directory.values()
			.forEach((record) -> nodes.computeIfAbsent(record.process(), (id) -> new HashSet<>()).add(record.node()));
		assertThat(nodes).allSatisfy((id, on) -> {
			assertThat(on).as("nodes of %s", id).hasSize(instances);
			assertThat(directory).containsKey(id);
		});
		assertThat(directory).hasSize(nodes.size() * instances);
		Set<String> running = new TreeSet<>();
		for (Member member : members) {
			Hub hub = member.parts();
			for (String id : hub.supervisor().ids()) {
				Assignment assignment = hub.supervisor().assignment(id);
				String record = ReplicaId.of(id, assignment.replica());
				running.add(record);
				assertThat(directory).containsKey(record);
				assertThat(directory.get(record).node()).isEqualTo(hub.localNode().id());
				assertThat(directory.get(record).epoch()).isEqualTo(assignment.epoch());
			}
			directory.forEach((id, record) -> assertThat(hub.registry().get(id)).isEqualTo(record));
			assertThat(hub.registry().size()).isEqualTo(nodes.size());
		}
		assertThat(running).containsExactlyInAnyOrderElementsOf(directory.keySet());
	}

}
