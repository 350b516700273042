/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessHubs;

/**
 * Says why there is no template to inject: there are no hubs, or none of that name.
 */
@Order(1)
class MissingHubFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String ENABLED = "processhub.enabled";

	private final Environment environment;

	MissingHubFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType type = cause.getResolvableType();
		if (type == null || !isOfAHub(type.toClass())) {
			return null;
		}
		String who = (description != null) ? description : "The application";
		String wanted = type.toClass().getSimpleName();
		if (!this.environment.getProperty(ENABLED, Boolean.class, true)) {
			return new FailureAnalysis(
					"%s needs a %s, but there are no hubs, as the property '%s' is 'false'.".formatted(who, wanted,
							ENABLED),
					"Set '%1$s' to 'true', or have an ObjectProvider<%2$s> injected, which may be empty."
						.formatted(ENABLED, wanted),
					cause);
		}
		Set<String> hubs = ConfiguredHubs.ids(this.environment);
		String hub = qualifier(rootFailure);
		if (hub != null && !hubs.contains(hub)) {
			return new FailureAnalysis(
					"%s needs the %s of hub '%s', but the application has no hub of this id.".formatted(who, wanted,
							hub),
					Suggestions.didYouMean(hub, hubs)
							+ "Use one of %s in the @Qualifier, or configure the hub with 'processhub.hubs.%s'."
								.formatted(Suggestions.list(hubs), hub),
					cause);
		}
		return null;
	}

	private static boolean isOfAHub(Class<?> type) {
		return type != Object.class && (ProcessHubOperations.class.isAssignableFrom(type) || type == ProcessHubs.class);
	}

	private static @Nullable String qualifier(Throwable failure) {
		String hub = null;
		for (Throwable each = failure; each != null; each = each.getCause()) {
			InjectionPoint point = (each instanceof UnsatisfiedDependencyException unsatisfied)
					? unsatisfied.getInjectionPoint() : null;
			Qualifier qualifier = (point != null) ? point.getAnnotation(Qualifier.class) : null;
			hub = (qualifier != null) ? qualifier.value() : hub;
		}
		return hub;
	}

}
