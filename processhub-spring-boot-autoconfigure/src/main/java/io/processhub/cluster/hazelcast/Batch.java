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
 * @param number tells the batch from others of the sender; of a batch without messages,
 * the number of the batch of the receiver that was delivered
 * @param lane the kind of traffic
 * @param messages the messages in their order
 */
record Batch(String hub, String sender, long number, Lane lane, List<byte[]> messages) {

	private static final Lane[] LANES = Lane.values();

	/**
	 * Tell the sender of a batch that its messages have been delivered, though the thread
	 * that is to answer it is held up.
	 * @param hub the hub
	 * @param sender the member that says so
	 * @param number the number of the batch
	 * @return what to send
	 */
	static Batch delivered(String hub, String sender, long number) {
		return new Batch(hub, sender, number, Lane.REPLY, List.of());
	}

	boolean saysDelivered() {
		return this.messages.isEmpty();
	}

	byte[] toBytes() {
		int size = 100 + this.hub.length();
		for (byte[] message : this.messages) {
			size += message.length + 5;
		}
		return new WireWriter(size).writeString(this.hub)
			.writeString(this.sender)
			.writeLong(this.number)
			.writeByte(this.lane.ordinal())
			.writeAll(this.messages, WireWriter::writeBytes)
			.toByteArrayWithChecksum();
	}

	static Batch fromBytes(byte[] bytes) {
		WireReader reader = WireReader.withChecksum(bytes);
		Batch batch = new Batch(reader.readString(), reader.readString(), reader.readLong(), reader.readEnum(LANES),
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
