/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.Objects;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.spi.impl.SerializationServiceSupport;
import com.hazelcast.internal.serialization.impl.HeapData;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import org.jspecify.annotations.Nullable;

import io.processhub.MessageSerializationException;
import io.processhub.cluster.PayloadCodec;

/**
 * Serializes with the instance's own serialization. Hazelcast has no public way to it, so
 * this class alone knows the internal one.
 */
final class InstancePayloadCodec implements PayloadCodec {

	private static final byte[] NULL = new byte[0];

	private final String hub;

	private final SerializationService serialization;

	InstancePayloadCodec(String hub, HazelcastInstance instance) {
		this.hub = hub;
		this.serialization = ((SerializationServiceSupport) instance).getSerializationService();
	}

	@Override
	public byte[] encode(@Nullable Object value) {
		if (value == null) {
			return NULL;
		}
		try {
			return Objects.requireNonNull(this.serialization.<Data>toData(value).toByteArray());
		}
		catch (RuntimeException ex) {
			throw new MessageSerializationException(this.hub, null,
					"Cannot serialize a " + value.getClass().getName() + ": use a record, or a class with a "
							+ "no-argument constructor, whose fields are of types that Hazelcast Compact serialization "
							+ "knows (" + ex.getMessage() + ")",
					ex);
		}
	}

	@Override
	public @Nullable Object decode(byte[] bytes) {
		if (bytes.length == 0) {
			return null;
		}
		Object value;
		try {
			value = this.serialization.toObject(new HeapData(bytes));
		}
		catch (RuntimeException | Error ex) {
			if (ex instanceof VirtualMachineError error) {
				throw error;
			}
			throw new MessageSerializationException(this.hub, null,
					"Cannot deserialize what another node sent; its class must be on the class path of every node, and "
							+ "if it is Serializable, among the classes that may be deserialized (" + ex.getMessage()
							+ ")",
					ex);
		}
		if (value instanceof GenericRecord) {
			throw new MessageSerializationException(this.hub, null,
					"Cannot deserialize what another node sent: its class is not on the class path of this node");
		}
		return value;
	}

}
