/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * What a node tells the others.
 *
 * @param record what it is
 * @param history what it remembers of the cluster
 */
record Announcement(NodeRecord record, QuorumLog.Snapshot history) {

	void writeTo(WireWriter writer) {
		this.record.writeTo(writer);
		this.history.writeTo(writer);
	}

	static Announcement readFrom(WireReader reader) {
		return new Announcement(NodeRecord.readFrom(reader), QuorumLog.Snapshot.readFrom(reader));
	}

	/**
	 * Read what a node tells that speaks another version of the messages.
	 * @param reader where from
	 * @return what is understood of it
	 */
	static Announcement readForeign(WireReader reader) {
		return new Announcement(NodeRecord.readForeign(reader), QuorumLog.Snapshot.EMPTY);
	}

}
