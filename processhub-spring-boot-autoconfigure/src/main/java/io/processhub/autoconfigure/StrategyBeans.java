/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

import io.processhub.context.ManagedHub;
import io.processhub.strategy.StrategyFactory;

/**
 * Finds a strategy by its name: a bean of the name that is one, or makes one, if there is
 * such a bean, or else one of our own.
 */
final class StrategyBeans {

	private final ListableBeanFactory beanFactory;

	private final Environment environment;

	private final Map<String, List<HubStrategyContext>> contexts = new HashMap<>();

	StrategyBeans(ListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	<S> S find(String hub, String kind, String name, Class<S> type, Map<String, Supplier<S>> builtIn) {
		StrategyProperties properties = new StrategyProperties(this.beanFactory, this.environment, hub, kind);
		if (isBean(name, type)) {
			refuse(properties, "the bean '%s' takes none".formatted(name),
					"Remove them, or make the bean a StrategyFactory, which binds them.");
			return this.beanFactory.getBean(name, type);
		}
		if (isBean(name, StrategyFactory.class)) {
			return make(hub, kind, name, type, properties);
		}
		Supplier<S> supplier = builtIn.get(name);
		if (supplier == null) {
			throw new UnknownStrategyException(hub, property(hub, kind), name, known(type, builtIn.keySet()));
		}
		refuse(properties, "'%s' takes none of them".formatted(name),
				"Remove them: the options of '%s' stand beside 'strategy', as in '%s'.".formatted(name,
						properties.prefix().replaceFirst("properties$", "<option>")));
		return supplier.get();
	}

	private boolean isBean(String name, Class<?> type) {
		return this.beanFactory.containsBean(name) && this.beanFactory.isTypeMatch(name, type);
	}

	private <S> S make(String hub, String kind, String name, Class<S> type, StrategyProperties properties) {
		HubStrategyContext context = new HubStrategyContext(hub, properties);
		Object strategy = this.beanFactory.getBean(name, StrategyFactory.class).create(context);
		if (!type.isInstance(strategy)) {
			throw new UnknownStrategyException(hub, property(hub, kind), name, known(type, Set.of()), type);
		}
		if (!context.isBound()) {
			refuse(properties, "the StrategyFactory '%s' did not ask for any".formatted(name),
					"Remove them, or bind them to a type with StrategyContext.bind.");
		}
		this.contexts.computeIfAbsent(hub, (id) -> new ArrayList<>()).add(context);
		return type.cast(strategy);
	}

	private static void refuse(StrategyProperties properties, String why, String action) {
		Collection<String> names = properties.names();
		if (!names.isEmpty()) {
			throw new UnusedStrategyPropertiesException(names, why, action);
		}
	}

	private Set<String> known(Class<?> type, Collection<String> builtIn) {
		Set<String> known = new TreeSet<>(builtIn);
		known.addAll(Arrays
			.asList(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false)));
		known.addAll(Arrays.asList(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory,
				ResolvableType.forClassWithGenerics(StrategyFactory.class, type), true, false)));
		return known;
	}

	/**
	 * Let the strategies of a hub see it.
	 */
	void attach(String hub, ManagedHub managed) {
		this.contexts.getOrDefault(hub, List.of()).forEach((context) -> context.attach(managed));
	}

	private static String property(String hub, String kind) {
		return "processhub.hubs." + hub + "." + kind + ".strategy";
	}

}
