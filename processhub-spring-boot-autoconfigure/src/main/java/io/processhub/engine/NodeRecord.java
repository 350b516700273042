/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.Map;
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
 * @param agreement its settings that should be those of the others
 */
record NodeRecord(HubNode node, Status status, long version, Set<String> types, Agreement agreement) {

	private static final Status[] SENT = { Status.JOINING, Status.UP, Status.LEAVING, Status.DOWN };

	NodeRecord with(Status status) {
		return new NodeRecord(this.node, status, this.version + 1, this.types, this.agreement);
	}

	/**
	 * Return whether the node speaks another version of the messages.
	 */
	boolean isForeign() {
		return this.status == Status.FOREIGN;
	}

	/**
	 * Return whether the node answers when this one announces itself: a hub that has
	 * closed does not, and neither does one that does not understand.
	 */
	boolean answers() {
		return this.status != Status.DOWN && !isForeign();
	}

	void writeTo(WireWriter writer) {
		writer.writeString(this.node.id()).writeString(this.node.name());
		writer.writeByte(this.status.ordinal()).writeLong(this.version);
		writer.writeAll(this.types, WireWriter::writeString);
		this.agreement.writeTo(writer);
	}

	static NodeRecord readFrom(WireReader reader) {
		HubNode node = new HubNode(WireFields.readName(reader), WireFields.readName(reader));
		return new NodeRecord(node, reader.readEnum(SENT), reader.readLong(),
				Set.copyOf(reader.readAll(WireReader::readString)), Agreement.readFrom(reader));
	}

	/**
	 * Read what a node says that speaks another version of the messages. Id, name, status
	 * and version of the record come first in every version.
	 * @param reader where from
	 * @return the record, as far as it is understood
	 */
	static NodeRecord readForeign(WireReader reader) {
		HubNode node = new HubNode(WireFields.readName(reader), WireFields.readName(reader));
		Status status = (reader.readEnum(SENT) == Status.DOWN) ? Status.DOWN : Status.FOREIGN;
		return new NodeRecord(node, status, reader.readLong(), Set.of(), new Agreement(Map.of()));
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
		DOWN,

		/**
		 * It may run processes, but speaks another version of the messages. Never sent.
		 */
		FOREIGN

	}

}
