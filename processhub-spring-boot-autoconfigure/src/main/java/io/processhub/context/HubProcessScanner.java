/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.StringUtils;

import io.processhub.ProcessSpec;
import io.processhub.annotation.ErrorPolicy;
import io.processhub.annotation.HubProcess;
import io.processhub.supervisor.ProcessType;

/**
 * Finds the process beans of an application by their definitions, checks them, and makes
 * process types of them. No bean is instantiated.
 *
 * @since 0.1.0
 */
public final class HubProcessScanner {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Set<String> hubIds;

	private final String primary;

	private final Function<String, Duration> durationParser;

	private final Map<String, Map<String, FoundType>> found = new LinkedHashMap<>();

	private HubProcessScanner(ConfigurableListableBeanFactory beanFactory, Set<String> hubIds, String primary,
			Function<String, Duration> durationParser) {
		this.beanFactory = beanFactory;
		this.hubIds = hubIds;
		this.primary = primary;
		this.durationParser = durationParser;
		hubIds.forEach((hub) -> this.found.put(hub, new LinkedHashMap<>()));
	}

	/**
	 * Scan the bean definitions.
	 * @param beanFactory where the beans are defined
	 * @param hubIds the ids of all hubs
	 * @param primary the id of the primary hub, which gets the types that name no hub
	 * @param durationParser parses what an annotation says; throws an
	 * {@link IllegalArgumentException} if it cannot
	 * @return what was found for each hub
	 * @throws HubConfigurationException if a bean cannot be a process type
	 */
	public static Map<String, HubProcesses> scan(ConfigurableListableBeanFactory beanFactory, Set<String> hubIds,
			String primary, Function<String, Duration> durationParser) {
		HubProcessScanner scanner = new HubProcessScanner(beanFactory, hubIds, primary, durationParser);
		for (String beanName : beanFactory.getBeanDefinitionNames()) {
			scanner.take(beanName);
		}
		return scanner.results();
	}

	private void take(String beanName) {
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		if (definition.isAbstract()) {
			return;
		}
		HubProcess annotation = this.beanFactory.findAnnotationOnBean(beanName, HubProcess.class, false);
		if (annotation == null) {
			return;
		}
		String hub = hub(beanName, annotation);
		if (!definition.isPrototype()) {
			throw new InvalidHubProcessException(hub, beanName,
					"The bean '%s' is a @HubProcess, but not of prototype scope, so that processes would share one instance."
						.formatted(beanName),
					"Remove its other scope, or put @Scope(\"prototype\") on its @Bean method.", null);
		}
		String type = StringUtils.hasText(annotation.value()) ? annotation.value() : beanName;
		FoundType foundType = new FoundType(beanName, processType(beanName, annotation, hub, type),
				annotation.argument(), resolve(annotation.id()));
		FoundType other = this.found.computeIfAbsent(hub, (id) -> new LinkedHashMap<>()).put(type, foundType);
		if (other != null) {
			throw new DuplicateProcessTypeException(hub, type, other.beanName(), beanName);
		}
	}

	private String hub(String beanName, HubProcess annotation) {
		String hub = resolve(annotation.hub());
		if (hub == null) {
			return this.primary;
		}
		if (!this.hubIds.contains(hub)) {
			throw new UnknownHubException(hub, beanName, "@HubProcess bean '%s'".formatted(beanName), this.hubIds);
		}
		return hub;
	}

	private ProcessType processType(String beanName, HubProcess annotation, String hub, String type) {
		HandlerMethods methods = HandlerMethods.of(this.beanFactory, beanName);
		return new ProcessType(type, annotation.restart(), shutdownTimeout(beanName, annotation, hub),
				resolve(annotation.tag()), annotation.onError() == ErrorPolicy.RESTART,
				new PrototypeInstanceFactory(this.beanFactory, beanName), methods.handlers(hub, type));
	}

	private @Nullable Duration shutdownTimeout(String beanName, HubProcess annotation, String hub) {
		String text = resolve(annotation.shutdownTimeout());
		if (text == null) {
			return null;
		}
		try {
			Duration timeout = this.durationParser.apply(text);
			if (!timeout.isNegative()) {
				return timeout;
			}
			throw new IllegalArgumentException("'" + text + "' is negative");
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHubProcessException(hub, beanName,
					"The shutdownTimeout '%s' of the @HubProcess bean '%s' is no time to wait.".formatted(text,
							beanName),
					"Use a duration such as 10s, 500ms, 2m or PT10S.", ex);
		}
	}

	private @Nullable String resolve(String value) {
		String resolved = this.beanFactory.resolveEmbeddedValue(value);
		return StringUtils.hasText(resolved) ? resolved : null;
	}

	private Map<String, HubProcesses> results() {
		Map<String, HubProcesses> results = new LinkedHashMap<>();
		this.found.forEach((hub, byName) -> results.put(hub, result(hub, byName)));
		return results;
	}

	private static HubProcesses result(String hub, Map<String, FoundType> byName) {
		Map<String, ProcessType> types = new LinkedHashMap<>();
		Map<String, Class<?>> arguments = new LinkedHashMap<>();
		Map<String, String> beanNames = new LinkedHashMap<>();
		List<ProcessSpec> processes = new ArrayList<>();
		byName.forEach((name, found) -> {
			types.put(name, found.type());
			arguments.put(name, found.argument());
			if (found.id() != null) {
				processes.add(ProcessSpec.of(found.id(), name));
				String other = beanNames.put(found.id(), found.beanName());
				if (other != null) {
					throw new InvalidHubProcessException(hub, found.beanName(),
							"The beans '%s' and '%s' both want to be the process '%s' of hub '%s'.".formatted(other,
									found.beanName(), found.id(), hub),
							"Change the id in one of the two @HubProcess annotations.", null);
				}
			}
		});
		return new HubProcesses(types, arguments, processes);
	}

	private record FoundType(String beanName, ProcessType type, Class<?> argument, @Nullable String id) {
	}

}
