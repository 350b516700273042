/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.io.IOException;
import java.util.Map.Entry;
import java.util.Objects;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializable;
import org.jspecify.annotations.Nullable;

import io.processhub.directory.SlotCommand;

/**
 * Carries a command to its slot. The owner rejects a change whose sender has come from
 * another side of the cluster; what it carries out the backups carry out too.
 */
class SlotProcessor implements EntryProcessor<Integer, SlotHolder, byte[]>, DataSerializable, HazelcastInstanceAware {

	/**
	 * The answer to a change that was rejected.
	 */
	private static final byte[] REJECTED = {};

	private byte[] command;

	private transient @Nullable HazelcastInstance instance;

	private transient boolean rejected;

	SlotProcessor() {
		this(new byte[0]);
	}

	SlotProcessor(byte[] command) {
		this.command = command;
	}

	/**
	 * Return whether an answer says that the change was rejected.
	 * @param answer the answer
	 * @return whether nothing was done
	 */
	static boolean isRejection(byte[] answer) {
		return answer.length == 0;
	}

	SlotCommand command() {
		return SlotCommand.fromBytes(this.command);
	}

	@Override
	public void setHazelcastInstance(HazelcastInstance instance) {
		this.instance = instance;
	}

	@Override
	public byte[] process(Entry<Integer, SlotHolder> entry) {
		SlotCommand decoded = command();
		this.rejected = !decoded.isWitnessed(this::isMember);
		return this.rejected ? REJECTED : execute(entry, decoded);
	}

	private static byte[] execute(Entry<Integer, SlotHolder> entry, SlotCommand command) {
		SlotHolder holder = entry.getValue();
		if (holder == null) {
			holder = new SlotHolder();
		}
		byte[] reply = holder.slot().execute(command).toBytes();
		entry.setValue(holder);
		return reply;
	}

	private boolean isMember(String uuid) {
		HazelcastInstance present = this.instance;
		return present != null && present.getCluster()
			.getMembers()
			.stream()
			.anyMatch((member) -> member.getUuid().toString().equals(uuid));
	}

	@Override
	public @Nullable EntryProcessor<Integer, SlotHolder, byte[]> getBackupProcessor() {
		return this.rejected ? null : new Backup(this.command);
	}

	@Override
	public void writeData(ObjectDataOutput out) throws IOException {
		out.writeByteArray(this.command);
	}

	@Override
	public void readData(ObjectDataInput in) throws IOException {
		this.command = Objects.requireNonNull(in.readByteArray());
	}

	/**
	 * Carries out on a backup what the owner has judged.
	 */
	static final class Backup extends SlotProcessor {

		Backup() {
		}

		Backup(byte[] command) {
			super(command);
		}

		@Override
		public byte[] process(Entry<Integer, SlotHolder> entry) {
			return execute(entry, command());
		}

		@Override
		public EntryProcessor<Integer, SlotHolder, byte[]> getBackupProcessor() {
			return this;
		}

	}

}
