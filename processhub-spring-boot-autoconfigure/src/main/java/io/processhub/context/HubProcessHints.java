/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

import io.processhub.annotation.OnMessage;
import io.processhub.process.ConflictAware;
import io.processhub.process.HandoverAware;
import io.processhub.process.ProcessContext;

/**
 * The hints for the class of a process: its handlers, the interfaces that it may be
 * called through, and what goes from node to node.
 */
final class HubProcessHints {

	private final RuntimeHints hints;

	private final PayloadHints payloads;

	HubProcessHints(RuntimeHints hints) {
		this.hints = hints;
		this.payloads = new PayloadHints(hints);
	}

	void register(Class<?> userClass, Class<?> argument) {
		MethodIntrospector
			.selectMethods(userClass,
					(MethodIntrospector.MetadataLookup<@Nullable OnMessage>) (method) -> AnnotatedElementUtils
						.findMergedAnnotation(method, OnMessage.class))
			.keySet()
			.forEach((method) -> register(method, userClass));
		for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(userClass)) {
			if (mayBeCalledThrough(type)) {
				registerInterface(type, userClass);
			}
		}
		ResolvableType process = ResolvableType.forClass(userClass);
		this.payloads.register(process.as(HandoverAware.class).getGeneric(0));
		this.payloads.register(process.as(ConflictAware.class).getGeneric(0));
		this.payloads.register(ResolvableType.forClass(argument));
	}

	private void registerInterface(Class<?> type, Class<?> userClass) {
		this.hints.proxies().registerJdkProxy(type);
		for (Method method : type.getMethods()) {
			if (!Modifier.isStatic(method.getModifiers())) {
				register(method, userClass);
			}
		}
	}

	private void register(Method method, Class<?> userClass) {
		this.hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
		for (int i = 0; i < method.getParameterCount(); i++) {
			if (method.getParameterTypes()[i] != ProcessContext.class) {
				this.payloads.register(ResolvableType.forMethodParameter(method, i, userClass));
			}
		}
		this.payloads.register(ResolvableType.forMethodReturnType(method, userClass));
	}

	private static boolean mayBeCalledThrough(Class<?> type) {
		String name = type.getName();
		return !type.isSealed() && !name.startsWith("java.") && !name.startsWith("org.springframework.")
				&& !type.getPackageName().equals(HandoverAware.class.getPackageName());
	}

}
