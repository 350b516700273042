/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessState;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * One change of the record of one process. Each succeeds or does nothing.
 *
 * @since 0.1.0
 */
public sealed interface SlotOperation {

	/**
	 * Return the id of the record.
	 * @return the process id, or that of a replica
	 */
	String id();

	/**
	 * Write the operation.
	 * @param writer where to
	 */
	void writeTo(WireWriter writer);

	/**
	 * Make the record of a new process; succeeds unless there is one already that was not
	 * given up.
	 *
	 * @param spec what the process is
	 * @param node the node that it is assigned to
	 * @param token the request, which succeeds again when it is repeated
	 */
	record Claim(StoredSpec spec, String node, long token) implements SlotOperation {

		@Override
		public String id() {
			return this.spec.id();
		}

		@Override
		public void writeTo(WireWriter writer) {
			writer.writeByte(0);
			this.spec.writeTo(writer);
			writer.writeString(this.node).writeLong(this.token);
		}

	}

	/**
	 * Assign a process to a node with a new epoch; succeeds while the present epoch is
	 * the expected one.
	 *
	 * @param id the id of the process or of a replica
	 * @param expectedEpoch the epoch of the assignment to replace
	 * @param node the node to assign to
	 * @param token the request, which succeeds again when it is repeated
	 * @param handover the state for the next instance, or {@code null} to leave what
	 * waits
	 * @param instead the further replica whose place the first one takes on that node,
	 * and which is dropped; or {@code null}
	 */
	record Assign(String id, long expectedEpoch, String node, long token, byte @Nullable [] handover,
			@Nullable String instead) implements SlotOperation {

		/**
		 * Assign to a node that has no replica of the process.
		 * @param id the id of the process or of a replica
		 * @param expectedEpoch the epoch of the assignment to replace
		 * @param node the node to assign to
		 * @param token the request
		 * @param handover the state for the next instance, or {@code null}
		 */
		public Assign(String id, long expectedEpoch, String node, long token, byte @Nullable [] handover) {
			this(id, expectedEpoch, node, token, handover, null);
		}

		@Override
		public void writeTo(WireWriter writer) {
			writer.writeByte(1);
			writer.writeString(this.id).writeLong(this.expectedEpoch).writeString(this.node).writeLong(this.token);
			writer.writeOptionalBytes(this.handover).writeOptionalString(this.instead);
		}

		private static Assign readFrom(WireReader reader) {
			return new Assign(WireFields.readId(reader), WireFields.readRevision(reader), WireFields.readName(reader),
					reader.readLong(), reader.readOptionalBytes(), reader.readOptionalString());
		}

	}

	/**
	 * Make the record of a further replica; succeeds while its process is there, and the
	 * replica is not.
	 *
	 * @param id the id of the replica
	 * @param incarnation tells the process from others of the same id
	 * @param node the node that the replica is assigned to
	 * @param token the request, which succeeds again when it is repeated
	 */
	record Replicate(String id, long incarnation, String node, long token) implements SlotOperation {

		@Override
		public void writeTo(WireWriter writer) {
			writer.writeByte(10);
			writer.writeString(this.id).writeLong(this.incarnation).writeString(this.node).writeLong(this.token);
		}

		private static Replicate readFrom(WireReader reader) {
			return new Replicate(WireFields.readId(reader), reader.readLong(), WireFields.readName(reader),
					reader.readLong());
		}

	}

	/**
	 * Remove the record of a process; succeeds if there is one, with the expected epoch.
	 *
	 * @param id the process id
	 * @param expectedEpoch the epoch of the assignment, or 0 for any
	 */
	record Remove(String id, long expectedEpoch) implements SlotOperation {

		@Override
		public void writeTo(WireWriter writer) {
			writer.writeByte(2);
			writer.writeString(this.id).writeLong(this.expectedEpoch);
		}

	}

	/**
	 * Drop the record of a process that did not come up on its node, or of a replica that
	 * is not needed; succeeds if there is one, with the expected epoch. The request that
	 * it was made for may have been carried out on another side of the cluster as well,
	 * and stays valid there.
	 *
	 * @param id the process id
	 * @param expectedEpoch the epoch of the assignment
	 */
	record Abandon(String id, long expectedEpoch) implements SlotOperation {

		@Override
		public void writeTo(WireWriter writer) {
			writer.writeByte(9);
			writer.writeString(this.id).writeLong(this.expectedEpoch);
		}

	}

	/**
	 * Remove the record that a request has made; succeeds if there is one, of that
	 * request.
	 *
	 * @param id the process id
	 * @param token the request
	 */
	record Withdraw(String id, long token) implements SlotOperation {

		@Override
		public void writeTo(WireWriter writer) {
			writer.writeByte(8);
			writer.writeString(this.id).writeLong(this.token);
		}

	}

	/**
	 * Note how an instance fares; succeeds while the epoch is the expected one. If the
	 * first instance of a process was given up, and another is to run, the two change
	 * places: that one is the first now, under a new epoch.
	 *
	 * @param id the id of the process or of a replica
	 * @param expectedEpoch the epoch of the assignment
	 * @param state whether the process is to run or was given up
	 * @param restarts how often the process was restarted after a crash
	 */
	record Amend(String id, long expectedEpoch, ProcessState state, int restarts) implements SlotOperation {

		@Override
		public void writeTo(WireWriter writer) {
			writer.writeByte(3);
			writer.writeString(this.id).writeLong(this.expectedEpoch);
			writer.writeByte(this.state.ordinal()).writeInt(this.restarts);
		}

	}

	/**
	 * Replace the metadata of a process; succeeds if there is a record.
	 *
	 * @param id the process id
	 * @param metadata the string pairs
	 */
	record Describe(String id, Map<String, String> metadata) implements SlotOperation {

		@Override
		public void writeTo(WireWriter writer) {
			writer.writeByte(4);
			writer.writeString(this.id).writeStrings(this.metadata);
		}

	}

	/**
	 * Drop the state that waits for the next instance, for it was taken; succeeds while
	 * the epoch is the expected one.
	 *
	 * @param id the process id
	 * @param expectedEpoch the epoch of the assignment
	 */
	record Settle(String id, long expectedEpoch) implements SlotOperation {

		@Override
		public void writeTo(WireWriter writer) {
			writer.writeByte(5);
			writer.writeString(this.id).writeLong(this.expectedEpoch);
		}

	}

	/**
	 * Put a record back that the slot may have lost; succeeds if the slot cannot know
	 * better.
	 *
	 * @param record the record as a registry has it
	 */
	record Restore(ProcessRecord record) implements SlotOperation {

		@Override
		public String id() {
			return this.record.id();
		}

		@Override
		public void writeTo(WireWriter writer) {
			writer.writeByte(6);
			this.record.writeTo(writer);
		}

	}

	/**
	 * Remember that a process was removed, which the slot may have lost, and remove its
	 * record if it was put back; succeeds always, as the dead stay dead.
	 *
	 * @param id the process id
	 * @param incarnation tells the process from others of the same id
	 */
	record Bury(String id, long incarnation) implements SlotOperation {

		@Override
		public void writeTo(WireWriter writer) {
			writer.writeByte(7);
			writer.writeString(this.id).writeLong(this.incarnation);
		}

	}

	/**
	 * Read an operation.
	 * @param reader where from
	 * @return the operation
	 */
	static SlotOperation readFrom(WireReader reader) {
		int kind = reader.readByte();
		return switch (kind) {
			case 0 -> new Claim(StoredSpec.readFrom(reader), WireFields.readName(reader), reader.readLong());
			case 1 -> Assign.readFrom(reader);
			case 2 -> new Remove(WireFields.readId(reader), WireFields.readRevision(reader));
			case 3 -> new Amend(WireFields.readId(reader), WireFields.readRevision(reader),
					reader.readEnum(ProcessRecord.STATES), WireFields.readNumber(reader));
			case 4 -> new Describe(WireFields.readId(reader), reader.readStrings());
			case 5 -> new Settle(WireFields.readId(reader), WireFields.readRevision(reader));
			case 6 -> new Restore(ProcessRecord.readFrom(reader));
			case 7 -> new Bury(WireFields.readId(reader), reader.readLong());
			case 8 -> new Withdraw(WireFields.readId(reader), reader.readLong());
			case 9 -> new Abandon(WireFields.readId(reader), WireFields.readRevision(reader));
			case 10 -> Replicate.readFrom(reader);
			default -> throw new WireException("Unknown slot operation " + kind);
		};
	}

}
