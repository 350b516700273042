/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.List;

import io.processhub.directory.ProcessRecord;
import io.processhub.directory.WireFields;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * An order to run processes that the directory has assigned to the receiver, while the
 * sender keeps their old instances for a while.
 *
 * @param from the id of the node that they come from
 * @param trial how long the sender is ready to go on with what does not come up
 * @param confirm whether what has not come up by then goes back, however long it would
 * take
 * @param retention how long the state is to wait in the directory for yet another
 * instance, should the new one be lost
 * @param records the processes
 */
record HandoverOrder(String from, Duration trial, boolean confirm, Duration retention, List<ProcessRecord> records) {

	/**
	 * Return the token of the assignment that gives a process back that has not come up.
	 * @param token the token of the assignment that it was handed over with
	 */
	static long back(long token) {
		return token ^ 2;
	}

	int size() {
		return 64 + 96 * this.records.size();
	}

	void writeTo(WireWriter writer) {
		writer.writeString(this.from).writeLong(this.trial.toMillis()).writeBoolean(this.confirm);
		writer.writeLong(this.retention.toMillis());
		writer.writeAll(this.records, (to, record) -> record.writeTo(to));
	}

	static HandoverOrder readFrom(WireReader reader) {
		return new HandoverOrder(WireFields.readName(reader), Frame.readPatience(reader), reader.readBoolean(),
				Frame.readPatience(reader), reader.readAll(ProcessRecord::readFrom));
	}

}
