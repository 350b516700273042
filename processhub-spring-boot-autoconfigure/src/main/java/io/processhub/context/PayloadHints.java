/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.HashSet;
import java.util.Set;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.core.ResolvableType;

/**
 * The hints for what goes from node to node: it is read by its fields, or the components
 * of a record, and made by a constructor. What a type is made of goes along with it.
 */
final class PayloadHints {

	private final ReflectionHints reflection;

	private final Set<Class<?>> seen = new HashSet<>();

	PayloadHints(RuntimeHints hints) {
		this.reflection = hints.reflection();
	}

	void register(ResolvableType type) {
		for (ResolvableType generic : type.getGenerics()) {
			// What a variable stands for is registered where it is said
			if (!(generic.getType() instanceof TypeVariable<?>)) {
				register(generic);
			}
		}
		Class<?> raw = type.resolve();
		if (raw == null || !this.seen.add(raw)) {
			return;
		}
		if (raw.isArray()) {
			this.reflection.registerType(raw);
			register(type.getComponentType());
		}
		else if (raw.isEnum()) {
			this.reflection.registerType(raw, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
		else if (!raw.isPrimitive() && !raw.getName().startsWith("java.")) {
			registerMembers(raw, type);
		}
	}

	private void registerMembers(Class<?> raw, ResolvableType type) {
		this.reflection.registerType(raw, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
		if (Serializable.class.isAssignableFrom(raw)) {
			this.reflection.registerJavaSerialization(raw);
		}
		if (raw.isRecord()) {
			for (RecordComponent component : raw.getRecordComponents()) {
				Method accessor = component.getAccessor();
				this.reflection.registerMethod(accessor, ExecutableMode.INVOKE);
				register(ResolvableType.forType(component.getGenericType(), type));
			}
		}
		else {
			registerFields(raw, type);
		}
		if (raw.isSealed()) {
			for (Class<?> permitted : raw.getPermittedSubclasses()) {
				register(ResolvableType.forClass(permitted));
			}
		}
	}

	private void registerFields(Class<?> raw, ResolvableType type) {
		this.reflection.registerType(raw, MemberCategory.ACCESS_DECLARED_FIELDS);
		for (Field field : raw.getDeclaredFields()) {
			if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
				register(ResolvableType.forField(field, type));
			}
		}
		register(type.getSuperType());
	}

}
