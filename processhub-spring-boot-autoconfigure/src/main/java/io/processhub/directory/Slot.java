/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
 * Every change takes the slot's next revision, and every assignment that revision as its
 * epoch; so epochs of an id grow even when it is stopped and started again. Carrying out
 * a command is deterministic: the backups do it too. Not thread-safe; the cluster library
 * sees to it that one command runs at a time.
 *
 * @since 0.1.0
 */
public final class Slot {

	private final Map<String, ProcessRecord> records = new HashMap<>();

	private final Map<String, Long> buried = new HashMap<>();

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

	private List<ProcessRecord> read(Collection<String> ids) {
		List<ProcessRecord> found = new ArrayList<>();
		for (String id : ids) {
			ProcessRecord record = this.records.get(id);
			if (record != null) {
				found.add(record);
			}
		}
		return found;
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
			this.revision = change.floor();
			this.unsure = change.floor();
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
			return bury(bury, present);
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
		if (operation instanceof SlotOperation.Withdraw withdraw) {
			return (withdraw.token() != present.token()) ? refused(present) : removed(present);
		}
		if (operation instanceof SlotOperation.Amend amend) {
			return (present.epoch() != amend.expectedEpoch()) ? refused(present)
					: changed(put(present.amended(amend.state(), amend.restarts(), ++this.revision)));
		}
		if (operation instanceof SlotOperation.Describe describe) {
			return changed(put(present.described(present.spec().withMetadata(describe.metadata()), ++this.revision)));
		}
		SlotOperation.Settle settle = (SlotOperation.Settle) operation;
		if (present.epoch() != settle.expectedEpoch()) {
			return refused(present);
		}
		this.records.put(present.id(), new ProcessRecord(present.spec(), present.node(), present.epoch(),
				present.revision(), present.state(), present.restarts(), present.token(), null));
		return new Outcome(true, present.epoch(), present.revision(), null, null);
	}

	private Outcome claim(SlotOperation.Claim claim, @Nullable ProcessRecord present) {
		if (present != null && present.token() == claim.token() && present.node().equals(claim.node())) {
			return done(present);
		}
		if (present != null && present.state() != ProcessState.FAILED) {
			return refused(present);
		}
		long epoch = ++this.revision;
		this.buried.remove(claim.id());
		return done(put(new ProcessRecord(claim.spec(), claim.node(), epoch, epoch, ProcessState.RUNNING, 0,
				claim.token(), null)));
	}

	private Outcome assign(SlotOperation.Assign assign, ProcessRecord present) {
		if (present.token() == assign.token() && present.node().equals(assign.node())) {
			return changed(present);
		}
		if (present.epoch() != assign.expectedEpoch() || present.state() == ProcessState.FAILED) {
			return refused(present);
		}
		byte[] handover = (assign.handover() != null) ? assign.handover() : present.handover();
		return changed(put(present.assigned(assign.node(), ++this.revision, assign.token(), handover)));
	}

	private Outcome removed(ProcessRecord present) {
		drop(present, ++this.revision);
		return new Outcome(true, present.epoch(), this.revision, null, present);
	}

	private Outcome restore(ProcessRecord record, @Nullable ProcessRecord present) {
		boolean unknown = record.revision() > this.revision || record.revision() <= this.unsure;
		long buried = this.buried.getOrDefault(record.id(), 0L);
		boolean newer = ((present != null) ? present.revision() : buried) < record.revision();
		if (!unknown || !newer) {
			return (present != null) ? refused(present) : new Outcome(false, 0, buried, null, null);
		}
		this.revision = Math.max(this.revision, record.revision());
		return done(put(record));
	}

	private Outcome bury(SlotOperation.Bury bury, @Nullable ProcessRecord present) {
		if (present == null || present.revision() >= bury.revision() || bury.revision() > this.unsure) {
			return refused(present);
		}
		drop(present, bury.revision());
		return new Outcome(true, present.epoch(), bury.revision(), null, present);
	}

	private ProcessRecord put(ProcessRecord record) {
		ProcessRecord before = this.records.put(record.id(), record);
		if (before != null) {
			this.digest -= Slots.digest(before.id(), before.revision());
		}
		this.digest += Slots.digest(record.id(), record.revision());
		return record;
	}

	private void drop(ProcessRecord record, long revision) {
		this.records.remove(record.id());
		this.digest -= Slots.digest(record.id(), record.revision());
		if (this.unsure > 0) {
			this.buried.put(record.id(), revision);
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
	 * Take in the same slot of another side, after a split of the cluster has healed: of
	 * two records of an id the one with the higher epoch stays. All that changed gets a
	 * new revision, so that every registry notices.
	 * @param other the slot of the other side, which is left as it is
	 */
	public void merge(Slot other) {
		this.revision = Math.max(this.revision, other.revision);
		// One side that has lost nothing knows all that was before the split
		this.unsure = (this.unsure == 0 || other.unsure == 0) ? 0 : Math.max(this.unsure, other.unsure);
		for (ProcessRecord theirs : other.records.values()) {
			ProcessRecord ours = this.records.get(theirs.id());
			if (ours == null || ours.epoch() < theirs.epoch()
					|| (ours.epoch() == theirs.epoch() && ours.node().compareTo(theirs.node()) < 0)) {
				put(theirs.withRevision(++this.revision));
			}
			else if (ours.revision() != theirs.revision() || !ours.node().equals(theirs.node())) {
				put(ours.withRevision(++this.revision));
			}
		}
	}

	/**
	 * Write the slot.
	 * @param writer where to
	 */
	public void writeTo(WireWriter writer) {
		writer.writeLong(this.revision).writeLong(this.unsure);
		writer.writeAll(this.records.values(), (to, record) -> record.writeTo(to));
		writer.writeAll(this.buried.entrySet(),
				(to, entry) -> to.writeString(entry.getKey()).writeLong(entry.getValue()));
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
		int count = reader.readCount();
		for (int i = 0; i < count; i++) {
			slot.buried.put(WireFields.readId(reader), WireFields.readRevision(reader));
		}
		return slot;
	}

}
