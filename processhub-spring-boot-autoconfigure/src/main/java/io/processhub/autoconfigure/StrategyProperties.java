/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Collection;
import java.util.Map;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * The properties that are given to the strategy of one kind of a hub.
 */
final class StrategyProperties {

	private final TypedBinder typedBinder;

	private final Binder binder;

	private final String prefix;

	private final ConfigurationPropertyName name;

	StrategyProperties(ListableBeanFactory beanFactory, Environment environment, String hub, String kind) {
		this.typedBinder = new TypedBinder(beanFactory);
		this.binder = Binder.get(environment);
		this.prefix = "processhub.hubs." + hub + "." + kind + ".properties";
		this.name = TypedBinder.name(hub).append(kind).append("properties");
	}

	/**
	 * Return what the names of the properties begin with.
	 */
	String prefix() {
		return this.prefix;
	}

	/**
	 * Return the full names of the properties that are given.
	 */
	Collection<String> names() {
		return this.binder.bind(this.name, Bindable.mapOf(String.class, String.class))
			.orElse(Map.of())
			.keySet()
			.stream()
			.map((key) -> this.prefix + "." + key)
			.toList();
	}

	<P> P bind(Class<P> type) {
		BindHandler handler = this.typedBinder.handler(type, new IgnoreTopLevelConverterNotFoundBindHandler());
		return this.binder.bindOrCreate(this.name, Bindable.of(type), handler);
	}

}
