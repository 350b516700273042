/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * The answer of a slot to a command.
 *
 * @param revision the revision of the slot
 * @param unsure the revision up to which the slot may lack records, because it was lost
 * once; 0 if it was not
 * @param digest the digest over the slot's records
 * @param outcomes what came of each operation, in their order; empty for a question
 * @param records the records that were asked for
 * @since 0.1.0
 */
public record SlotReply(long revision, long unsure, long digest, List<Outcome> outcomes, List<ProcessRecord> records) {

	/**
	 * Return the reply in its serialized form.
	 * @return the bytes
	 */
	public byte[] toBytes() {
		WireWriter writer = new WireWriter(64 + 24 * this.outcomes.size() + 64 * this.records.size());
		writer.writeLong(this.revision).writeLong(this.unsure).writeLong(this.digest);
		writer.writeAll(this.outcomes, (to, outcome) -> outcome.writeTo(to));
		writer.writeAll(this.records, (to, record) -> record.writeTo(to));
		return writer.toByteArray();
	}

	/**
	 * Read a reply.
	 * @param bytes its serialized form
	 * @return the reply
	 */
	public static SlotReply fromBytes(byte[] bytes) {
		WireReader reader = new WireReader(bytes);
		return new SlotReply(WireFields.readRevision(reader), WireFields.readRevision(reader), reader.readLong(),
				reader.readAll(Outcome::readFrom), reader.readAll(ProcessRecord::readFrom));
	}

	/**
	 * What came of one operation.
	 *
	 * @param done whether it succeeded
	 * @param epoch the epoch of the process after it
	 * @param revision the revision of the process after it; 0 if it is not known
	 * @param handover the state that waits for the instance that was assigned, or
	 * {@code null} if there is none
	 * @param present the record that stood against it, or the one that was removed, or
	 * the record after a change of one that was there before; {@code null} if there is
	 * none
	 */
	public record Outcome(boolean done, long epoch, long revision, byte @Nullable [] handover,
			@Nullable ProcessRecord present) {

		void writeTo(WireWriter writer) {
			writer.writeBoolean(this.done).writeLong(this.epoch).writeLong(this.revision);
			writer.writeOptionalBytes(this.handover);
			writer.writeBoolean(this.present != null);
			if (this.present != null) {
				this.present.writeTo(writer);
			}
		}

		static Outcome readFrom(WireReader reader) {
			return new Outcome(reader.readBoolean(), WireFields.readRevision(reader), WireFields.readRevision(reader),
					reader.readOptionalBytes(), reader.readBoolean() ? ProcessRecord.readFrom(reader) : null);
		}

	}

}
