/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessState;
import io.processhub.directory.SlotReply.Outcome;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * A slot of the directory: the records of the ids that fall into it, and the arbiter over
 * them.
 * <p>
 * Every change takes a higher revision of the slot, and every assignment that revision as
 * its epoch; so epochs of an id grow even when it is stopped and started again. Carrying
 * out a command is deterministic: the backups do it too. Not thread-safe; the cluster
 * library sees to it that one command runs at a time.
 *
 * @since 0.1.0
 */
public final class Slot {

	private static final int LEAP_SHIFT = 39;

	private static final long MAX_LEAP = (1L << 24) - 1;

	/**
	 * How much further a slot that was lost, or that of another side, may have come than
	 * a node knows.
	 */
	static final long REACH = 1L << 32;

	private final Map<String, ProcessRecord> records = new HashMap<>();

	private final ReplicaIndex replicas = new ReplicaIndex();

	private final Removals removals = new Removals();

	private long revision;

	private long unsure;

	private long digest;

	/**
	 * Carry out a command.
	 * @param command the command
	 * @return the reply
	 */
	public SlotReply execute(SlotCommand command) {
		if (command instanceof SlotCommand.Change change) {
			return change(change);
		}
		if (command instanceof SlotCommand.Rejoin rejoin) {
			return rejoin(rejoin);
		}
		if (command instanceof SlotCommand.ReadAll) {
			return reply(List.of(), new ArrayList<>(this.records.values()));
		}
		if (command instanceof SlotCommand.Read read) {
			return reply(List.of(), read(read.ids()));
		}
		if (command instanceof SlotCommand.ReadOrphans orphans) {
			return reply(List.of(), orphans(orphans.nodes()));
		}
		return reply(List.of(), List.of());
	}

	private SlotReply reply(List<Outcome> outcomes, List<ProcessRecord> records) {
		return new SlotReply(this.revision, this.unsure, this.digest, outcomes, records);
	}

	/**
	 * Return records, those of processes with those of their replicas.
	 */
	private List<ProcessRecord> read(Collection<String> ids) {
		Map<String, ProcessRecord> found = new LinkedHashMap<>();
		for (String id : ids) {
			find(id, found);
			this.replicas.of(id).forEach((replica) -> find(replica, found));
		}
		return new ArrayList<>(found.values());
	}

	private void find(String id, Map<String, ProcessRecord> found) {
		ProcessRecord record = this.records.get(id);
		if (record != null) {
			found.put(id, record);
		}
	}

	private List<ProcessRecord> orphans(Set<String> nodes) {
		List<ProcessRecord> orphans = new ArrayList<>();
		for (ProcessRecord record : this.records.values()) {
			if (record.state() != ProcessState.FAILED && !nodes.contains(record.node())) {
				orphans.add(record);
			}
		}
		return orphans;
	}

	private SlotReply change(SlotCommand.Change change) {
		if (change.floor() > this.revision) {
			// Others may know more than the first who comes
			this.revision = change.floor() + REACH;
			this.unsure = this.revision;
		}
		List<Outcome> outcomes = new ArrayList<>(change.operations().size());
		for (SlotOperation operation : change.operations()) {
			outcomes.add(apply(operation, this.records.get(operation.id())));
		}
		return reply(outcomes, List.of());
	}

	private Outcome apply(SlotOperation operation, @Nullable ProcessRecord present) {
		if (operation instanceof SlotOperation.Claim claim) {
			return claim(claim, present);
		}
		if (operation instanceof SlotOperation.Restore restore) {
			return restore(restore.record(), present);
		}
		if (operation instanceof SlotOperation.Bury bury) {
			return bury(bury.id(), bury.incarnation(), present);
		}
		if (operation instanceof SlotOperation.Replicate replicate) {
			return replicate(replicate, present);
		}
		if (present == null) {
			return refused(null);
		}
		if (operation instanceof SlotOperation.Assign assign) {
			return assign(assign, present);
		}
		if (operation instanceof SlotOperation.Remove remove) {
			return (remove.expectedEpoch() != 0 && remove.expectedEpoch() != present.epoch()) ? refused(present)
					: removed(present);
		}
		if (operation instanceof SlotOperation.Abandon abandon) {
			return (abandon.expectedEpoch() != present.epoch()) ? refused(present) : abandoned(present);
		}
		if (operation instanceof SlotOperation.Withdraw withdraw) {
			return (withdraw.token() != present.incarnation()) ? refused(present) : removed(present);
		}
		if (operation instanceof SlotOperation.Amend amend) {
			return (present.epoch() != amend.expectedEpoch()) ? refused(present)
					: changed(amend(present.amended(amend.state(), amend.restarts(), ++this.revision)));
		}
		if (operation instanceof SlotOperation.Describe describe) {
			return changed(put(present.described(present.spec().withMetadata(describe.metadata()), ++this.revision)));
		}
		SlotOperation.Settle settle = (SlotOperation.Settle) operation;
		if (present.epoch() != settle.expectedEpoch()) {
			return refused(present);
		}
		this.records.put(present.id(), present.stripped());
		return new Outcome(true, present.epoch(), present.revision(), null, null);
	}

	private Outcome claim(SlotOperation.Claim claim, @Nullable ProcessRecord present) {
		if (present != null && present.token() == claim.token() && present.node().equals(claim.node())) {
			return done(present);
		}
		if (present != null && present.state() != ProcessState.FAILED) {
			return refused(present);
		}
		dropReplicas(claim.id());
		long epoch = leap(claim.node(), claim.token());
		return done(put(new ProcessRecord(claim.spec(), claim.node(), claim.token(), epoch, epoch, ProcessState.RUNNING,
				0, claim.token(), null)));
	}

	/**
	 * Take a revision for an assignment. How far it is from the last one is left to the
	 * chance that is in the upper half of the token, so that two sides of a split cannot
	 * give out the same epoch.
	 */
	private long leap(String node, long token) {
		this.revision += 1 + (((token >>> LEAP_SHIFT) * (node.hashCode() | 1L)) & MAX_LEAP);
		return this.revision;
	}

	private Outcome assign(SlotOperation.Assign assign, ProcessRecord present) {
		if (present.token() == assign.token() && present.node().equals(assign.node())) {
			return changed(present);
		}
		if (present.epoch() != assign.expectedEpoch() || present.state() == ProcessState.FAILED) {
			return refused(present);
		}
		ProcessRecord instead = (assign.instead() != null) ? this.records.get(assign.instead()) : null;
		if (instead != null && instead.number() > 0 && instead.node().equals(assign.node())
				&& instead.process().equals(present.id())) {
			drop(instead);
		}
		byte[] handover = (assign.handover() != null) ? assign.handover() : present.handover();
		return changed(
				put(present.assigned(assign.node(), leap(assign.node(), assign.token()), assign.token(), handover)));
	}

	private Outcome replicate(SlotOperation.Replicate replicate, @Nullable ProcessRecord present) {
		if (present != null) {
			boolean repeated = present.token() == replicate.token() && present.node().equals(replicate.node());
			return repeated ? changed(present) : refused(present);
		}
		ProcessRecord process = this.records.get(ReplicaId.process(replicate.id()));
		if (process == null || process.incarnation() != replicate.incarnation()
				|| process.state() == ProcessState.FAILED || !ReplicaId.isFurther(replicate.id())) {
			return refused(null);
		}
		return changed(put(process.replicated(replicate.id(), replicate.node(),
				leap(replicate.node(), replicate.token()), replicate.token())));
	}

	/**
	 * Note how an instance fares. When the first one of a process was given up, another
	 * that is to run goes on in its place.
	 */
	private ProcessRecord amend(ProcessRecord amended) {
		ProcessRecord heir = (amended.state() == ProcessState.FAILED) ? heir(amended) : null;
		if (heir == null) {
			return put(amended);
		}
		long epoch = leap(heir.node(), heir.token());
		put(amended.renumbered(heir.id(), epoch));
		return put(amended.succeeded(heir, epoch));
	}

	private @Nullable ProcessRecord heir(ProcessRecord first) {
		for (String id : this.replicas.of(first.id())) {
			ProcessRecord replica = this.records.get(id);
			if (replica != null && replica.state() != ProcessState.FAILED && !replica.node().equals(first.node())) {
				return replica;
			}
		}
		return null;
	}

	private Outcome removed(ProcessRecord present) {
		this.removals.add(present.process(), present.incarnation());
		return abandoned(present);
	}

	private Outcome abandoned(ProcessRecord present) {
		drop(present);
		dropReplicas(present.id());
		this.revision++;
		return new Outcome(true, present.epoch(), this.revision, null, present);
	}

	private Outcome restore(ProcessRecord record, @Nullable ProcessRecord present) {
		boolean unknown = record.revision() > this.revision || record.revision() <= this.unsure;
		boolean newer = present == null || present.revision() < record.revision();
		if (!unknown || !newer || !hasPlace(record)) {
			return refused(present);
		}
		this.revision = Math.max(this.revision, record.revision());
		return done(put(record));
	}

	/**
	 * Return whether there may be a record: its process was not removed, and if it is of
	 * a further replica, its process is there.
	 */
	private boolean hasPlace(ProcessRecord record) {
		if (this.removals.contains(record)) {
			return false;
		}
		ProcessRecord process = this.records.get(record.process());
		return record.number() == 0 || (process != null && process.incarnation() == record.incarnation());
	}

	private Outcome bury(String id, long incarnation, @Nullable ProcessRecord present) {
		if (present != null && present.incarnation() == incarnation) {
			return removed(present);
		}
		this.removals.add(id, incarnation);
		return new Outcome(true, 0, this.revision, null, null);
	}

	private SlotReply rejoin(SlotCommand.Rejoin rejoin) {
		boolean blank = this.revision == 0;
		this.revision = Math.max(this.revision, rejoin.reached() + REACH);
		if (blank) {
			// If it was lost, nobody could tell any more
			this.unsure = this.revision;
		}
		rejoin.removed().forEach((id, incarnation) -> bury(id, incarnation, this.records.get(id)));
		Map<String, Outcome> outcomes = new HashMap<>();
		for (ProcessRecord theirs : firstsFirst(rejoin.records())) {
			ProcessRecord ours = this.records.get(theirs.id());
			outcomes.put(theirs.id(), hasPlace(theirs) ? changed(rejoin(theirs, ours)) : refused(ours));
		}
		return reply(rejoin.records().stream().map((theirs) -> outcomes.get(theirs.id())).toList(), List.of());
	}

	/**
	 * Return records in an order in which a replica comes after its process.
	 */
	private static List<ProcessRecord> firstsFirst(Collection<ProcessRecord> records) {
		return records.stream().sorted(Comparator.comparingInt(ProcessRecord::number)).toList();
	}

	private ProcessRecord rejoin(ProcessRecord theirs, @Nullable ProcessRecord ours) {
		boolean continued = ours != null && ours.incarnation() == theirs.incarnation()
				&& ours.node().equals(theirs.node()) && ours.epoch() < theirs.epoch() && ours.handover() == null;
		// A node knows best what it has made of its own, unless this side has already
		// sent
		// it the state of the instance that ran here
		return continued ? put(theirs.withRevision(revisionAbove(theirs))) : merge(theirs, ours);
	}

	private ProcessRecord put(ProcessRecord record) {
		ProcessRecord before = this.records.put(record.id(), record);
		if (before != null) {
			this.digest -= Slots.digest(before.id(), before.revision());
		}
		this.replicas.add(record.id());
		this.digest += Slots.digest(record.id(), record.revision());
		return record;
	}

	private void drop(ProcessRecord record) {
		this.records.remove(record.id());
		this.replicas.remove(record.id());
		this.digest -= Slots.digest(record.id(), record.revision());
	}

	private void dropReplicas(String process) {
		for (String replica : this.replicas.of(process)) {
			ProcessRecord record = this.records.get(replica);
			if (record != null) {
				drop(record);
			}
		}
	}

	private static Outcome done(ProcessRecord record) {
		return new Outcome(true, record.epoch(), record.revision(), record.handover(), null);
	}

	private static Outcome changed(ProcessRecord record) {
		return new Outcome(true, record.epoch(), record.revision(), record.handover(), record.stripped());
	}

	private static Outcome refused(@Nullable ProcessRecord present) {
		return new Outcome(false, (present != null) ? present.epoch() : 0, (present != null) ? present.revision() : 0,
				null, present);
	}

	/**
	 * Take in the same slot of another side, after a split of the cluster has healed. A
	 * process that was removed on one side is removed. Of two records of an id ours
	 * stays, as nothing has happened to its node, under an epoch that is higher than both
	 * were. All that changed gets a new revision, so that every registry notices.
	 * @param other the slot of the side that joins this one, which is left as it is
	 */
	public void merge(Slot other) {
		this.revision = Math.max(this.revision, other.revision);
		// One side that has lost nothing knows all that was before the split
		this.unsure = (this.unsure == 0 || other.unsure == 0) ? 0 : Math.max(this.unsure, other.unsure);
		for (ProcessRecord ours : List.copyOf(this.records.values())) {
			if (other.removals.contains(ours) && this.records.containsKey(ours.id())) {
				removed(ours);
			}
		}
		for (ProcessRecord theirs : firstsFirst(other.records.values())) {
			if (hasPlace(theirs) && !isTaken(theirs)) {
				merge(theirs, this.records.get(theirs.id()));
			}
		}
		this.removals.addAll(other.removals);
	}

	/**
	 * Return whether this side has another instance of the process on the node of a
	 * further replica that it does not know.
	 */
	private boolean isTaken(ProcessRecord theirs) {
		if (theirs.number() == 0 || this.records.containsKey(theirs.id())) {
			return false;
		}
		return read(List.of(theirs.process())).stream().anyMatch((ours) -> ours.node().equals(theirs.node()));
	}

	private ProcessRecord merge(ProcessRecord theirs, @Nullable ProcessRecord ours) {
		if (ours == null) {
			return put(theirs.withRevision(revisionAbove(theirs)));
		}
		if (ours.epoch() < theirs.epoch()) {
			return put(ours.renewed(revisionAbove(theirs)));
		}
		return (ours.revision() != theirs.revision()) ? put(ours.withRevision(revisionAbove(theirs))) : ours;
	}

	/**
	 * Take the next revision, above that of a record of another side as well.
	 */
	private long revisionAbove(ProcessRecord theirs) {
		this.revision = Math.max(this.revision, theirs.revision()) + 1;
		return this.revision;
	}

	/**
	 * Write the slot.
	 * @param writer where to
	 */
	public void writeTo(WireWriter writer) {
		writer.writeLong(this.revision).writeLong(this.unsure);
		writer.writeAll(this.records.values(), (to, record) -> record.writeTo(to));
		this.removals.writeTo(writer);
	}

	/**
	 * Read a slot.
	 * @param reader where from
	 * @return the slot
	 */
	public static Slot readFrom(WireReader reader) {
		Slot slot = new Slot();
		slot.revision = WireFields.readRevision(reader);
		slot.unsure = WireFields.readRevision(reader);
		reader.readAll(ProcessRecord::readFrom).forEach(slot::put);
		slot.removals.readFrom(reader);
		return slot;
	}

}
