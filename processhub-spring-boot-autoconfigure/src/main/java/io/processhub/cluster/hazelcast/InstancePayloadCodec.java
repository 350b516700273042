/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

import io.processhub.MessageSerializationException;
import io.processhub.cluster.PayloadCodec;
import io.processhub.logging.ErrorText;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * Serializes with the instance's own serialization, except for what that would refuse or
 * give to Java serialization though every application sends it: enum constants,
 * collections such as those of {@link List#of()}, and records with components of other
 * types than Compact serialization knows. A collection comes back as one of the same
 * kind, not of the same class.
 */
final class InstancePayloadCodec implements PayloadCodec {

	private static final int NULL = 0;

	private static final int OBJECT = 1;

	private static final int ENUM = 2;

	private static final int LIST = 3;

	private static final int SET = 4;

	private static final int MAP = 5;

	private static final int OPTIONAL = 6;

	private static final int RECORD = 7;

	private static final int MAX_DEPTH = 32;

	private static final Set<String> PLAIN = Set.of("java.util.ArrayList", "java.util.Arrays$ArrayList",
			"java.util.HashSet", "java.util.LinkedHashSet", "java.util.HashMap", "java.util.LinkedHashMap");

	private final String hub;

	private final InstanceSerialization serialization;

	private final @Nullable ClassLoader classLoader;

	/**
	 * The records that Hazelcast refused.
	 */
	private final Set<Class<?>> refused = ConcurrentHashMap.newKeySet();

	InstancePayloadCodec(String hub, HazelcastInstance instance) {
		this(hub, new InstanceSerialization(instance), instance.getConfig().getClassLoader());
	}

	InstancePayloadCodec(String hub, InstanceSerialization serialization, @Nullable ClassLoader classLoader) {
		this.hub = hub;
		this.serialization = serialization;
		this.classLoader = classLoader;
	}

	@Override
	public byte[] encode(@Nullable Object value) {
		try {
			WireWriter writer = new WireWriter(128);
			write(value, writer, 0);
			return writer.toByteArrayWithChecksum();
		}
		catch (TooLargeException ex) {
			throw new MessageSerializationException(this.hub, null,
					"A %s takes more than the limit of %d bytes".formatted(typeOf(value), MAX_SIZE), ex);
		}
		catch (RuntimeException | Error ex) {
			throw new MessageSerializationException(this.hub, null,
					"Cannot serialize a " + typeOf(value)
							+ ": use a record, or a class with a no-argument constructor, whose fields are of types "
							+ "that Hazelcast Compact serialization knows (" + ErrorText.rootMessage(ex) + ")",
					ex);
		}
	}

	private void write(@Nullable Object value, WireWriter writer, int depth) {
		if (depth > MAX_DEPTH) {
			throw new IllegalArgumentException("Collections are nested too deeply");
		}
		if (writer.size() > MAX_SIZE) {
			throw new TooLargeException();
		}
		if (value == null) {
			writer.writeByte(NULL);
		}
		else if (value instanceof Enum<?> constant) {
			writer.writeByte(ENUM).writeString(constant.getDeclaringClass().getName()).writeString(constant.name());
		}
		else if (isPlain(value) && value instanceof Map<?, ?> map) {
			writer.writeByte(MAP).writeInt(map.size());
			map.forEach((key, each) -> {
				write(key, writer, depth + 1);
				write(each, writer, depth + 1);
			});
		}
		else if (isPlain(value) && value instanceof Collection<?> collection) {
			writer.writeByte((value instanceof Set) ? SET : LIST).writeInt(collection.size());
			collection.forEach((each) -> write(each, writer, depth + 1));
		}
		else if (value instanceof Optional<?> optional) {
			writer.writeByte(OPTIONAL);
			write(optional.orElse(null), writer, depth + 1);
		}
		else if (value instanceof Record && this.refused.contains(value.getClass())) {
			writeRecord((Record) value, writer, depth);
		}
		else {
			writeObject(value, writer, depth);
		}
	}

	private void writeObject(Object value, WireWriter writer, int depth) {
		byte[] bytes;
		try {
			bytes = this.serialization.toBytes(value);
		}
		catch (HazelcastSerializationException | IllegalArgumentException ex) {
			if (value instanceof Record) {
				writeRecord((Record) value, writer, depth);
				this.refused.add(value.getClass());
				return;
			}
			throw ex;
		}
		writer.writeByte(OBJECT).writeBytes(bytes);
		if (writer.size() > MAX_SIZE) {
			throw new TooLargeException();
		}
	}

	private void writeRecord(Record value, WireWriter writer, int depth) {
		writer.writeByte(RECORD);
		RecordForm.write(value, writer, (component) -> write(component, writer, depth + 1));
	}

	private static boolean isPlain(Object value) {
		String type = value.getClass().getName();
		return PLAIN.contains(type) || value instanceof EnumMap || value instanceof EnumSet
				|| ((type.startsWith("java.util.ImmutableCollections$") || type.startsWith("java.util.Collections$"))
						&& !(value instanceof SortedSet) && !(value instanceof SortedMap));
	}

	@Override
	public @Nullable Object decode(byte[] bytes) {
		try {
			// Hazelcast's serializers believe every length, so nothing garbled must get
			// to them
			WireReader reader = WireReader.withChecksum(bytes);
			Object value = read(reader, 0);
			if (reader.remaining() > 0) {
				throw new WireException("Value has " + reader.remaining() + " bytes too many");
			}
			return value;
		}
		catch (RuntimeException | Error ex) {
			throw new MessageSerializationException(this.hub, null,
					"Cannot deserialize what another node sent; its class must be on the class path of every node, and "
							+ "if it is Serializable, among the classes that may be deserialized ("
							+ ErrorText.rootMessage(ex) + ")",
					ex);
		}
	}

	private @Nullable Object read(WireReader reader, int depth) {
		if (depth > MAX_DEPTH) {
			throw new WireException("Collections are nested too deeply");
		}
		int kind = reader.readByte();
		return switch (kind) {
			case NULL -> null;
			case OBJECT -> this.serialization.toObject(reader.readBytes());
			case ENUM -> constant(reader.readString(), reader.readString());
			case LIST -> readInto(new ArrayList<>(), reader, depth);
			case SET -> readInto(new LinkedHashSet<>(), reader, depth);
			case MAP -> readMap(reader, depth);
			case OPTIONAL -> Optional.ofNullable(read(reader, depth + 1));
			case RECORD -> RecordForm.read(reader, this.classLoader, () -> read(reader, depth + 1));
			default -> throw new WireException("Unknown kind of value " + kind);
		};
	}

	private Object readInto(Collection<@Nullable Object> collection, WireReader reader, int depth) {
		int size = reader.readCount();
		for (int i = 0; i < size; i++) {
			collection.add(read(reader, depth + 1));
		}
		return collection;
	}

	private Object readMap(WireReader reader, int depth) {
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		int size = reader.readCount();
		for (int i = 0; i < size; i++) {
			map.put(read(reader, depth + 1), read(reader, depth + 1));
		}
		return map;
	}

	private static String typeOf(@Nullable Object value) {
		return (value != null) ? value.getClass().getName() : "null";
	}

	private Object constant(String type, String name) {
		// Resolving a name does not initialize the class, so only an enum's code can run
		Class<?> resolved = ClassUtils.resolveClassName(type, this.classLoader);
		for (Object each : resolved.isEnum() ? resolved.getEnumConstants() : new Object[0]) {
			if (((Enum<?>) each).name().equals(name)) {
				return each;
			}
		}
		throw new WireException("No constant " + name + " in " + type);
	}

	private static final class TooLargeException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
