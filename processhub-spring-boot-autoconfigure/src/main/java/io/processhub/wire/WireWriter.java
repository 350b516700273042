/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Writes the values of a message into a growing byte array. Numbers are written with a
 * variable length. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class WireWriter {

	private byte[] buffer;

	private int position;

	/**
	 * Create a writer.
	 * @param expectedSize the expected size in bytes
	 */
	public WireWriter(int expectedSize) {
		this.buffer = new byte[Math.max(16, expectedSize)];
	}

	/**
	 * Return the number of bytes written.
	 * @return the size in bytes
	 */
	public int size() {
		return this.position;
	}

	/**
	 * Return what was written.
	 * @return a new array
	 */
	public byte[] toByteArray() {
		return (this.position == this.buffer.length) ? this.buffer : Arrays.copyOf(this.buffer, this.position);
	}

	/**
	 * Return what was written, followed by a checksum over it.
	 * @return a new array
	 */
	public byte[] toByteArrayWithChecksum() {
		byte[] message = Arrays.copyOf(this.buffer, this.position + Integer.BYTES);
		WireChecksum.write(message, this.position);
		return message;
	}

	/**
	 * Write one byte.
	 * @param value the byte, as its lowest eight bits
	 * @return this writer
	 */
	public WireWriter writeByte(int value) {
		ensure(1);
		this.buffer[this.position++] = (byte) value;
		return this;
	}

	/**
	 * Write a truth value.
	 * @param value the value
	 * @return this writer
	 */
	public WireWriter writeBoolean(boolean value) {
		return writeByte(value ? 1 : 0);
	}

	/**
	 * Write an integer, short if it is small and not negative.
	 * @param value the value
	 * @return this writer
	 */
	public WireWriter writeInt(int value) {
		ensure(5);
		int rest = value;
		while ((rest & ~0x7F) != 0) {
			this.buffer[this.position++] = (byte) (rest & 0x7F | 0x80);
			rest >>>= 7;
		}
		this.buffer[this.position++] = (byte) rest;
		return this;
	}

	/**
	 * Write a long integer, short if it is small and not negative.
	 * @param value the value
	 * @return this writer
	 */
	public WireWriter writeLong(long value) {
		ensure(10);
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			this.buffer[this.position++] = (byte) (rest & 0x7F | 0x80);
			rest >>>= 7;
		}
		this.buffer[this.position++] = (byte) rest;
		return this;
	}

	/**
	 * Write a string.
	 * @param value the string
	 * @return this writer
	 */
	public WireWriter writeString(String value) {
		return writeBytes(value.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Write a string that may be missing.
	 * @param value the string or {@code null}
	 * @return this writer
	 */
	public WireWriter writeOptionalString(@Nullable String value) {
		writeBoolean(value != null);
		return (value != null) ? writeString(value) : this;
	}

	/**
	 * Write bytes with their length.
	 * @param value the bytes
	 * @return this writer
	 */
	public WireWriter writeBytes(byte[] value) {
		writeInt(value.length);
		ensure(value.length);
		System.arraycopy(value, 0, this.buffer, this.position, value.length);
		this.position += value.length;
		return this;
	}

	/**
	 * Write bytes that may be missing.
	 * @param value the bytes or {@code null}
	 * @return this writer
	 */
	public WireWriter writeOptionalBytes(byte @Nullable [] value) {
		writeBoolean(value != null);
		return (value != null) ? writeBytes(value) : this;
	}

	/**
	 * Write string pairs.
	 * @param value the pairs
	 * @return this writer
	 */
	public WireWriter writeStrings(Map<String, String> value) {
		writeInt(value.size());
		value.forEach((key, text) -> writeString(key).writeString(text));
		return this;
	}

	/**
	 * Write the elements of a collection.
	 * @param <T> the type of the elements
	 * @param elements the elements
	 * @param element writes one of them
	 * @return this writer
	 */
	public <T> WireWriter writeAll(Collection<T> elements, BiConsumer<WireWriter, T> element) {
		writeInt(elements.size());
		elements.forEach((each) -> element.accept(this, each));
		return this;
	}

	private void ensure(int size) {
		if (this.buffer.length - this.position < size) {
			int needed = Math.addExact(this.position, size);
			this.buffer = Arrays.copyOf(this.buffer,
					Math.max(needed, (int) Math.min(2L * this.buffer.length, Integer.MAX_VALUE - 16)));
		}
	}

}
