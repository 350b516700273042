/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.processhub.cluster.PayloadCodec;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * Sends numbers as they are, and anything else as its place in a list.
 */
final class SimulatedCodec implements PayloadCodec {

	private final List<@Nullable Object> values = new ArrayList<>();

	private final Map<@Nullable Object, Integer> places = new HashMap<>();

	@Override
	public byte[] encode(@Nullable Object value) {
		WireWriter writer = new WireWriter(10);
		if (value instanceof Long number) {
			return writer.writeByte(0).writeLong(number).toByteArray();
		}
		Integer place = this.places.computeIfAbsent(value, (key) -> {
			this.values.add(key);
			return this.values.size() - 1;
		});
		return writer.writeByte(1).writeInt(place).toByteArray();
	}

	@Override
	public @Nullable Object decode(byte[] bytes) {
		WireReader reader = new WireReader(bytes);
		return (reader.readByte() == 0) ? (Object) reader.readLong() : this.values.get(reader.readInt());
	}

}
