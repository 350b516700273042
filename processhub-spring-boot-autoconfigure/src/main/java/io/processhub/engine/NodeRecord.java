/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.Set;

import io.processhub.HubNode;
import io.processhub.directory.WireFields;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * What a node says of itself.
 *
 * @param node the node
 * @param status how far it is
 * @param version grows with each change of the status, and from one hub to the next on
 * the same member
 * @param types the names of the process types that it knows
 */
record NodeRecord(HubNode node, Status status, long version, Set<String> types) {

	NodeRecord with(Status status) {
		return new NodeRecord(this.node, status, this.version + 1, this.types);
	}

	void writeTo(WireWriter writer) {
		writer.writeString(this.node.id()).writeString(this.node.name());
		writer.writeByte(this.status.ordinal()).writeLong(this.version);
		writer.writeAll(this.types, WireWriter::writeString);
	}

	static NodeRecord readFrom(WireReader reader) {
		return new NodeRecord(new HubNode(WireFields.readName(reader), WireFields.readName(reader)),
				reader.readEnum(Status.values()), reader.readLong(),
				Set.copyOf(reader.readAll(WireReader::readString)));
	}

	/**
	 * How far a node is.
	 */
	enum Status {

		/**
		 * It cannot run processes yet.
		 */
		JOINING,

		/**
		 * It runs processes.
		 */
		UP,

		/**
		 * It runs processes, but takes no more.
		 */
		LEAVING,

		/**
		 * It runs no processes any more.
		 */
		DOWN

	}

}
