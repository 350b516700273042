/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessState;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * What the directory says of one process, or of one further replica of it: what it is,
 * where it is assigned, and since which epoch.
 *
 * @param spec what the process is
 * @param node the id of the node that it is assigned to
 * @param incarnation the token of the request that the process was started by: tells it
 * from others of the same id
 * @param epoch the epoch of the assignment, the fencing token
 * @param revision the revision of the slot at which the record last changed: of two
 * records of one id, that with the higher revision is the newer
 * @param state whether the process is to run or was given up
 * @param restarts how often the process was restarted after a crash
 * @param token tells the request that made the assignment, so that it can be repeated
 * @param handover the state that the next instance is to start with, while it waits to be
 * taken; or {@code null}
 * @since 0.1.0
 */
public record ProcessRecord(StoredSpec spec, String node, long incarnation, long epoch, long revision,
		ProcessState state, int restarts, long token, byte @Nullable [] handover) {

	/**
	 * Those that are stored. That a process waits follows from what nodes are there.
	 */
	static final ProcessState[] STATES = { ProcessState.RUNNING, ProcessState.FAILED };

	/**
	 * Return the id of the record.
	 * @return the process id, or that of a replica
	 */
	public String id() {
		return this.spec.id();
	}

	/**
	 * Return the process that the record is of.
	 * @return the process id
	 */
	public String process() {
		return ReplicaId.process(id());
	}

	/**
	 * Return which instance of the process the record is of.
	 * @return the number of the replica, 0 for the first
	 */
	public int number() {
		return ReplicaId.number(id());
	}

	ProcessRecord assigned(String node, long epoch, long token, byte @Nullable [] handover) {
		return new ProcessRecord(this.spec, node, this.incarnation, epoch, epoch, ProcessState.RUNNING, this.restarts,
				token, handover);
	}

	/**
	 * Return the record of another replica of the process.
	 */
	ProcessRecord replicated(String id, String node, long epoch, long token) {
		return new ProcessRecord(this.spec.withId(id), node, this.incarnation, epoch, epoch, ProcessState.RUNNING, 0,
				token, null);
	}

	/**
	 * Return the record of the first instance, when another one goes on in its place.
	 */
	ProcessRecord succeeded(ProcessRecord heir, long epoch) {
		return new ProcessRecord(this.spec, heir.node, this.incarnation, epoch, epoch, heir.state, heir.restarts,
				heir.token, heir.handover);
	}

	/**
	 * Return the record of this instance under another number.
	 */
	ProcessRecord renumbered(String id, long revision) {
		return new ProcessRecord(this.spec.withId(id), this.node, this.incarnation, this.epoch, revision, this.state,
				this.restarts, this.token, null);
	}

	ProcessRecord renewed(long epoch) {
		return new ProcessRecord(this.spec, this.node, this.incarnation, epoch, epoch, this.state, this.restarts,
				this.token, this.handover);
	}

	ProcessRecord amended(ProcessState state, int restarts, long revision) {
		return new ProcessRecord(this.spec, this.node, this.incarnation, this.epoch, revision, state, restarts,
				this.token, this.handover);
	}

	ProcessRecord described(StoredSpec spec, long revision) {
		return new ProcessRecord(spec, this.node, this.incarnation, this.epoch, revision, this.state, this.restarts,
				this.token, this.handover);
	}

	ProcessRecord withRevision(long revision) {
		return new ProcessRecord(this.spec, this.node, this.incarnation, this.epoch, revision, this.state,
				this.restarts, this.token, this.handover);
	}

	/**
	 * Return a copy as it is under another assignment to the same node.
	 * @param epoch the epoch of the assignment
	 * @param token the token of the assignment
	 * @return the copy
	 */
	public ProcessRecord withAssignment(long epoch, long token) {
		return new ProcessRecord(this.spec, this.node, this.incarnation, epoch, Math.max(epoch, this.revision),
				this.state, this.restarts, token, null);
	}

	/**
	 * Return a copy with a state that waits.
	 * @param handover the state, or {@code null} if there is none
	 * @return the copy
	 */
	public ProcessRecord withHandover(byte @Nullable [] handover) {
		return new ProcessRecord(this.spec, this.node, this.incarnation, this.epoch, this.revision, this.state,
				this.restarts, this.token, handover);
	}

	/**
	 * Return a copy without what only the directory keeps: the state that waits.
	 * @return the copy
	 */
	public ProcessRecord stripped() {
		return (this.handover == null) ? this : withHandover(null);
	}

	/**
	 * Write the record.
	 * @param writer where to
	 */
	public void writeTo(WireWriter writer) {
		this.spec.writeTo(writer);
		writer.writeString(this.node);
		writer.writeLong(this.incarnation);
		writer.writeLong(this.epoch);
		writer.writeLong(this.revision);
		writer.writeByte(this.state.ordinal());
		writer.writeInt(this.restarts);
		writer.writeLong(this.token);
		writer.writeOptionalBytes(this.handover);
	}

	/**
	 * Read a record.
	 * @param reader where from
	 * @return the record
	 */
	public static ProcessRecord readFrom(WireReader reader) {
		StoredSpec spec = StoredSpec.readFrom(reader);
		String node = WireFields.readName(reader);
		long incarnation = reader.readLong();
		long epoch = WireFields.readEpoch(reader);
		return new ProcessRecord(spec, node, incarnation, epoch, WireFields.readRevision(reader, epoch),
				reader.readEnum(STATES), WireFields.readNumber(reader), reader.readLong(), reader.readOptionalBytes());
	}

}
