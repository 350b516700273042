/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializable;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.processhub.logging.RateLimitedLog;
import io.processhub.wire.WireException;

/**
 * Carries a batch of messages to the hub's inbox on another member, and the replies that
 * were posted meanwhile back.
 */
final class BatchTask implements Callable<byte[]>, DataSerializable, HazelcastInstanceAware {

	private static final Log logger = LogFactory.getLog(BatchTask.class);

	private static final RateLimitedLog warnings = new RateLimitedLog(logger, System::nanoTime);

	private byte[] batch;

	private transient @Nullable HazelcastInstance instance;

	BatchTask() {
		this(new byte[0]);
	}

	BatchTask(byte[] batch) {
		this.batch = batch;
	}

	@Override
	public byte @Nullable [] call() {
		Batch received;
		try {
			received = Batch.fromBytes(this.batch);
		}
		catch (WireException ex) {
			warnings.warn(() -> "Ignored a malformed batch of " + this.batch.length + " bytes: " + ex.getMessage());
			return null;
		}
		Object inbox = Objects.requireNonNull(this.instance).getUserContext().get(HubObjects.inbox(received.hub()));
		if (inbox instanceof Inbox hubInbox) {
			return hubInbox.take(received);
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Dropped " + received.messages().size() + " messages from " + received.sender() + ": hub '"
					+ received.hub() + "' does not run here");
		}
		return null;
	}

	@Override
	public void setHazelcastInstance(HazelcastInstance instance) {
		this.instance = instance;
	}

	@Override
	public void writeData(ObjectDataOutput out) throws IOException {
		out.writeByteArray(this.batch);
	}

	@Override
	public void readData(ObjectDataInput in) throws IOException {
		this.batch = Objects.requireNonNull(in.readByteArray());
	}

}
