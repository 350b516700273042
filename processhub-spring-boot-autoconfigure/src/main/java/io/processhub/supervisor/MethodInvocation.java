/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.lang.reflect.Method;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.processhub.cluster.PayloadCodec;
import io.processhub.wire.WireWriter;

/**
 * A call of an interface method as a message within a node.
 *
 * @param interfaceName the class name of the interface
 * @param method the name of the method
 * @param parameterTypes the class names of the parameters
 * @param arguments the arguments
 * @since 0.1.0
 */
public record MethodInvocation(String interfaceName, String method, String[] parameterTypes,
		@Nullable Object[] arguments) {

	private static final @Nullable Object[] NO_ARGUMENTS = {};

	/**
	 * Return the invocation of a method.
	 * @param interfaceType the interface through which the method is called
	 * @param method the method
	 * @param arguments the arguments, or {@code null} for none
	 * @return the invocation
	 */
	public static MethodInvocation of(Class<?> interfaceType, Method method, @Nullable Object @Nullable [] arguments) {
		String[] types = Arrays.stream(method.getParameterTypes()).map(Class::getName).toArray(String[]::new);
		return new MethodInvocation(interfaceType.getName(), method.getName(), types,
				(arguments != null) ? arguments : NO_ARGUMENTS);
	}

	/**
	 * Return the form for another node.
	 * @param codec serializes the arguments
	 * @return the same call with serialized arguments
	 * @throws RuntimeException if an argument cannot be serialized
	 */
	public MethodCall encode(PayloadCodec codec) {
		WireWriter writer = new WireWriter(64);
		writer.writeInt(this.arguments.length);
		for (Object argument : this.arguments) {
			writer.writeBytes(codec.encode(argument));
		}
		return new MethodCall(this.interfaceName, this.method, this.parameterTypes, writer.toByteArray());
	}

	String signature() {
		return this.interfaceName + "." + this.method + "(" + String.join(",", this.parameterTypes) + ")";
	}

	@Override
	public String toString() {
		return signature();
	}

}
