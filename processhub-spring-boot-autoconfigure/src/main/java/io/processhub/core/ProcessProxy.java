/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.core;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

import io.processhub.ProcessHubException;
import io.processhub.engine.HubEngine;
import io.processhub.supervisor.MethodInvocation;

/**
 * Turns the methods of an interface into messages to one process.
 */
final class ProcessProxy implements InvocationHandler {

	private final Class<?> type;

	private final HubEngine engine;

	private final String id;

	private ProcessProxy(Class<?> type, HubEngine engine, String id) {
		this.type = type;
		this.engine = engine;
		this.id = id;
	}

	static <T> T create(Class<T> type, HubEngine engine, String id) {
		Assert.isTrue(type.isInterface(), () -> "'type' must be an interface, but is " + type.getName());
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				new ProcessProxy(type, engine, id)));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (method.isDefault()) {
			return InvocationHandler.invokeDefault(proxy, method, arguments);
		}
		if (ReflectionUtils.isObjectMethod(method)) {
			return ofObject(proxy, method, arguments);
		}
		MethodInvocation message = MethodInvocation.of(this.type, method, arguments);
		Class<?> returned = method.getReturnType();
		if (returned == void.class) {
			this.engine.send(this.id, message);
			return null;
		}
		if (returned == CompletableFuture.class || returned == CompletionStage.class) {
			return this.engine.call(this.id, message, null, null);
		}
		try {
			return this.engine.call(this.id, message, returned, null).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof ProcessHubException failure) ? failure : ex;
		}
	}

	private Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
		return switch (method.getName()) {
			case "equals" -> arguments != null && arguments[0] == proxy;
			case "hashCode" -> Arrays.asList(this.type, this.id).hashCode();
			default -> this.type.getSimpleName() + " of process '" + this.id + "' in hub '" + this.engine.hubId() + "'";
		};
	}

}
