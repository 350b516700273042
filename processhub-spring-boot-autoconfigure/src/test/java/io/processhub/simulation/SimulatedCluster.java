/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

	private final SimulatedWorld world;

	private final SimulationPlan plan;

	private final SimulatedNetwork network;

	private final SimulatedCodec codec = new SimulatedCodec();

	private final Ledger ledger;

	private final Map<Integer, SimulatedMember> members = new LinkedHashMap<>();

	private final Map<String, SimulatedMember> byUuid = new LinkedHashMap<>();

	private final List<String> trace = new ArrayList<>();

	private long lastTrouble = Long.MIN_VALUE;

	private long lastDivision = Long.MIN_VALUE;

	private long handlerDelayNanos;

	private double handlerFailure;

	private int made;

	private int merges;

	private int merging;

	private int disturbances;

	private boolean split;

	SimulatedCluster(SimulatedWorld world, SimulationPlan plan) {
		this.world = world;
		this.plan = plan;
		this.network = new SimulatedNetwork(world);
		this.ledger = new Ledger(world);
		world.at(MERGE_INTERVAL_NANOS, this::mergeNowAndThen);
	}

	SimulatedWorld world() {
		return this.world;
	}

	SimulationPlan plan() {
		return this.plan;
	}

	SimulatedNetwork network() {
		return this.network;
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
		return reunited;
	}

	/**
	 * Return whether the network may split: not while another split lasts or heals, as
	 * members that reach some of the others only are not what is simulated here.
	 */
	boolean maySplit() {
		return !this.split && isWhole() && this.members.values().stream().noneMatch(SimulatedMember::isLeaving);
	}

	/**
	 * Return whether one more member may go, by a crash or in order: no other is on its
	 * way out or cut off, and all slots have their copies. What only one side knows would
	 * be lost with it otherwise.
	 */
	boolean mayLose() {
		return isUndisturbed() && sides().stream().allMatch(SimulatedSide::isSafe);
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
		this.members.put(member.index(), member);
		this.byUuid.put(member.local(), member);
		side.add(member);
		member.start();
		return member;
	}

	/**
	 * End a member without warning. The others notice after a while.
	 */
	void crash(SimulatedMember member) {
		this.disturbances++;
		this.lastTrouble = this.world.millis();
		member.kill();
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
		member.stop().whenComplete((left, failure) -> this.world.at(this.world.between(1000, 50_000), () -> {
			if (member.isAlive()) {
				note(member.name() + " has left");
				member.kill();
				this.ledger.left(member);
				remove(member);
			}
		}));
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
		member.circle(new Object());
		long detection = this.world.nanosBetween(4_000_000, 5_000_000);
		boolean[] removed = new boolean[1];
		Cancellable removal = this.world.at(Duration.ofNanos(detection), () -> {
			if (member.isAlive() && member.side().members().size() > 1) {
				removed[0] = true;
				cutOff(List.of(member));
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
			}
		});
	}

	/**
	 * Take the links down between some members and all others, up again after a while.
	 */
	void split(List<SimulatedMember> part, Duration time) {
		this.disturbances++;
		this.split = true;
		Object circle = new Object();
		part.forEach((member) -> member.circle(circle));
		List<SimulatedMember> rest = members();
		rest.removeAll(part);
		links(part, rest, false);
		long detection = this.world.nanosBetween(3_000_000, 5_000_000);
		long awareness = this.world.nanosBetween(1, 2_000_000);
		boolean[] healed = new boolean[1];
		this.world.at(detection, () -> {
			List<SimulatedMember> cut = part.stream().filter(SimulatedMember::isAwake).toList();
			SimulatedSide side = cut.isEmpty() ? null : cut.get(0).side();
			boolean together = side != null && isAware(side) && cut.stream().allMatch((each) -> each.side() == side);
			if (!healed[0] && together && side.members().size() > cut.size()) {
				cutOff(cut);
				this.world.at(awareness, () -> becomeAware(cut));
			}
		});
		this.world.at(time, () -> {
			healed[0] = true;
			this.split = false;
			this.disturbances--;
			this.lastTrouble = this.world.millis();
			links(part, rest, true);
		});
	}

	private void links(List<SimulatedMember> part, List<SimulatedMember> rest, boolean up) {
		for (SimulatedMember one : part) {
			for (SimulatedMember other : rest) {
				if (up) {
					this.network.up(one, other);
					this.network.up(other, one);
				}
				else {
					this.network.down(one, other);
					this.network.down(other, one);
				}
			}
		}
	}

	private void cutOff(List<SimulatedMember> cut) {
		note(names(cut) + " cut off");
		this.ledger.divided();
		SimulatedSide side = cut.get(0).side();
		SimulatedSide fork = side.fork();
		cut.forEach((member) -> {
			member.side(fork);
			this.ledger.doubted(member);
		});
		side.members().stream().filter((each) -> !cut.contains(each)).forEach(this.ledger::doubted);
		side.remove(cut);
	}

	private void becomeAware(List<SimulatedMember> cut) {
		List<SimulatedMember> left = cut.stream().filter(SimulatedMember::isAlive).toList();
		if (!left.isEmpty()) {
			SimulatedSide side = left.get(0).side();
			side.remove(side.members().stream().filter((each) -> each.side() != side).toList());
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
		Map<Integer, Slot> owned = new TreeMap<>();
		for (int slot = 0; slot < Slots.COUNT; slot++) {
			SimulatedMember owner = smaller.owner(slot);
			Slot copy = (owner != null) ? owner.copies().get(slot) : null;
			if (copy != null) {
				owned.put(slot, SimulatedSide.copy(copy));
			}
		}
		smaller.dissolve();
		for (SimulatedMember member : List.copyOf(smaller.members())) {
			this.byUuid.remove(member.local());
			member.merge(greater, member.name() + "/" + member.index() + "+" + this.merges);
			this.byUuid.put(member.local(), member);
		}
		owned.forEach((slot, data) -> {
			this.merging++;
			this.world.at(this.world.between(20_000, 1_500_000), () -> mergeSlot(greater, slot, data));
		});
	}

	private void mergeSlot(SimulatedSide side, int slot, Slot data) {
		SimulatedMember owner = side.owner(slot);
		SimulatedMember backup = side.backup(slot);
		boolean awake = owner != null && owner.isAwake() && (backup == null || backup.isAwake());
		if (!awake && !side.members().isEmpty()) {
			this.world.at(this.world.between(20_000, 500_000), () -> mergeSlot(side, slot, data));
			return;
		}
		this.merging--;
		this.ledger.divided();
		this.lastDivision = this.world.millis();
		if (owner != null) {
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

}
