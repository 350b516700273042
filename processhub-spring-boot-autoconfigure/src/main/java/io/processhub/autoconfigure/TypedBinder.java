/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * How properties of a hub are bound to classes of the user's own: as properties of the
 * application are, with its validators, and nothing may be left over.
 */
final class TypedBinder {

	/**
	 * The validator of an application that has Bean Validation.
	 */
	private static final String DEFAULT_VALIDATOR = "defaultValidator";

	private final ListableBeanFactory beanFactory;

	TypedBinder(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the name of a hub's properties: what is not written in brackets may be
	 * written in several ways.
	 */
	static ConfigurationPropertyName name(String hub) {
		boolean plain = hub.chars().allMatch((each) -> Character.isLetterOrDigit(each) || each == '-' || each == '_');
		return plain ? ConfigurationPropertyName.adapt("processhub.hubs." + hub, '.')
				: ConfigurationPropertyName.of("processhub.hubs").append("[" + hub + "]");
	}

	/**
	 * Return what takes part in binding to a class.
	 */
	BindHandler handler(Class<?> type, BindHandler parent) {
		BindHandler handler = new NoUnboundElementsBindHandler(parent, new UnboundElementsSourceFilter());
		List<Validator> validators = validators(type);
		return validators.isEmpty() ? handler
				: new ValidationBindHandler(handler, validators.toArray(Validator[]::new));
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
