/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

import io.processhub.directory.Slot;
import io.processhub.directory.Slots;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * A side of the cluster: members that take each other for members, the oldest first, and
 * who of them has the owner's and the backup's copy of each slot. Where a copy is missing
 * it is made after a while, as when the cluster library migrates partitions.
 */
final class SimulatedSide {

	private final SimulatedWorld world;

	private final IntConsumer lost;

	private final List<SimulatedMember> members;

	private final Copies[] table;

	private final Set<Integer> begunAnew = new TreeSet<>();

	private int unsettled;

	private boolean dissolved;

	SimulatedSide(SimulatedWorld world, IntConsumer lost) {
		this.world = world;
		this.lost = lost;
		this.members = new ArrayList<>();
		this.table = new Copies[Slots.COUNT];
		for (int slot = 0; slot < this.table.length; slot++) {
			this.table[slot] = new Copies(null, null);
		}
	}

	private SimulatedSide(SimulatedSide other) {
		this.world = other.world;
		this.lost = other.lost;
		this.members = new ArrayList<>(other.members);
		this.table = other.table.clone();
		this.begunAnew.addAll(other.begunAnew);
	}

	/**
	 * Return a side that is as this one is now, for members that do not know yet that
	 * they have been cut off.
	 */
	SimulatedSide fork() {
		return new SimulatedSide(this);
	}

	List<SimulatedMember> members() {
		return this.members;
	}

	/**
	 * Return those that are on this side still, though the others may not know.
	 */
	private List<SimulatedMember> ownMembers() {
		return this.members.stream().filter((member) -> member.side() == this).toList();
	}

	List<String> names() {
		return this.members.stream().map(SimulatedMember::local).toList();
	}

	@Nullable SimulatedMember owner(int slot) {
		return this.table[slot].owner;
	}

	@Nullable SimulatedMember backup(int slot) {
		return this.table[slot].backup;
	}

	boolean isSafe() {
		return this.unsettled == 0;
	}

	/**
	 * Return whether a member may go without a change of a slot being lost: all copies
	 * are there, and what the member changes reaches them.
	 */
	boolean isRedundant(SimulatedMember leaving) {
		return this.members.size() == 1 || Arrays.stream(this.table).allMatch((copies) -> isRedundant(copies, leaving));
	}

	private boolean isRedundant(Copies copies, SimulatedMember leaving) {
		return isHere(copies.owner) && isHere(copies.backup) && copies.owner != copies.backup
				&& (copies.owner != leaving || Copies.isReachable(copies.backup, leaving));
	}

	private boolean isHere(@Nullable SimulatedMember member) {
		return member != null && member.isAlive() && this.members.contains(member);
	}

	/**
	 * Return the slots that were lost since all members were together.
	 */
	Set<Integer> begunAnew() {
		return this.begunAnew;
	}

	/**
	 * End the side, for its members have joined another.
	 */
	void dissolve() {
		this.dissolved = true;
	}

	void add(SimulatedMember member) {
		this.members.add(member);
		settleLater();
		notifyMembers();
	}

	void remove(Collection<SimulatedMember> gone) {
		if (!this.members.removeAll(gone)) {
			return;
		}
		for (int slot = 0; slot < this.table.length; slot++) {
			promote(slot, gone);
		}
		settleLater();
		notifyMembers();
	}

	private void promote(int slot, Collection<SimulatedMember> gone) {
		Copies copies = this.table[slot];
		SimulatedMember backup = (copies.backup != null && gone.contains(copies.backup)) ? null : copies.backup;
		SimulatedMember owner = (copies.owner != null && gone.contains(copies.owner)) ? backup : copies.owner;
		List<SimulatedMember> own = ownMembers();
		if (owner == null && !own.isEmpty()) {
			// Lost: it begins anew, empty
			owner = own.get(slot % own.size());
			owner.copies().put(slot, new Slot());
			this.begunAnew.add(slot);
			this.lost.accept(slot);
		}
		this.table[slot] = new Copies(owner, (backup != owner) ? backup : null);
	}

	private void notifyMembers() {
		for (SimulatedMember member : this.members) {
			this.world.at(this.world.between(10, 5000), () -> member.whenAwake(member::membersChanged));
		}
	}

	/**
	 * Bring each slot to the members that are to have it, one after the other.
	 */
	private void settleLater() {
		for (int slot = 0; slot < this.table.length; slot++) {
			if (!this.table[slot].equals(wanted(slot))) {
				settleLater(slot);
			}
		}
	}

	private void settleLater(int slot) {
		this.unsettled++;
		this.world.at(this.world.between(5000, 500_000), () -> {
			this.unsettled--;
			settle(slot);
		});
	}

	private Copies wanted(int slot) {
		int count = this.members.size();
		return (count == 0) ? new Copies(null, null) : new Copies(this.members.get(slot % count),
				(count > 1) ? this.members.get((slot + 1 + slot / count % (count - 1)) % count) : null);
	}

	private void settle(int slot) {
		Copies present = this.table[slot];
		Copies wanted = wanted(slot);
		SimulatedMember source = present.owner;
		if (this.dissolved || present.equals(wanted)) {
			return;
		}
		if (ownMembers().size() < this.members.size() || !wanted.isReachableFrom(source)) {
			// One of them is about to be removed, or hangs for a moment
			settleLater(slot);
			return;
		}
		Slot data = (source != null) ? source.copies().get(slot) : null;
		present.drop(slot);
		wanted.fill(slot, (data != null) ? data : new Slot());
		this.table[slot] = wanted;
	}

	static Slot copy(Slot slot) {
		WireWriter writer = new WireWriter(256);
		slot.writeTo(writer);
		return Slot.readFrom(new WireReader(writer.toByteArray()));
	}

	/**
	 * Who has the copies of a slot.
	 */
	private record Copies(@Nullable SimulatedMember owner, @Nullable SimulatedMember backup) {

		boolean isReachableFrom(@Nullable SimulatedMember source) {
			return (source == null || source.isAwake()) && isReachable(this.owner, source)
					&& isReachable(this.backup, source);
		}

		static boolean isReachable(@Nullable SimulatedMember member, @Nullable SimulatedMember source) {
			return (member == null || member.isAwake())
					&& (member == null || source == null || member.cluster().network().isUp(source, member));
		}

		void drop(int slot) {
			if (this.owner != null) {
				this.owner.copies().remove(slot);
			}
			if (this.backup != null) {
				this.backup.copies().remove(slot);
			}
		}

		void fill(int slot, Slot data) {
			if (this.owner != null) {
				this.owner.copies().put(slot, copy(data));
			}
			if (this.backup != null) {
				this.backup.copies().put(slot, copy(data));
			}
		}

	}

}
