/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a message that a {@link WireWriter} wrote. Every length is checked
 * against what is there, so that no bytes can make it read past the end or allocate more
 * than a small multiple of the message. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class WireReader {

	private final byte[] buffer;

	private final int end;

	private int position;

	/**
	 * Create a reader.
	 * @param message the bytes of the message
	 */
	public WireReader(byte[] message) {
		this(message, message.length);
	}

	private WireReader(byte[] message, int end) {
		this.buffer = message;
		this.end = end;
	}

	/**
	 * Create a reader of a message that ends with a checksum.
	 * @param message the bytes of the message
	 * @return the reader
	 */
	public static WireReader withChecksum(byte[] message) {
		int end = message.length - Integer.BYTES;
		if (end < 0 || WireChecksum.read(message, end) != WireChecksum.of(message, end)) {
			throw new WireException("Message of " + message.length + " bytes was changed on its way");
		}
		return new WireReader(message, end);
	}

	/**
	 * Return the number of bytes that are left.
	 * @return the number of bytes
	 */
	public int remaining() {
		return this.end - this.position;
	}

	/**
	 * Read one byte.
	 * @return the byte, 0 to 255
	 */
	public int readByte() {
		if (this.position >= this.end) {
			throw new WireException("Message is cut off at byte " + this.position);
		}
		return this.buffer[this.position++] & 0xFF;
	}

	/**
	 * Read a truth value.
	 * @return the value
	 */
	public boolean readBoolean() {
		int value = readByte();
		if (value > 1) {
			throw new WireException("Not a truth value: " + value);
		}
		return value == 1;
	}

	/**
	 * Read an integer.
	 * @return the value
	 */
	public int readInt() {
		int value = 0;
		for (int shift = 0; shift < 35; shift += 7) {
			int next = readByte();
			value |= (next & 0x7F) << shift;
			if ((next & 0x80) == 0) {
				return value;
			}
		}
		throw new WireException("Integer is too long");
	}

	/**
	 * Read a long integer.
	 * @return the value
	 */
	public long readLong() {
		long value = 0;
		for (int shift = 0; shift < 70; shift += 7) {
			int next = readByte();
			value |= (next & 0x7FL) << shift;
			if ((next & 0x80) == 0) {
				return value;
			}
		}
		throw new WireException("Long integer is too long");
	}

	/**
	 * Read a number of things that follow, each at least one byte long.
	 * @return the number
	 */
	public int readCount() {
		int count = readInt();
		if (count < 0 || count > remaining()) {
			throw new WireException("Count of " + count + " does not fit into " + remaining() + " bytes");
		}
		return count;
	}

	/**
	 * Read a string.
	 * @return the string
	 */
	public String readString() {
		int length = readCount();
		String value = new String(this.buffer, this.position, length, StandardCharsets.UTF_8);
		this.position += length;
		return value;
	}

	/**
	 * Read a string that may be missing.
	 * @return the string or {@code null}
	 */
	public @Nullable String readOptionalString() {
		return readBoolean() ? readString() : null;
	}

	/**
	 * Read bytes.
	 * @return a new array
	 */
	public byte[] readBytes() {
		int length = readCount();
		byte[] value = Arrays.copyOfRange(this.buffer, this.position, this.position + length);
		this.position += length;
		return value;
	}

	/**
	 * Read bytes that may be missing.
	 * @return a new array or {@code null}
	 */
	public byte @Nullable [] readOptionalBytes() {
		return readBoolean() ? readBytes() : null;
	}

	/**
	 * Read string pairs.
	 * @return the pairs
	 */
	public Map<String, String> readStrings() {
		int count = readCount();
		if (count == 0) {
			return Map.of();
		}
		Map<String, String> value = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			value.put(readString(), readString());
		}
		return value;
	}

	/**
	 * Read the elements of a list.
	 * @param <T> the type of the elements
	 * @param element reads one of them
	 * @return the elements
	 */
	public <T> List<T> readAll(Function<WireReader, T> element) {
		int count = readCount();
		List<T> elements = new ArrayList<>(Math.min(count, 1024));
		for (int i = 0; i < count; i++) {
			elements.add(element.apply(this));
		}
		return elements;
	}

	/**
	 * Read one of the values of an enum.
	 * @param <E> the type of the enum
	 * @param values the values in their order
	 * @return the value
	 */
	public <E extends Enum<E>> E readEnum(E[] values) {
		int ordinal = readByte();
		if (ordinal >= values.length) {
			throw new WireException(
					"No value " + ordinal + " in " + values.getClass().getComponentType().getSimpleName());
		}
		return values[ordinal];
	}

}
