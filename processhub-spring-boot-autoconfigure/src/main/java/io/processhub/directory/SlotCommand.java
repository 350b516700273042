/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

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
	 * Return the command in its serialized form.
	 * @return the bytes
	 */
	byte[] toBytes();

	/**
	 * Return whether the command changes nothing.
	 * @return whether it is a question
	 */
	default boolean isQuestion() {
		return !(this instanceof Change);
	}

	/**
	 * Carry out operations, in their order.
	 *
	 * @param floor the highest known revision of the slot
	 * @param operations the operations
	 */
	record Change(long floor, List<SlotOperation> operations) implements SlotCommand {

		@Override
		public byte[] toBytes() {
			WireWriter writer = new WireWriter(32 + 64 * this.operations.size()).writeByte(0).writeLong(this.floor);
			writer.writeAll(this.operations, (to, operation) -> operation.writeTo(to));
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
			case 0 -> new Change(WireFields.readRevision(reader), reader.readAll(SlotOperation::readFrom));
			case 1 -> new Digest();
			case 2 -> new ReadAll();
			case 3 -> new Read(new ArrayList<>(reader.readAll(WireReader::readString)));
			case 4 -> new ReadOrphans(Set.copyOf(reader.readAll(WireReader::readString)));
			default -> throw new WireException("Unknown slot command " + kind);
		};
	}

}
