/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

import io.processhub.MessageHandlerException;
import io.processhub.annotation.OnMessage;
import io.processhub.process.ProcessContext;

/**
 * The message handlers of a class with {@link OnMessage} methods, and the interface
 * methods that proxies may call.
 *
 * @since 0.1.0
 */
public final class OnMessageHandlers implements MessageHandlers {

	private final Class<?> userClass;

	private final String hub;

	private final String typeName;

	private final Map<Class<?>, MessageHandler> handlers;

	private final InterfaceMethods interfaceMethods;

	private final ConcurrentMap<Class<?>, MessageHandler> resolved = new ConcurrentHashMap<>();

	private OnMessageHandlers(Class<?> userClass, String hub, String typeName, Map<Class<?>, MessageHandler> handlers) {
		this.userClass = userClass;
		this.hub = hub;
		this.typeName = typeName;
		this.handlers = handlers;
		this.interfaceMethods = new InterfaceMethods(userClass);
	}

	/**
	 * Find the handlers of a class.
	 * @param userClass the class that the user wrote
	 * @param invocable turns a method of that class into one that can be called on the
	 * instances, which may be proxies
	 * @param hub the hub id
	 * @param typeName the name of the process type
	 * @return the handlers
	 * @throws IllegalStateException if the methods are not what handlers must be
	 */
	public static OnMessageHandlers of(Class<?> userClass, UnaryOperator<Method> invocable, String hub,
			String typeName) {
		Assert.notNull(userClass, "'userClass' must not be null");
		Map<Class<?>, Method> methods = new LinkedHashMap<>();
		for (Method method : annotatedMethods(userClass)) {
			Class<?> messageType = messageType(userClass, method);
			Method other = methods.putIfAbsent(messageType, method);
			if (other != null) {
				throw invalid(userClass, method, "takes the same messages as " + describe(other)
						+ ", %s; leave one of them".formatted(messageType.getName()));
			}
		}
		Map<Class<?>, MessageHandler> handlers = new LinkedHashMap<>();
		methods.forEach((messageType, method) -> handlers.put(messageType,
				new MessageHandler(MethodInvokers.forMessage(invocable.apply(method)))));
		return new OnMessageHandlers(userClass, hub, typeName, handlers);
	}

	private static List<Method> annotatedMethods(Class<?> userClass) {
		// By name, so that errors are the same each time
		Map<String, Method> methods = new TreeMap<>();
		MethodIntrospector
			.selectMethods(userClass,
					(MethodIntrospector.MetadataLookup<OnMessage>) (method) -> AnnotatedElementUtils
						.findMergedAnnotation(method, OnMessage.class))
			.keySet()
			.forEach((method) -> methods.put(method.toGenericString(), method));
		return new ArrayList<>(methods.values());
	}

	private static Class<?> messageType(Class<?> userClass, Method method) {
		if (Modifier.isStatic(method.getModifiers())) {
			throw invalid(userClass, method, "must not be static");
		}
		int count = method.getParameterCount();
		if (count == 0 || count > 2 || method.getParameterTypes()[0] == ProcessContext.class
				|| (count == 2 && method.getParameterTypes()[1] != ProcessContext.class)) {
			throw invalid(userClass, method,
					"must take the message, and after it at most a ProcessContext, but takes %d parameters"
						.formatted(count));
		}
		Class<?> type = ResolvableType.forMethodParameter(method, 0, userClass).resolve(method.getParameterTypes()[0]);
		return ClassUtils.resolvePrimitiveIfNecessary(type);
	}

	private static IllegalStateException invalid(Class<?> userClass, Method method, String what) {
		return new IllegalStateException(
				"@OnMessage method %s of %s %s".formatted(describe(method), userClass.getName(), what));
	}

	private static String describe(Method method) {
		return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "("
				+ Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).collect(Collectors.joining(", "))
				+ ")";
	}

	@Override
	public Object unwrap(Object message) {
		if (message instanceof MethodInvocation invocation && invocation.arguments().length == 1
				&& !this.interfaceMethods.contains(invocation.interfaceName())) {
			Object argument = invocation.arguments()[0];
			return (argument != null) ? argument : message;
		}
		return message;
	}

	@Override
	public MessageHandler find(String processId, Object message) {
		if (message instanceof MethodInvocation invocation) {
			return find(processId, invocation);
		}
		MessageHandler handler = this.resolved.get(message.getClass());
		return (handler != null) ? handler : resolve(processId, message.getClass());
	}

	private MessageHandler find(String processId, MethodInvocation invocation) {
		MessageHandler handler = this.interfaceMethods.find(invocation);
		if (handler == null) {
			String why = this.interfaceMethods.contains(invocation.interfaceName())
					? "there is no such method, or the arguments are not for it"
					: this.userClass.getName() + " does not implement that interface";
			throw new MessageHandlerException(this.hub, processId,
					text(processId, "cannot be called through %s: %s".formatted(invocation, why)));
		}
		return handler;
	}

	private MessageHandler resolve(String processId, Class<?> messageClass) {
		List<Class<?>> fitting = this.handlers.keySet()
			.stream()
			.filter((type) -> type.isAssignableFrom(messageClass))
			.toList();
		List<Class<?>> best = fitting.stream()
			.filter((type) -> fitting.stream().noneMatch((other) -> other != type && type.isAssignableFrom(other)))
			.toList();
		if (best.isEmpty()) {
			throw new MessageHandlerException(this.hub, processId,
					text(processId, "has no @OnMessage method for a %s; %s takes %s".formatted(messageClass.getName(),
							this.userClass.getName(), names(this.handlers.keySet()))));
		}
		if (best.size() > 1) {
			throw new MessageHandlerException(this.hub, processId,
					text(processId, ("has several @OnMessage methods that fit a %s equally well, for %s; "
							+ "add one for the class itself")
						.formatted(messageClass.getName(), names(best))));
		}
		MessageHandler handler = this.handlers.get(best.get(0));
		Assert.state(handler != null, "There is a handler for each type");
		this.resolved.put(messageClass, handler);
		return handler;
	}

	private static String names(Iterable<Class<?>> types) {
		List<String> names = new ArrayList<>();
		types.forEach((type) -> names.add(type.getName()));
		return names.isEmpty() ? "no messages" : String.join(", ", names);
	}

	private String text(String processId, String what) {
		return "Hub '%s', process '%s' of type '%s' %s".formatted(this.hub, processId, this.typeName, what);
	}

}
