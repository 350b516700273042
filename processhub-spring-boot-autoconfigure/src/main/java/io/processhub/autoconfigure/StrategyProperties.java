/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.Environment;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * The properties that are given to the strategy of one kind of a hub.
 */
final class StrategyProperties {

	/**
	 * The validator of an application that has Bean Validation.
	 */
	private static final String DEFAULT_VALIDATOR = "defaultValidator";

	private final ListableBeanFactory beanFactory;

	private final Binder binder;

	private final String prefix;

	private final ConfigurationPropertyName name;

	StrategyProperties(ListableBeanFactory beanFactory, Environment environment, String hub, String kind) {
		this.beanFactory = beanFactory;
		this.binder = Binder.get(environment);
		this.prefix = "processhub.hubs." + hub + "." + kind + ".properties";
		this.name = name(hub).append(kind).append("properties");
	}

	/**
	 * Return the name of a hub's properties: what is not written in brackets may be
	 * written in several ways.
	 */
	private static ConfigurationPropertyName name(String hub) {
		boolean plain = hub.chars().allMatch((each) -> Character.isLetterOrDigit(each) || each == '-' || each == '_');
		return plain ? ConfigurationPropertyName.adapt("processhub.hubs." + hub, '.')
				: ConfigurationPropertyName.of("processhub.hubs").append("[" + hub + "]");
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
		BindHandler handler = new NoUnboundElementsBindHandler(new IgnoreTopLevelConverterNotFoundBindHandler(),
				new UnboundElementsSourceFilter());
		List<Validator> validators = validators(type);
		if (!validators.isEmpty()) {
			handler = new ValidationBindHandler(handler, validators.toArray(Validator[]::new));
		}
		return this.binder.bindOrCreate(this.name, Bindable.of(type), handler);
	}

	private List<Validator> validators(Class<?> type) {
		List<Validator> validators = new ArrayList<>();
		addIfPresent(EnableConfigurationProperties.VALIDATOR_BEAN_NAME, validators);
		if (MergedAnnotations.from(type).isPresent(Validated.class)) {
			addIfPresent(DEFAULT_VALIDATOR, validators);
		}
		return validators;
	}

	private void addIfPresent(String bean, List<Validator> validators) {
		if (this.beanFactory.containsBean(bean) && this.beanFactory.isTypeMatch(bean, Validator.class)) {
			validators.add(this.beanFactory.getBean(bean, Validator.class));
		}
	}

}
