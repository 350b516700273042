/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.registry;

import org.jspecify.annotations.Nullable;

import io.processhub.directory.ProcessRecord;
import io.processhub.directory.WireFields;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * A change of the directory, as nodes tell each other of it.
 *
 * @param id the process id
 * @param revision the revision of the change
 * @param record the record after the change, or {@code null} if it was removed
 * @param incarnation tells which process of the id was removed for good; 0 if none was,
 * or if that is not known
 * @since 0.1.0
 */
public record RegistryChange(String id, long revision, @Nullable ProcessRecord record, long incarnation) {

	/**
	 * Return the change that made a record what it is.
	 * @param record the record
	 * @return the change
	 */
	public static RegistryChange of(ProcessRecord record) {
		return new RegistryChange(record.id(), record.revision(), record.stripped(), 0);
	}

	/**
	 * Return the change after which a record was not there any more, for whatever reason.
	 * @param id the process id
	 * @param revision the revision of the removal
	 * @return the change
	 */
	public static RegistryChange removal(String id, long revision) {
		return removal(id, revision, 0);
	}

	/**
	 * Return the change that removed a process for good.
	 * @param id the process id
	 * @param revision the revision of the removal
	 * @param incarnation tells the process from others of the same id
	 * @return the change
	 */
	public static RegistryChange removal(String id, long revision, long incarnation) {
		return new RegistryChange(id, revision, null, incarnation);
	}

	/**
	 * Write the change.
	 * @param writer where to
	 */
	public void writeTo(WireWriter writer) {
		writer.writeBoolean(this.record != null);
		if (this.record != null) {
			this.record.writeTo(writer);
		}
		else {
			writer.writeString(this.id).writeLong(this.revision).writeLong(this.incarnation);
		}
	}

	/**
	 * Read a change.
	 * @param reader where from
	 * @return the change
	 */
	public static RegistryChange readFrom(WireReader reader) {
		return reader.readBoolean() ? of(ProcessRecord.readFrom(reader))
				: removal(WireFields.readId(reader), WireFields.readRevision(reader), reader.readLong());
	}

}
