/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.internal.serialization.impl.HeapData;
import com.hazelcast.internal.serialization.impl.compact.Schema;
import com.hazelcast.internal.serialization.impl.compact.SchemaService;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import com.hazelcast.spi.impl.SerializationServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * The serialization of an instance. Hazelcast has no public way to it, so this class
 * alone knows the internal one.
 */
final class InstanceSerialization {

	private static final int JAVA_SERIALIZABLE = -100;

	private static final int JAVA_EXTERNALIZABLE = -101;

	private final SerializationService serialization;

	private final @Nullable JavaSerializationFilterConfig filter;

	InstanceSerialization(HazelcastInstance instance) {
		this(((SerializationServiceSupport) instance).getSerializationService(),
				instance.getConfig().getSerializationConfig());
	}

	private InstanceSerialization(SerializationService serialization, SerializationConfig config) {
		this.serialization = serialization;
		this.filter = config.getJavaSerializationFilterConfig();
	}

	/**
	 * Return the serialization that an instance would have.
	 * @param config the configuration of the instance
	 * @return serialization that works without an instance
	 */
	static InstanceSerialization of(Config config) {
		SerializationService serialization = new DefaultSerializationServiceBuilder()
			.setClassLoader(config.getClassLoader())
			.setConfig(config.getSerializationConfig())
			.setSchemaService(new LocalSchemas())
			.build();
		return new InstanceSerialization(serialization, config.getSerializationConfig());
	}

	byte[] toBytes(Object value) {
		Class<?> type = value.getClass();
		if (type.isHidden() || type.isSynthetic()) {
			throw new IllegalArgumentException("No other node knows its class");
		}
		Data data = this.serialization.toData(value);
		boolean java = data.getType() == JAVA_SERIALIZABLE || data.getType() == JAVA_EXTERNALIZABLE;
		if (java && !isAllowed(type.getName())) {
			throw new IllegalArgumentException("It is Serializable, and other nodes may not deserialize it: "
					+ "let it not be, or add it to the classes that may be deserialized");
		}
		return Objects.requireNonNull(data.toByteArray());
	}

	private boolean isAllowed(String type) {
		if (this.filter == null) {
			return true;
		}
		if (this.filter.getBlacklist().isListed(type)) {
			return false;
		}
		boolean all = this.filter.isDefaultsDisabled() && this.filter.getWhitelist().isEmpty();
		boolean byDefault = !this.filter.isDefaultsDisabled() && (type.startsWith("java") || type.startsWith("["));
		return all || byDefault || this.filter.getWhitelist().isListed(type);
	}

	Object toObject(byte[] bytes) {
		Object value = this.serialization.toObject(new HeapData(bytes));
		if (value == null) {
			throw new IllegalArgumentException("There is no value");
		}
		if (value instanceof GenericRecord) {
			throw new IllegalArgumentException("Its class is not on the class path of this node");
		}
		return value;
	}

	/**
	 * What Compact serialization knows of classes, where there is nobody to tell.
	 */
	private static final class LocalSchemas implements SchemaService {

		private final Map<Long, Schema> schemas = new ConcurrentHashMap<>();

		@Override
		public @Nullable Schema get(long schemaId) {
			return this.schemas.get(schemaId);
		}

		@Override
		public void put(Schema schema) {
			this.schemas.put(schema.getSchemaId(), schema);
		}

		@Override
		public void putLocal(Schema schema) {
			put(schema);
		}

	}

}
