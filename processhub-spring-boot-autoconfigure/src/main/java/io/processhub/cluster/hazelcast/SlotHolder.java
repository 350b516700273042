/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.io.IOException;
import java.util.Objects;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializable;

import io.processhub.directory.Slot;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * Carries a slot in the map. It is changed in place, and serialized only when it moves to
 * another member.
 */
final class SlotHolder implements DataSerializable {

	private Slot slot;

	SlotHolder() {
		this(new Slot());
	}

	SlotHolder(Slot slot) {
		this.slot = slot;
	}

	Slot slot() {
		return this.slot;
	}

	SlotHolder copy() {
		return new SlotHolder(fromBytes(toBytes()));
	}

	@Override
	public void writeData(ObjectDataOutput out) throws IOException {
		out.writeByteArray(toBytes());
	}

	@Override
	public void readData(ObjectDataInput in) throws IOException {
		this.slot = fromBytes(Objects.requireNonNull(in.readByteArray()));
	}

	private byte[] toBytes() {
		WireWriter writer = new WireWriter(1024);
		this.slot.writeTo(writer);
		return writer.toByteArray();
	}

	private static Slot fromBytes(byte[] bytes) {
		return Slot.readFrom(new WireReader(bytes));
	}

}
