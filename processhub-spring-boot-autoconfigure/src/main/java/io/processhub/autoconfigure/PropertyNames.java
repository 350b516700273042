/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/**
 * The names of the properties that a class is bound from.
 *
 * @param parent what the names stand under
 * @param valid the names, empty if any is valid
 */
record PropertyNames(ConfigurationPropertyName parent, Set<String> valid) {

	/**
	 * Find out which names are valid in place of one that is not.
	 * @param root the name of the properties that a class is bound from
	 * @param type the class
	 * @param unknown the name of a property below, which does not exist
	 * @return the names that are valid there
	 */
	static PropertyNames inPlaceOf(ConfigurationPropertyName root, ResolvableType type,
			ConfigurationPropertyName unknown) {
		ConfigurationPropertyName parent = root;
		ResolvableType present = type;
		while (parent.getNumberOfElements() < unknown.getNumberOfElements()) {
			ConfigurationPropertyName next = unknown.chop(parent.getNumberOfElements() + 1);
			ResolvableType below = below(present, parent, next);
			if (below == null) {
				break;
			}
			parent = next;
			present = below;
		}
		return new PropertyNames(parent, names(present).keySet());
	}

	/**
	 * Return the names of the properties of a class.
	 */
	static Collection<String> of(ResolvableType type) {
		return names(type).keySet();
	}

	private static @Nullable ResolvableType below(ResolvableType type, ConfigurationPropertyName parent,
			ConfigurationPropertyName next) {
		if (Map.class.isAssignableFrom(type.toClass())) {
			return type.asMap().getGeneric(1);
		}
		if (next.isLastElementIndexed()) {
			return type.isArray() ? type.getComponentType() : type.as(Collection.class).getGeneric(0);
		}
		return names(type).entrySet()
			.stream()
			.filter((each) -> parent.append(each.getKey()).equals(next))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	private static Map<String, ResolvableType> names(ResolvableType type) {
		Map<String, ResolvableType> names = new LinkedHashMap<>();
		Class<?> present = type.toClass();
		if (present.getName().startsWith("java.") || present.isPrimitive() || present.isEnum() || present.isArray()) {
			return names;
		}
		Constructor<?> constructor = constructor(present);
		if (constructor != null) {
			Parameter[] parameters = constructor.getParameters();
			for (int i = 0; i < parameters.length; i++) {
				Name name = parameters[i].getAnnotation(Name.class);
				names.put((name != null) ? name.value() : DataObjectPropertyName.toDashedForm(parameters[i].getName()),
						ResolvableType.forConstructorParameter(constructor, i));
			}
			return names;
		}
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(present)) {
			if (property.getWriteMethod() != null) {
				names.put(DataObjectPropertyName.toDashedForm(property.getName()),
						ResolvableType.forMethodParameter(property.getWriteMethod(), 0));
			}
		}
		return names;
	}

	private static @Nullable Constructor<?> constructor(Class<?> type) {
		Constructor<?>[] constructors = type.getDeclaredConstructors();
		if (type.isRecord()) {
			int components = type.getRecordComponents().length;
			return Arrays.stream(constructors)
				.filter((each) -> each.getParameterCount() == components)
				.findFirst()
				.orElse(null);
		}
		return (constructors.length == 1 && constructors[0].getParameterCount() > 0) ? constructors[0] : null;
	}

}
