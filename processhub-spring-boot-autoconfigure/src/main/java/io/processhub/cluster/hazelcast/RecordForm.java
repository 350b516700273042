/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * The form of records that Hazelcast's zero-configuration Compact serialization refuses,
 * because a component is, say, an {@link java.time.Instant}: the components by their
 * names, so that components may be added and removed later.
 */
final class RecordForm {

	private RecordForm() {
	}

	static void write(Record value, WireWriter writer, Consumer<@Nullable Object> component) {
		RecordComponent[] components = value.getClass().getRecordComponents();
		writer.writeString(value.getClass().getName()).writeInt(components.length);
		for (RecordComponent each : components) {
			writer.writeString(each.getName());
			try {
				Method accessor = each.getAccessor();
				accessor.setAccessible(true);
				component.accept(accessor.invoke(value));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalArgumentException("Cannot read component '" + each.getName() + "'", ex);
			}
		}
	}

	static Object read(WireReader reader, @Nullable ClassLoader classLoader, Supplier<@Nullable Object> component) {
		Class<?> type = ClassUtils.resolveClassName(reader.readString(), classLoader);
		if (!type.isRecord()) {
			throw new WireException(type.getName() + " is no record");
		}
		Map<String, @Nullable Object> values = new HashMap<>();
		int count = reader.readCount();
		for (int i = 0; i < count; i++) {
			values.put(reader.readString(), component.get());
		}
		RecordComponent[] components = type.getRecordComponents();
		Class<?>[] types = new Class<?>[components.length];
		@Nullable Object[] arguments = new @Nullable Object[components.length];
		for (int i = 0; i < components.length; i++) {
			types[i] = components[i].getType();
			Object value = values.get(components[i].getName());
			arguments[i] = (value == null && types[i].isPrimitive()) ? Array.get(Array.newInstance(types[i], 1), 0)
					: value;
		}
		try {
			Constructor<?> constructor = type.getDeclaredConstructor(types);
			constructor.setAccessible(true);
			return constructor.newInstance(arguments);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException("Cannot make a " + type.getName(), ex);
		}
	}

}
