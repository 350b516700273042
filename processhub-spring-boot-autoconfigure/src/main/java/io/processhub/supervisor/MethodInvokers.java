/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

import io.processhub.process.ProcessContext;

/**
 * Calls methods of the user's classes.
 */
final class MethodInvokers {

	private MethodInvokers() {
	}

	/**
	 * Return an invoker that calls a method with the message, and with the context if it
	 * takes that.
	 * @param method the method
	 * @return the invoker
	 */
	static MessageHandler.Invoker forMessage(Method method) {
		MethodHandle handle = unreflect(method);
		if (method.getParameterCount() == 1) {
			handle = MethodHandles.dropArguments(handle, 2, ProcessContext.class);
		}
		MethodHandle generic = handle
			.asType(MethodType.methodType(Object.class, Object.class, Object.class, ProcessContext.class));
		return (instance, message, context) -> (Object) generic.invokeExact(instance, message, context);
	}

	/**
	 * Return an invoker that calls a method with the arguments of a
	 * {@link MethodInvocation}.
	 * @param method the method
	 * @return the invoker
	 */
	static MessageHandler.Invoker forInvocation(Method method) {
		int count = method.getParameterCount();
		MethodHandle generic = unreflect(method).asType(MethodType.genericMethodType(count + 1))
			.asSpreader(Object[].class, count);
		return (instance, message, context) -> {
			Object[] arguments = ((MethodInvocation) message).arguments();
			return (Object) generic.invokeExact(instance, arguments);
		};
	}

	private static MethodHandle unreflect(Method method) {
		try {
			method.setAccessible(true);
			return MethodHandles.lookup().unreflect(method).asFixedArity();
		}
		catch (IllegalAccessException | RuntimeException ex) {
			throw new IllegalStateException("Cannot call " + method.toGenericString()
					+ "; make it public, or open its package if it is in a named module", ex);
		}
	}

}
