/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * A command to one slot: changes of its records, or a question.
 *
 * @since 0.1.0
 */
public sealed interface SlotCommand {

	/**
	 * Return the highest revision of the slot that the sender knows of. A slot whose own
	 * revision is lower has been lost.
	 * @return the revision
	 */
	long floor();

	/**
	 * Return whether the sender knows this directory. If the member that it was is not
	 * there, it has come from another side of the cluster, whose epochs and revisions
	 * mean nothing here, and the command must not be carried out.
	 * @param members tells whether a member is there
	 * @return whether the command is to be carried out
	 */
	default boolean isWitnessed(Predicate<String> members) {
		return true;
	}

	/**
	 * Return the command in its serialized form.
	 * @return the bytes
	 */
	byte[] toBytes();

	/**
	 * Return whether the command changes nothing.
	 * @return whether it is a question
	 */
	default boolean isQuestion() {
		return !(this instanceof Change) && !(this instanceof Rejoin);
	}

	/**
	 * Carry out operations, in their order.
	 *
	 * @param floor the highest known revision of the slot
	 * @param witness the name of the member that the sender was when it came to know the
	 * directory, or empty if that is not to be doubted
	 * @param operations the operations
	 */
	record Change(long floor, String witness, List<SlotOperation> operations) implements SlotCommand {

		/**
		 * Create a change whose sender is not to be doubted.
		 * @param floor the highest known revision of the slot
		 * @param operations the operations
		 */
		public Change(long floor, List<SlotOperation> operations) {
			this(floor, "", operations);
		}

		@Override
		public boolean isWitnessed(Predicate<String> members) {
			return this.witness.isEmpty() || members.test(this.witness);
		}

		@Override
		public byte[] toBytes() {
			WireWriter writer = new WireWriter(32 + 64 * this.operations.size()).writeByte(0).writeLong(this.floor);
			writer.writeString(this.witness).writeAll(this.operations, (to, operation) -> operation.writeTo(to));
			return writer.toByteArray();
		}

	}

	/**
	 * Bring along what runs on a node that has come from another side of the cluster, and
	 * what it knows to have been removed there, as {@link Slot#merge} does, and go on
	 * above all revisions of that side.
	 *
	 * @param reached the highest revision of the slot that the node knows of that side
	 * @param witness the name of the member that the node is now
	 * @param records the processes that run there
	 * @param removed the incarnations that were removed, by process id
	 */
	record Rejoin(long reached, String witness, List<ProcessRecord> records,
			Map<String, Long> removed) implements SlotCommand {

		@Override
		public long floor() {
			return 0;
		}

		@Override
		public boolean isWitnessed(Predicate<String> members) {
			return members.test(this.witness);
		}

		@Override
		public byte[] toBytes() {
			WireWriter writer = new WireWriter(64 + 64 * this.records.size()).writeByte(5).writeLong(this.reached);
			writer.writeString(this.witness).writeAll(this.records, (to, record) -> record.writeTo(to));
			writer.writeAll(this.removed.entrySet(),
					(to, removal) -> to.writeString(removal.getKey()).writeLong(removal.getValue()));
			return writer.toByteArray();
		}

	}

	/**
	 * Ask for revision and digest only.
	 */
	record Digest() implements SlotCommand {

		@Override
		public long floor() {
			return 0;
		}

		@Override
		public byte[] toBytes() {
			return new byte[] { 1 };
		}

	}

	/**
	 * Ask for all records.
	 */
	record ReadAll() implements SlotCommand {

		@Override
		public long floor() {
			return 0;
		}

		@Override
		public byte[] toBytes() {
			return new byte[] { 2 };
		}

	}

	/**
	 * Ask for the records of some processes.
	 *
	 * @param ids the process ids
	 */
	record Read(Collection<String> ids) implements SlotCommand {

		@Override
		public long floor() {
			return 0;
		}

		@Override
		public byte[] toBytes() {
			return new WireWriter(32 * this.ids.size()).writeByte(3)
				.writeAll(this.ids, WireWriter::writeString)
				.toByteArray();
		}

	}

	/**
	 * Ask for the records that are to run but are assigned to none of some nodes.
	 *
	 * @param nodes the ids of the nodes that are there
	 */
	record ReadOrphans(Set<String> nodes) implements SlotCommand {

		@Override
		public long floor() {
			return 0;
		}

		@Override
		public byte[] toBytes() {
			return new WireWriter(32 * this.nodes.size()).writeByte(4)
				.writeAll(this.nodes, WireWriter::writeString)
				.toByteArray();
		}

	}

	/**
	 * Read a command.
	 * @param bytes its serialized form
	 * @return the command
	 */
	static SlotCommand fromBytes(byte[] bytes) {
		WireReader reader = new WireReader(bytes);
		int kind = reader.readByte();
		return switch (kind) {
			case 0 -> new Change(WireFields.readRevision(reader), reader.readString(),
					reader.readAll(SlotOperation::readFrom));
			case 1 -> new Digest();
			case 2 -> new ReadAll();
			case 3 -> new Read(new ArrayList<>(reader.readAll(WireReader::readString)));
			case 4 -> new ReadOrphans(Set.copyOf(reader.readAll(WireReader::readString)));
			case 5 -> new Rejoin(WireFields.readRevision(reader), reader.readString(),
					reader.readAll(ProcessRecord::readFrom), readRemoved(reader));
			default -> throw new WireException("Unknown slot command " + kind);
		};
	}

	private static Map<String, Long> readRemoved(WireReader reader) {
		Map<String, Long> removed = new LinkedHashMap<>();
		reader.readAll((from) -> Map.entry(WireFields.readId(from), from.readLong()))
			.forEach((removal) -> removed.put(removal.getKey(), removal.getValue()));
		return removed;
	}

}
