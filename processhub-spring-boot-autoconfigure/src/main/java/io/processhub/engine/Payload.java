/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import org.jspecify.annotations.Nullable;

import io.processhub.MessageSerializationException;
import io.processhub.cluster.PayloadCodec;
import io.processhub.logging.ErrorText;
import io.processhub.supervisor.MethodInvocation;

/**
 * Serializes what users send, and says clearly what went wrong with it.
 *
 * @param hub the hub id
 * @param codec the serialization
 */
record Payload(String hub, PayloadCodec codec) {

	/**
	 * The greatest size of anything that users send, in bytes.
	 */
	static final int MAX_SIZE = PayloadCodec.MAX_SIZE;

	byte[] encode(String processId, String what, @Nullable Object value) {
		byte[] bytes;
		try {
			bytes = this.codec.encode((value instanceof MethodInvocation call) ? call.encode(this.codec) : value);
		}
		catch (RuntimeException | Error ex) {
			throw new MessageSerializationException(this.hub, processId,
					"The %s for process '%s' in hub '%s', of %s, cannot be serialized: %s. Use a record or a plain class with simple fields"
						.formatted(what, processId, this.hub, typeOf(value), ErrorText.message(ex)),
					ex);
		}
		if (bytes.length > MAX_SIZE) {
			throw new MessageSerializationException(this.hub, processId,
					"The %s for process '%s' in hub '%s', of %s, takes %d bytes, more than the limit of %d"
						.formatted(what, processId, this.hub, typeOf(value), bytes.length, MAX_SIZE));
		}
		return bytes;
	}

	@Nullable Object decode(String processId, String what, byte[] bytes) {
		try {
			return this.codec.decode(bytes);
		}
		catch (RuntimeException | Error ex) {
			throw new MessageSerializationException(this.hub, processId,
					"The %s for process '%s' in hub '%s' cannot be deserialized here: %s".formatted(what, processId,
							this.hub, ErrorText.message(ex)),
					ex);
		}
	}

	private static String typeOf(@Nullable Object value) {
		return (value != null) ? value.getClass().getName() : "null";
	}

}
