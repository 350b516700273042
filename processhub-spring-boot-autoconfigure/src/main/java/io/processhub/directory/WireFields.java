/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import io.processhub.ProcessSpec;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;

/**
 * The fields that records and messages have in common, with the values that they may
 * have. A revision out of its range would be the end of its slot: it can only grow.
 *
 * @since 0.1.0
 */
public final class WireFields {

	/**
	 * The highest revision there may be, far beyond what a slot can get to.
	 */
	static final long MAX_REVISION = 1L << 60;

	private WireFields() {
	}

	/**
	 * Read the id of a record.
	 * @param reader where from
	 * @return the process id, or that of a replica
	 */
	public static String readId(WireReader reader) {
		String id = reader.readString();
		checkProcess(ReplicaId.process(id));
		if (ReplicaId.isFurther(id)) {
			checkNumber(ReplicaId.number(id));
		}
		return id;
	}

	/**
	 * Read the id of a process.
	 * @param reader where from
	 * @return the process id
	 */
	public static String readProcess(WireReader reader) {
		String id = reader.readString();
		checkProcess(id);
		if (ReplicaId.isFurther(id)) {
			throw new WireException("A replica is no process");
		}
		return id;
	}

	private static void checkProcess(String id) {
		if (id.isBlank() || id.length() > ProcessSpec.MAX_ID_LENGTH) {
			throw new WireException("Process id of " + id.length() + " characters is empty or too long");
		}
	}

	/**
	 * Read the number of a replica.
	 * @param reader where from
	 * @return the number, 0 for the first
	 */
	public static int readReplica(WireReader reader) {
		int number = reader.readInt();
		return (number == 0) ? 0 : checkNumber(number);
	}

	private static int checkNumber(int number) {
		if (number < 1 || number > ReplicaId.MAX_NUMBER) {
			throw new WireException("Replica " + number + " is not between 1 and " + ReplicaId.MAX_NUMBER);
		}
		return number;
	}

	/**
	 * Read the id or the name of a node, or the name of a process type.
	 * @param reader where from
	 * @return the name
	 */
	public static String readName(WireReader reader) {
		String name = reader.readString();
		if (name.isEmpty()) {
			throw new WireException("Name is empty");
		}
		return name.intern();
	}

	/**
	 * Read a revision, or an epoch, that may be missing.
	 * @param reader where from
	 * @return the revision; 0 if it is missing
	 */
	public static long readRevision(WireReader reader) {
		return readRevision(reader, 0);
	}

	/**
	 * Read an epoch.
	 * @param reader where from
	 * @return the epoch
	 */
	public static long readEpoch(WireReader reader) {
		return readRevision(reader, 1);
	}

	static long readRevision(WireReader reader, long least) {
		long revision = reader.readLong();
		if (revision < least || revision > MAX_REVISION) {
			throw new WireException("Revision " + revision + " is not between " + least + " and " + MAX_REVISION);
		}
		return revision;
	}

	/**
	 * Read a number of things.
	 * @param reader where from
	 * @return the number, not negative
	 */
	public static int readNumber(WireReader reader) {
		int number = reader.readInt();
		if (number < 0) {
			throw new WireException("Number " + number + " is negative");
		}
		return number;
	}

}
