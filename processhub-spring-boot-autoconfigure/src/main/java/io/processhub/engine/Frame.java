/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * The beginning of every message between the nodes of a hub.
 *
 * @param kind the kind of the message
 * @param correlation ties an answer to its request; 0 if none is awaited
 * @param body what follows
 */
record Frame(Kind kind, long correlation, WireReader body) {

	/**
	 * The version of the messages. Nodes with another one are not understood.
	 */
	static final int VERSION = 1;

	private static final long MAX_PATIENCE = Duration.ofHours(1).toMillis();

	static WireWriter begin(Kind kind, long correlation, int expectedSize) {
		return new WireWriter(12 + expectedSize).writeByte(VERSION).writeByte(kind.ordinal()).writeLong(correlation);
	}

	/**
	 * Read how long the sender will wait for an answer.
	 * @param reader where from
	 * @return the time that is left, within reason
	 */
	static Duration readPatience(WireReader reader) {
		return Duration.ofMillis(Math.max(1, Math.min(reader.readLong(), MAX_PATIENCE)));
	}

	/**
	 * Read what a node announces that speaks another version of the messages.
	 * @param message the message
	 * @return what is understood of it, or {@code null} if it is another message or of
	 * this version
	 */
	static @Nullable Announcement readForeign(byte[] message) {
		WireReader reader = new WireReader(message);
		if (reader.readByte() == VERSION || reader.readByte() != Kind.ANNOUNCE.ordinal()) {
			return null;
		}
		reader.readLong();
		return Announcement.readForeign(reader);
	}

	static Frame read(byte[] message) {
		WireReader reader = new WireReader(message);
		int version = reader.readByte();
		if (version != VERSION) {
			throw new WireException("Message of version " + version + ", but this node speaks version " + VERSION);
		}
		return new Frame(Kind.of(reader.readByte()), reader.readLong(), reader);
	}

}
