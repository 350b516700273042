/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import io.processhub.HubNode;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * What a node says of itself.
 *
 * @param node the node
 * @param status how far it is
 * @param version grows with each change of the status
 */
record NodeRecord(HubNode node, Status status, long version) {

	NodeRecord with(Status status) {
		return new NodeRecord(this.node, status, this.version + 1);
	}

	void writeTo(WireWriter writer) {
		writer.writeString(this.node.id()).writeString(this.node.name());
		writer.writeByte(this.status.ordinal()).writeLong(this.version);
	}

	static NodeRecord readFrom(WireReader reader) {
		return new NodeRecord(new HubNode(reader.readString().intern(), reader.readString()),
				reader.readEnum(Status.values()), reader.readLong());
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
