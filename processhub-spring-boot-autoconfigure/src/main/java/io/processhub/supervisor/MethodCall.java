/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import org.jspecify.annotations.Nullable;

import io.processhub.cluster.PayloadCodec;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;

/**
 * A call of an interface method as a message between nodes. It has only fields that every
 * codec can serialize.
 *
 * @param interfaceName the class name of the interface
 * @param method the name of the method
 * @param parameterTypes the class names of the parameters
 * @param arguments the serialized arguments, one after the other
 * @since 0.1.0
 */
public record MethodCall(String interfaceName, String method, String[] parameterTypes, byte[] arguments) {

	/**
	 * Return the form for this node.
	 * @param codec deserializes the arguments
	 * @return the same call with its arguments
	 * @throws RuntimeException if the arguments cannot be deserialized
	 */
	public MethodInvocation decode(PayloadCodec codec) {
		if (this.interfaceName == null || this.method == null || this.parameterTypes == null
				|| this.arguments == null) {
			throw new WireException("Call of a method lacks a part");
		}
		WireReader reader = new WireReader(this.arguments);
		int count = reader.readCount();
		if (count != this.parameterTypes.length) {
			throw new WireException("%s.%s has %d parameters but comes with %d arguments".formatted(this.interfaceName,
					this.method, this.parameterTypes.length, count));
		}
		@Nullable Object[] values = new @Nullable Object[count];
		for (int i = 0; i < count; i++) {
			values[i] = codec.decode(reader.readBytes());
		}
		return new MethodInvocation(this.interfaceName, this.method, this.parameterTypes, values);
	}

	@Override
	public String toString() {
		return this.interfaceName + "." + this.method + "(" + String.join(",", this.parameterTypes) + ")";
	}

}
