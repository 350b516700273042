/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The arguments of the processes in the configuration of one hub.
 * <p>
 * A list of properties comes from one source as a whole, the first that has it; so do the
 * arguments, lest one belong to another process.
 */
final class StaticArguments {

	private final TypedBinder typedBinder;

	private final ConfigurationPropertyName name;

	private final @Nullable IterableConfigurationPropertySource source;

	private final Binder binder;

	StaticArguments(TypedBinder typedBinder, Environment environment, String hub) {
		this.typedBinder = typedBinder;
		this.name = TypedBinder.name(hub).append("processes");
		this.source = source(environment, this.name.append("[0]"));
		this.binder = new Binder((this.source != null) ? List.of(this.source) : List.of(),
				new PropertySourcesPlaceholdersResolver(environment));
	}

	private static @Nullable IterableConfigurationPropertySource source(Environment environment,
			ConfigurationPropertyName first) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable
					&& source.containsDescendantOf(first) == ConfigurationPropertyState.PRESENT) {
				return iterable;
			}
		}
		return null;
	}

	/**
	 * Return the argument of a process.
	 * @param index which of the processes
	 * @param type the class that the argument is to be of
	 * @return the argument, or {@code null} if there is none
	 */
	@Nullable Object bind(int index, Class<?> type) {
		ConfigurationPropertyName argument = this.name.append("[" + index + "]").append("argument");
		if (isMissing(argument)) {
			return defaults(argument, type);
		}
		if (type == Object.class) {
			return asWritten(argument);
		}
		BindHandler handler = this.typedBinder.handler(type, BindHandler.DEFAULT);
		try {
			return this.binder.bind(argument, Bindable.of(type), handler).orElse(null);
		}
		catch (BindException ex) {
			Collection<String> names = PropertyNames.of(ResolvableType.forClass(type));
			if (ex.getCause() instanceof ConverterNotFoundException && !names.isEmpty()) {
				throw new InvalidHubPropertyException(argument.toString(), text(argument),
						"Give it properties rather than a value: %s.".formatted(Suggestions.list(names)));
			}
			throw ex;
		}
	}

	/**
	 * Return the argument of a process that a bean asks for.
	 * @param id the process id
	 * @param processType the name of its type
	 * @param type the class that the argument is to be of
	 * @return an argument with defaults, or {@code null} if the class has no properties
	 */
	@Nullable Object ofBean(String id, String processType, Class<?> type) {
		try {
			return defaults(this.name, type);
		}
		catch (BindException ex) {
			throw new InvalidHubPropertyException(this.name.toString(),
					"The process '%s' needs an argument, for the defaults of %s are not valid: %s.".formatted(id,
							type.getName(), NestedExceptionUtils.getMostSpecificCause(ex).getMessage()),
					"Take the id out of the @HubProcess annotation of type '%s', and give id, type and argument under '%s'."
						.formatted(processType, this.name),
					ex);
		}
	}

	private @Nullable Object defaults(ConfigurationPropertyName property, Class<?> type) {
		boolean hasProperties = !BeanUtils.isSimpleProperty(type) && !type.isInterface()
				&& !type.getName().startsWith("java.");
		return hasProperties ? new Binder().bindOrCreate(property, Bindable.of(type),
				this.typedBinder.handler(type, BindHandler.DEFAULT)) : null;
	}

	// An empty list or map in yml is an empty text by now
	private boolean isMissing(ConfigurationPropertyName argument) {
		if (children(argument).isEmpty()) {
			return !StringUtils.hasText(text(argument));
		}
		return false;
	}

	private @Nullable Object asWritten(ConfigurationPropertyName part) {
		List<ConfigurationPropertyName> children = children(part);
		if (children.isEmpty()) {
			return text(part);
		}
		if (children.get(0).isLastElementIndexed() && children.contains(part.append("[0]"))) {
			List<@Nullable Object> list = new ArrayList<>();
			for (int i = 0; i < children.size(); i++) {
				list.add(asWritten(part.append("[" + i + "]")));
			}
			return list;
		}
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		children.forEach((child) -> map.put(child.getLastElement(Form.ORIGINAL), asWritten(child)));
		return map;
	}

	private @Nullable String text(ConfigurationPropertyName part) {
		return this.binder.bind(part, Bindable.of(String.class)).orElse(null);
	}

	private List<ConfigurationPropertyName> children(ConfigurationPropertyName parent) {
		int length = parent.getNumberOfElements() + 1;
		return (this.source == null) ? List.of()
				: this.source.stream()
					.filter(parent::isAncestorOf)
					.map((descendant) -> descendant.chop(length))
					.distinct()
					.toList();
	}

}
