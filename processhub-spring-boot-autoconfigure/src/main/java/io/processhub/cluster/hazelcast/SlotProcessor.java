/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.io.IOException;
import java.util.Map.Entry;
import java.util.Objects;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializable;

import io.processhub.directory.SlotCommand;

/**
 * Carries a command to its slot. The backups carry it out too.
 */
class SlotProcessor implements EntryProcessor<Integer, SlotHolder, byte[]>, DataSerializable {

	private byte[] command;

	SlotProcessor() {
		this(new byte[0]);
	}

	SlotProcessor(byte[] command) {
		this.command = command;
	}

	SlotCommand command() {
		return SlotCommand.fromBytes(this.command);
	}

	@Override
	public byte[] process(Entry<Integer, SlotHolder> entry) {
		SlotCommand decoded = command();
		SlotHolder holder = entry.getValue();
		if (holder == null) {
			holder = new SlotHolder();
		}
		byte[] reply = holder.slot().execute(decoded).toBytes();
		entry.setValue(holder);
		return reply;
	}

	@Override
	public void writeData(ObjectDataOutput out) throws IOException {
		out.writeByteArray(this.command);
	}

	@Override
	public void readData(ObjectDataInput in) throws IOException {
		this.command = Objects.requireNonNull(in.readByteArray());
	}

}
