/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.LinkedHashSet;
import java.util.Set;

import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * The processes that were removed from a slot of late, so that a copy which does not know
 * of the removal cannot bring them back. Bounded: the oldest are forgotten first.
 */
final class Removals {

	/**
	 * How many removals a slot remembers.
	 */
	static final int CAPACITY = 512;

	private final Set<Long> removed = new LinkedHashSet<>();

	/**
	 * Remember a removal.
	 * @param id the process id
	 * @param incarnation tells the process from others of the same id
	 */
	void add(String id, long incarnation) {
		add(Slots.digest(id, incarnation));
	}

	private void add(Long removal) {
		if (this.removed.add(removal) && this.removed.size() > CAPACITY) {
			this.removed.remove(this.removed.iterator().next());
		}
	}

	/**
	 * Return whether the very process that a record is of was removed, rather than
	 * another of the same id.
	 * @param record the record
	 * @return whether it is known to be removed
	 */
	boolean contains(ProcessRecord record) {
		return this.removed.contains(Slots.digest(record.process(), record.incarnation()));
	}

	/**
	 * Take in what another copy remembers.
	 * @param other the removals of the other copy
	 */
	void addAll(Removals other) {
		other.removed.forEach(this::add);
	}

	void writeTo(WireWriter writer) {
		writer.writeAll(this.removed, WireWriter::writeLong);
	}

	void readFrom(WireReader reader) {
		reader.readAll(WireReader::readLong).forEach(this::add);
	}

}
