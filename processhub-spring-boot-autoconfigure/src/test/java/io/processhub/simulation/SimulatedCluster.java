/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.processhub.directory.ProcessRecord;
import io.processhub.directory.Slot;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.Slots;
import io.processhub.time.HubScheduler.Cancellable;

/**
 * The members of a simulated cluster, and what befalls them: joins, crashes, hangs,
 * splits. It behaves as Hazelcast does: a member that is silent for too long is removed,
 * and comes back with a new identity; of two sides the smaller one joins the greater, and
 * brings along the slots that it owned.
 */
final class SimulatedCluster {

	private static final long MERGE_INTERVAL_NANOS = 1_500_000_000;

	private static final int MAX_SPLITS = 2;

	private final SimulatedWorld world;

	private final SimulationPlan plan;

	private final SimulatedNetwork network;

	private final SimulatedBoard board;

	private boolean quorumReset;

	private final SimulatedCodec codec = new SimulatedCodec();

	private final Ledger ledger;

	private final Map<Integer, SimulatedMember> members = new LinkedHashMap<>();

	private final Map<String, SimulatedMember> byUuid = new LinkedHashMap<>();

	private final List<String> trace = new ArrayList<>();

	private long lastTrouble = Long.MIN_VALUE;

	private long lastDivision = Long.MIN_VALUE;

	private long handlerDelayNanos;

	private double handlerFailure;

	private Consumer<Object> forgotten = (circle) -> {
	};

	private Consumer<Set<Integer>> outdated = (slots) -> {
	};

	private int made;

	private int merges;

	private int merging;

	private int disturbances;

	private final List<Split> splits = new ArrayList<>();

	SimulatedCluster(SimulatedWorld world, SimulationPlan plan) {
		this.world = world;
		this.plan = plan;
		this.network = new SimulatedNetwork(world);
		this.board = new SimulatedBoard(this);
		this.ledger = new Ledger(world, plan.isReplicated());
		world.at(MERGE_INTERVAL_NANOS, this::mergeNowAndThen);
	}

	SimulatedWorld world() {
		return this.world;
	}

	SimulationPlan plan() {
		return this.plan;
	}

	/**
	 * Do what a user does who knows that the other nodes are gone for good.
	 */
	void resetQuorum(SimulatedMember member) {
		this.quorumReset = true;
		member.hub().resetQuorum();
	}

	boolean isQuorumReset() {
		return this.quorumReset;
	}

	SimulatedNetwork network() {
		return this.network;
	}

	/**
	 * Return the map that news are laid out in.
	 */
	SimulatedBoard board() {
		return this.board;
	}

	SimulatedCodec codec() {
		return this.codec;
	}

	Ledger ledger() {
		return this.ledger;
	}

	List<SimulatedMember> members() {
		return new ArrayList<>(this.members.values());
	}

	List<SimulatedMember> upMembers() {
		return this.members.values().stream().filter(SimulatedMember::isUp).toList();
	}

	@Nullable SimulatedMember member(String uuid) {
		return this.byUuid.get(uuid);
	}

	void note(String what) {
		this.trace.add(this.world.millis() + " ms: " + what);
	}

	List<String> trace() {
		return this.trace;
	}

	/**
	 * Return whether all members are on one side, and nothing is on its way there.
	 */
	boolean isWhole() {
		return sides().size() <= 1 && this.merging == 0
				&& this.members.values().stream().allMatch((member) -> member.isAwake() && isAware(member.side()));
	}

	/**
	 * Return whether a member was dead, hanging or cut off at some time since then, give
	 * or take what it takes to notice.
	 */
	boolean troubledSince(long millis) {
		return this.disturbances > 0 || this.lastTrouble >= millis - 7000;
	}

	/**
	 * Return whether there was more than one side at some time since then.
	 */
	boolean dividedSince(long millis) {
		return !isWhole() || this.lastDivision >= millis - 7000;
	}

	/**
	 * Return whether the cluster is whole, and nothing is about to change that.
	 */
	boolean isUndisturbed() {
		return isWhole() && this.disturbances == 0;
	}

	/**
	 * Note that all members are together.
	 * @return whether some of them were not until now
	 */
	boolean reunite() {
		Object circle = members().get(0).circle();
		boolean reunited = this.members.values().stream().anyMatch((member) -> member.circle() != circle);
		this.members.values().forEach((member) -> member.circle(circle));
		sides().forEach((side) -> side.begunAnew().clear());
		return reunited;
	}

	/**
	 * Return how many members a member hears, itself included.
	 */
	int heard(SimulatedMember member) {
		int heard = 0;
		for (SimulatedMember other : this.members.values()) {
			if (other == member || (other.isAwake() && this.network.isUp(other, member))) {
				heard++;
			}
		}
		return heard;
	}

	/**
	 * Return whether the network may split once more.
	 */
	boolean maySplit() {
		return this.splits.size() < MAX_SPLITS;
	}

	/**
	 * Return whether a member may go, by a crash or in order: the others on its side have
	 * a copy of every slot. More than one at a time is more than the directory stands.
	 */
	boolean mayLose(SimulatedMember member) {
		return member.side().isRedundant(member);
	}

	private Set<SimulatedSide> sides() {
		Set<SimulatedSide> sides = new LinkedHashSet<>();
		this.members.values().forEach((member) -> sides.add(member.side()));
		return sides;
	}

	/**
	 * Return whether the members of a side are all really on it.
	 */
	private static boolean isAware(SimulatedSide side) {
		return side.members().stream().allMatch((member) -> member.side() == side);
	}

	// Members that come and go

	/**
	 * Add a member and start its hub.
	 */
	SimulatedMember join(String name) {
		SimulatedSide side = null;
		for (SimulatedSide each : sides()) {
			if (isAware(each) && (side == null || each.members().size() > side.members().size())) {
				side = each;
			}
		}
		if (side == null) {
			side = new SimulatedSide(this.world, this.ledger::excuseSlot);
		}
		SimulatedMember member = new SimulatedMember(this, this.made++, name, side,
				(directory) -> this.plan.directory(this, directory));
		if (!side.members().isEmpty()) {
			SimulatedMember host = side.members().get(0);
			member.circle(host.circle());
			this.splits.forEach((split) -> joinSplit(split, member, host));
		}
		this.members.put(member.index(), member);
		this.byUuid.put(member.local(), member);
		side.add(member);
		member.start();
		return member;
	}

	/**
	 * Let a member that joins during a split reach those that its host reaches.
	 */
	private void joinSplit(Split split, SimulatedMember member, SimulatedMember host) {
		boolean inPart = split.part.contains(host);
		(inPart ? split.rest : split.part).forEach((other) -> link(member, other, false));
		(inPart ? split.part : split.rest).add(member);
	}

	/**
	 * End a member without warning. The others notice after a while.
	 */
	void crash(SimulatedMember member) {
		this.disturbances++;
		this.lastTrouble = this.world.millis();
		gone(member);
		this.ledger.died(member);
		this.world.at(this.world.between(10_000, 400_000), () -> {
			this.disturbances--;
			remove(member);
		});
	}

	/**
	 * Let a member leave in order.
	 */
	void leave(SimulatedMember member) {
		member.stop().whenComplete((left, failure) -> leaveWhenRedundant(member));
	}

	/**
	 * Let the cluster library end in order: not before the others have the copies of all
	 * slots.
	 */
	private void leaveWhenRedundant(SimulatedMember member) {
		this.world.at(this.world.between(1000, 50_000), () -> {
			if (member.isAlive() && (member.isPaused() || !member.side().isRedundant(member))) {
				leaveWhenRedundant(member);
			}
			else if (member.isAlive()) {
				note(member.name() + " has left");
				gone(member);
				this.ledger.left(member);
				remove(member);
			}
		});
	}

	private void gone(SimulatedMember member) {
		member.kill();
		if (this.members.values().stream().noneMatch((each) -> each.isAlive() && each.circle() == member.circle())) {
			this.forgotten.accept(member.circle());
		}
	}

	/**
	 * Let something be done when nobody is left of those who could talk to each other
	 * without a break, so that what only they knew is lost.
	 */
	void whenForgotten(Consumer<Object> forgotten) {
		this.forgotten = forgotten;
	}

	/**
	 * Let something be done when slots whose copies were all lost, so that they were put
	 * together from what nodes remember, meet those who remember something else.
	 */
	void whenOutdated(Consumer<Set<Integer>> outdated) {
		this.outdated = outdated;
	}

	private void remove(SimulatedMember member) {
		this.members.remove(member.index());
		this.byUuid.remove(member.local());
		for (SimulatedSide side : sides()) {
			side.remove(List.of(member));
		}
	}

	/**
	 * Let a member hang. The others remove it if that takes long.
	 */
	void pause(SimulatedMember member, Duration time) {
		if (member.isPaused()) {
			return;
		}
		this.disturbances++;
		member.pause();
		Object circle = member.circle();
		member.circle(new Object());
		long detection = this.world.nanosBetween(4_000_000, 5_000_000);
		boolean[] removed = new boolean[1];
		Cancellable removal = this.world.at(Duration.ofNanos(detection), () -> {
			if (member.isAlive() && member.side().members().size() > 1) {
				removed[0] = true;
				cutOff(member.side(), List.of(member));
			}
		});
		this.world.at(time, () -> {
			this.disturbances--;
			removal.cancel();
			if (member.isAlive()) {
				this.lastTrouble = this.world.millis();
				note(member.name() + " goes on");
				member.resume();
				if (removed[0]) {
					this.world.at(this.world.between(1000, 1_000_000), () -> becomeAware(List.of(member)));
				}
				else {
					member.circle(circle);
				}
			}
		});
	}

	/**
	 * Take the links down between some members and all others, up again after a while.
	 */
	void split(List<SimulatedMember> part, Duration time) {
		this.disturbances++;
		List<SimulatedMember> rest = members();
		rest.removeAll(part);
		Split split = new Split(new ArrayList<>(part), rest);
		this.splits.add(split);
		// Those who were cut off from each other before are so still
		Set<Object> others = new HashSet<>();
		rest.forEach((member) -> others.add(member.circle()));
		Map<Object, Object> circles = new HashMap<>();
		part.forEach((member) -> member.circle(
				circles.computeIfAbsent(member.circle(), (before) -> others.contains(before) ? new Object() : before)));
		links(split.part, split.rest, false);
		this.world.at(this.world.nanosBetween(3_000_000, 5_000_000), () -> notice(split));
		this.world.at(time, () -> {
			this.splits.remove(split);
			this.disturbances--;
			this.lastTrouble = this.world.millis();
			links(split.part, split.rest, true);
		});
	}

	/**
	 * Let the members of each side that do not reach each other take each other for dead.
	 */
	private void notice(Split split) {
		if (!this.splits.contains(split)) {
			return;
		}
		boolean again = false;
		for (SimulatedSide side : sides()) {
			List<SimulatedMember> cut = new ArrayList<>(side.members());
			cut.removeIf((member) -> !split.part.contains(member));
			if (!cut.isEmpty() && cut.size() < side.members().size()) {
				if (isAware(side)) {
					cutOff(side, cut);
					this.world.at(this.world.between(1, this.plan.maxLateness()), () -> becomeAware(cut));
				}
				else {
					again = true;
				}
			}
		}
		if (again) {
			this.world.at(this.world.between(100_000, 500_000), () -> notice(split));
		}
	}

	private void links(List<SimulatedMember> part, List<SimulatedMember> rest, boolean up) {
		part.forEach((one) -> rest.forEach((other) -> link(one, other, up)));
	}

	private void link(SimulatedMember one, SimulatedMember other, boolean up) {
		if (up) {
			this.network.up(one, other);
			this.network.up(other, one);
		}
		else {
			this.network.down(one, other);
			this.network.down(other, one);
		}
	}

	private void cutOff(SimulatedSide side, List<SimulatedMember> cut) {
		note(names(cut) + " cut off");
		this.ledger.divided();
		SimulatedSide fork = side.fork();
		cut.forEach((member) -> {
			member.side(fork);
			this.ledger.doubted(member);
		});
		side.members().stream().filter((each) -> !cut.contains(each)).forEach(this.ledger::doubted);
		side.remove(cut);
	}

	private void becomeAware(List<SimulatedMember> cut) {
		List<SimulatedMember> hanging = new ArrayList<>();
		for (SimulatedMember member : cut) {
			SimulatedSide side = member.side();
			if (member.isAwake()) {
				side.remove(side.members().stream().filter((each) -> each.side() != side).toList());
			}
			else if (member.isAlive() && !isAware(side)) {
				hanging.add(member);
			}
		}
		if (!hanging.isEmpty()) {
			this.world.at(this.world.between(1000, 1_000_000), () -> becomeAware(hanging));
		}
	}

	private static String names(List<SimulatedMember> members) {
		return String.join(", ", members.stream().map(SimulatedMember::name).toList());
	}

	// Sides that come together again

	private void mergeNowAndThen() {
		List<SimulatedSide> sides = sides().stream().filter(this::isReady).toList();
		for (SimulatedSide smaller : sides) {
			for (SimulatedSide greater : sides) {
				boolean greaterSide = greater.members().size() > smaller.members().size()
						|| (greater.members().size() == smaller.members().size()
								&& greater.members().get(0).index() < smaller.members().get(0).index());
				if (smaller != greater && greaterSide && areConnected(smaller, greater)) {
					merge(smaller, greater);
					this.world.at(MERGE_INTERVAL_NANOS, this::mergeNowAndThen);
					return;
				}
			}
		}
		this.world.at(MERGE_INTERVAL_NANOS, this::mergeNowAndThen);
	}

	private boolean isReady(SimulatedSide side) {
		return !side.members().isEmpty() && isAware(side)
				&& side.members().stream().allMatch((member) -> member.isAwake() && !member.isLeaving());
	}

	private boolean areConnected(SimulatedSide one, SimulatedSide other) {
		return one.members()
			.stream()
			.allMatch((member) -> other.members()
				.stream()
				.allMatch((each) -> this.network.isUp(member, each) && this.network.isUp(each, member)));
	}

	private void merge(SimulatedSide smaller, SimulatedSide greater) {
		note(names(smaller.members()) + " merges into " + names(greater.members()));
		this.merges++;
		this.outdated.accept(greater.begunAnew());
		// Some may have joined after the sides had parted
		smaller.members().forEach(this.ledger::doubted);
		List<Runnable> arrivals = new ArrayList<>();
		for (int slot = 0; slot < Slots.COUNT; slot++) {
			SimulatedMember owner = smaller.owner(slot);
			Slot copy = (owner != null) ? owner.copies().get(slot) : null;
			if (owner != null && copy != null) {
				int number = slot;
				Slot data = SimulatedSide.copy(copy);
				arrivals.add(() -> mergeSlot(owner, number, data));
			}
		}
		smaller.dissolve();
		for (SimulatedMember member : List.copyOf(smaller.members())) {
			this.byUuid.remove(member.local());
			member.merge(greater, member.name() + "/" + member.index() + "+" + this.merges);
			this.byUuid.put(member.local(), member);
			this.board.replay(member);
		}
		arrivals.forEach((arrival) -> {
			this.merging++;
			this.world.at(this.world.between(20_000, 1_500_000), arrival);
		});
	}

	/**
	 * Bring the data of a slot from the smaller side to where its holder is now. They are
	 * lost with the holder.
	 */
	private void mergeSlot(SimulatedMember holder, int slot, Slot data) {
		SimulatedSide side = holder.side();
		SimulatedMember owner = side.owner(slot);
		SimulatedMember backup = side.backup(slot);
		boolean awake = holder.isAwake() && owner != null && owner.isAwake() && owner.side() == side
				&& (backup == null || (backup.isAwake() && backup.side() == side)) && this.network.isUp(holder, owner);
		if (!awake && holder.isAlive()) {
			this.world.at(this.world.between(20_000, 500_000), () -> mergeSlot(holder, slot, data));
			return;
		}
		this.merging--;
		this.ledger.divided();
		this.lastDivision = this.world.millis();
		if (side.begunAnew().contains(slot)) {
			this.outdated.accept(Set.of(slot));
		}
		if (holder.isAlive() && owner != null) {
			Slot merged = SimulatedSide.copy(owner.copies().computeIfAbsent(slot, (key) -> new Slot()));
			merged.merge(data);
			owner.copies().put(slot, merged);
			if (backup != null) {
				backup.copies().put(slot, SimulatedSide.copy(merged));
			}
		}
	}

	// What the processes are like

	void handlerDelay(Duration delay) {
		this.handlerDelayNanos = delay.toNanos();
	}

	long handlerDelayNanos() {
		return this.handlerDelayNanos;
	}

	void handlerFailure(double probability) {
		this.handlerFailure = probability;
	}

	boolean handlerFails() {
		return this.handlerFailure > 0 && this.world.chance(this.handlerFailure);
	}

	/**
	 * Return what the directory says, if the cluster is whole.
	 */
	Map<String, ProcessRecord> directory() {
		Map<String, ProcessRecord> records = new TreeMap<>();
		for (SimulatedSide side : sides()) {
			for (int slot = 0; slot < Slots.COUNT; slot++) {
				SimulatedMember owner = side.owner(slot);
				Slot copy = (owner != null) ? owner.copies().get(slot) : null;
				if (copy != null) {
					copy.execute(new SlotCommand.ReadAll())
						.records()
						.forEach((record) -> records.put(record.id(), record.stripped()));
				}
			}
		}
		return records;
	}

	/**
	 * A split of the network: some members do not reach the rest. No two are the same,
	 * though the same members may be parted twice.
	 */
	private static final class Split {

		private final List<SimulatedMember> part;

		private final List<SimulatedMember> rest;

		Split(List<SimulatedMember> part, List<SimulatedMember> rest) {
			this.part = part;
			this.rest = rest;
		}

	}

}
