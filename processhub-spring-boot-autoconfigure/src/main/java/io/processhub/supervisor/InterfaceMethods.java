/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.processhub.process.ProcessLifecycle;

/**
 * The methods that may be called on a process by their names: those of the interfaces
 * that its class implements, but for the ones by which the hub talks to it.
 */
final class InterfaceMethods {

	private static final String OWN_PACKAGE = ProcessLifecycle.class.getPackageName();

	private final Map<String, Class<?>> interfaces = new HashMap<>();

	private final ConcurrentMap<String, Target> targets = new ConcurrentHashMap<>();

	InterfaceMethods(Class<?> userClass) {
		for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(userClass)) {
			if (!type.getPackageName().equals(OWN_PACKAGE)) {
				this.interfaces.put(type.getName(), type);
			}
		}
	}

	/**
	 * Return whether the class implements an interface.
	 * @param interfaceName the class name of the interface
	 * @return whether it does
	 */
	boolean contains(String interfaceName) {
		return this.interfaces.containsKey(interfaceName);
	}

	/**
	 * Find the handler for an invocation.
	 * @param invocation the invocation
	 * @return the handler, or {@code null} if there is no such method, or the arguments
	 * are not for it
	 */
	@Nullable MessageHandler find(MethodInvocation invocation) {
		Class<?> type = this.interfaces.get(invocation.interfaceName());
		if (type == null) {
			return null;
		}
		String signature = invocation.signature();
		Target target = this.targets.get(signature);
		if (target == null) {
			target = resolve(type, invocation);
			if (target == null) {
				return null;
			}
			Target other = this.targets.putIfAbsent(signature, target);
			target = (other != null) ? other : target;
		}
		return target.takes(invocation.arguments()) ? target.handler() : null;
	}

	private static @Nullable Target resolve(Class<?> type, MethodInvocation invocation) {
		for (Method method : type.getMethods()) {
			String[] types = Arrays.stream(method.getParameterTypes()).map(Class::getName).toArray(String[]::new);
			if (!Modifier.isStatic(method.getModifiers()) && method.getName().equals(invocation.method())
					&& Arrays.equals(types, invocation.parameterTypes())) {
				return new Target(new MessageHandler(MethodInvokers.forInvocation(method)), method.getParameterTypes());
			}
		}
		return null;
	}

	private record Target(MessageHandler handler, Class<?>[] parameterTypes) {

		boolean takes(@Nullable Object[] arguments) {
			if (arguments.length != this.parameterTypes.length) {
				return false;
			}
			for (int i = 0; i < arguments.length; i++) {
				if (!ClassUtils.isAssignableValue(this.parameterTypes[i], arguments[i])) {
					return false;
				}
			}
			return true;
		}

	}

}
