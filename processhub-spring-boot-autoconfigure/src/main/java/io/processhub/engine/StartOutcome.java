/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ProcessError;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.WireFields;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * What came of the start of one process.
 */
sealed interface StartOutcome {

	/**
	 * It runs.
	 *
	 * @param node the id of the node that it runs on
	 * @param epoch the epoch of the assignment
	 * @param revision the revision of the record
	 * @param existing whether it was there before, and may be another than was ordered
	 * @param others its further replicas, if it is new
	 */
	record Started(String node, long epoch, long revision, boolean existing,
			List<Other> others) implements StartOutcome {

		static Started of(ProcessRecord record, List<ProcessRecord> replicas) {
			return new Started(record.node(), record.epoch(), record.revision(), false,
					replicas.stream().map(Other::of).toList());
		}

		static Started existing(ProcessRecord record) {
			return new Started(record.node(), record.epoch(), record.revision(), true, List.of());
		}

		private void writeTo(WireWriter writer) {
			writer.writeString(this.node).writeLong(this.epoch).writeLong(this.revision).writeBoolean(this.existing);
			writer.writeAll(this.others, (to, other) -> other.writeTo(to));
		}

		private static Started readFrom(WireReader reader) {
			return new Started(WireFields.readName(reader), WireFields.readEpoch(reader),
					WireFields.readRevision(reader), reader.readBoolean(), reader.readAll(Other::readFrom));
		}

	}

	/**
	 * A further replica.
	 *
	 * @param number its number
	 * @param node the id of the node that it runs on
	 * @param epoch the epoch of its assignment
	 * @param revision the revision of its record
	 * @param token the token of its assignment
	 */
	record Other(int number, String node, long epoch, long revision, long token) {

		static Other of(ProcessRecord record) {
			return new Other(record.number(), record.node(), record.epoch(), record.revision(), record.token());
		}

		private void writeTo(WireWriter writer) {
			writer.writeInt(this.number).writeString(this.node);
			writer.writeLong(this.epoch).writeLong(this.revision).writeLong(this.token);
		}

		private static Other readFrom(WireReader reader) {
			return new Other(WireFields.readReplica(reader), WireFields.readName(reader), WireFields.readEpoch(reader),
					WireFields.readRevision(reader), reader.readLong());
		}

	}

	/**
	 * It was not started.
	 *
	 * @param error why
	 */
	record Failed(ProcessError error) implements StartOutcome {

	}

	static void writeAll(Map<String, StartOutcome> outcomes, WireWriter writer) {
		writer.writeInt(outcomes.size());
		outcomes.forEach((id, outcome) -> {
			writer.writeString(id).writeBoolean(outcome instanceof Started);
			if (outcome instanceof Started started) {
				started.writeTo(writer);
			}
			else if (outcome instanceof Failed failed) {
				writer.writeOptionalString(failed.error().node());
				writer.writeByte(failed.error().reason().ordinal()).writeString(failed.error().message());
			}
		});
	}

	static Map<String, StartOutcome> readAll(WireReader reader) {
		int count = reader.readCount();
		Map<String, StartOutcome> outcomes = new HashMap<>();
		for (int i = 0; i < count; i++) {
			String id = WireFields.readId(reader);
			outcomes.put(id, reader.readBoolean() ? Started.readFrom(reader) : new Failed(new ProcessError(id,
					reader.readOptionalString(), reader.readEnum(ProcessError.Reason.values()), reader.readString())));
		}
		return outcomes;
	}

}
