/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Turns what users send (arguments, messages, answers, states) into bytes and back.
 * Thread-safe. May block the first time that it meets a type, so it is never used on a
 * thread of the cluster library.
 *
 * @since 0.1.0
 */
public interface PayloadCodec {

	/**
	 * The greatest size of a value, in bytes.
	 */
	int MAX_SIZE = 16 * 1024 * 1024;

	/**
	 * Serialize a value.
	 * @param value the value
	 * @return its bytes
	 * @throws RuntimeException if the value cannot be serialized, or is too large
	 */
	byte[] encode(@Nullable Object value);

	/**
	 * Deserialize a value.
	 * @param bytes the bytes of the value
	 * @return the value
	 * @throws RuntimeException if the bytes are not those of a value that this node knows
	 */
	@Nullable Object decode(byte[] bytes);

}
