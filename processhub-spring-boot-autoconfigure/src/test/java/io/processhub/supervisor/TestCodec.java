/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.processhub.cluster.PayloadCodec;

/**
 * A codec whose bytes are the number of the value.
 */
final class TestCodec implements PayloadCodec {

	static final String UNDECODABLE = "undecodable";

	/**
	 * How many bytes too much there are.
	 */
	int padding;

	private final List<@Nullable Object> values = new CopyOnWriteArrayList<>();

	@Override
	public byte[] encode(@Nullable Object value) {
		if (value instanceof Thread) {
			throw new IllegalArgumentException("Cannot encode a thread");
		}
		synchronized (this.values) {
			this.values.add(value);
			return ByteBuffer.allocate(4 + this.padding).putInt(this.values.size() - 1).array();
		}
	}

	/**
	 * Return how many values were encoded.
	 */
	int encoded() {
		return this.values.size();
	}

	@Override
	public @Nullable Object decode(byte[] bytes) {
		Object value = this.values.get(ByteBuffer.wrap(bytes).getInt());
		if (UNDECODABLE.equals(value)) {
			throw new IllegalArgumentException("Cannot decode this");
		}
		return value;
	}

}
