/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.List;

import io.processhub.cluster.Lane;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * Messages that travel together.
 *
 * @param hub the hub id
 * @param sender the member that sent them
 * @param lane the kind of traffic
 * @param messages the messages in their order
 */
record Batch(String hub, String sender, Lane lane, List<byte[]> messages) {

	private static final Lane[] LANES = Lane.values();

	byte[] toBytes() {
		int size = 100 + this.hub.length();
		for (byte[] message : this.messages) {
			size += message.length + 5;
		}
		return new WireWriter(size).writeString(this.hub)
			.writeString(this.sender)
			.writeByte(this.lane.ordinal())
			.writeAll(this.messages, WireWriter::writeBytes)
			.toByteArrayWithChecksum();
	}

	static Batch fromBytes(byte[] bytes) {
		WireReader reader = WireReader.withChecksum(bytes);
		Batch batch = new Batch(reader.readString(), reader.readString(), reader.readEnum(LANES),
				reader.readAll(WireReader::readBytes));
		requireEnd(reader);
		return batch;
	}

	static byte[] messagesToBytes(List<byte[]> messages) {
		int size = 9;
		for (byte[] message : messages) {
			size += message.length + 5;
		}
		return new WireWriter(size).writeAll(messages, WireWriter::writeBytes).toByteArrayWithChecksum();
	}

	static List<byte[]> messagesFromBytes(byte[] bytes) {
		WireReader reader = WireReader.withChecksum(bytes);
		List<byte[]> messages = reader.readAll(WireReader::readBytes);
		requireEnd(reader);
		return messages;
	}

	private static void requireEnd(WireReader reader) {
		if (reader.remaining() > 0) {
			throw new WireException("Batch has " + reader.remaining() + " bytes too many");
		}
	}

}
