/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ClassUtils;

/**
 * Says of properties of hubs that cannot be bound what would be valid. Before the
 * analyzers of Spring Boot, which leave that open.
 */
@Order(1)
class HubPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(ProcessHubProperties.PREFIX);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationPropertyName name = cause.getName();
		if ((!PREFIX.equals(name) && !PREFIX.isAncestorOf(name))
				|| findCause(cause, BindValidationException.class) != null) {
			return null;
		}
		UnboundConfigurationPropertiesException unbound = findCause(cause,
				UnboundConfigurationPropertiesException.class);
		if (unbound != null) {
			return unknown(cause, unbound);
		}
		ConfigurationProperty property = cause.getProperty();
		ConversionFailedException failed = findCause(cause, ConversionFailedException.class);
		if (failed != null && property != null) {
			return invalid(cause, property, expected(failed.getTargetType()));
		}
		ConverterNotFoundException notFound = findCause(cause, ConverterNotFoundException.class);
		if (notFound != null && property != null) {
			return invalid(cause, property, expected(notFound.getTargetType()));
		}
		return new FailureAnalysis("The properties under '%s' are not valid: %s.%s".formatted(name, reason(cause),
				(property != null) ? origin(property) : ""), "Correct them.", cause);
	}

	private FailureAnalysis unknown(BindException cause, UnboundConfigurationPropertiesException unbound) {
		List<String> descriptions = new ArrayList<>();
		List<String> actions = new ArrayList<>();
		for (ConfigurationProperty property : unbound.getUnboundProperties()) {
			PropertyNames names = PropertyNames.inPlaceOf(cause.getName(), cause.getTarget().getType(),
					property.getName());
			descriptions.add("There is no property '%s', which has the value '%s'.%s".formatted(property.getName(),
					property.getValue(), origin(property)));
			actions.add(instead(property.getName(), names));
		}
		return new FailureAnalysis(String.join("\n\n", descriptions),
				String.join("\n\n", actions.stream().distinct().toList()), cause);
	}

	private static String instead(ConfigurationPropertyName unknown, PropertyNames names) {
		int length = names.parent().getNumberOfElements();
		if (names.valid().isEmpty()) {
			return "Remove it: '%s' has no properties of its own.".formatted(names.parent());
		}
		String wrong = unknown.getElement(length, ConfigurationPropertyName.Form.DASHED);
		return Suggestions.didYouMean(wrong, names.valid())
				+ "The properties under '%s' are %s.".formatted(names.parent(), Suggestions.list(names.valid()));
	}

	private static FailureAnalysis invalid(BindException cause, ConfigurationProperty property,
			@Nullable String action) {
		return new FailureAnalysis(
				"The value '%s' of the property '%s' is not valid%s.%s".formatted(property.getValue(),
						property.getName(), (action != null) ? "" : ": " + reason(cause), origin(property)),
				(action != null) ? action : "Correct it.", cause);
	}

	private static @Nullable String expected(@Nullable TypeDescriptor descriptor) {
		if (descriptor == null) {
			return null;
		}
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(descriptor.getType());
		if (type == Duration.class) {
			return "Use a duration such as 500ms, 10s, 2m or PT10S.";
		}
		if (type == Boolean.class) {
			return "Use 'true' or 'false'.";
		}
		if (type == Integer.class || type == Long.class) {
			return "Use a whole number.";
		}
		if (type == Double.class) {
			return "Use a number.";
		}
		if (type.isEnum()) {
			return "Use one of %s.".formatted(Suggestions.list(Arrays.stream(type.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.toList()));
		}
		Collection<String> names = PropertyNames.of(ResolvableType.forClass(type));
		return names.isEmpty() ? null
				: "Give it properties rather than a value: %s.".formatted(Suggestions.list(names));
	}

	private static String reason(BindException cause) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(cause);
		String message = String.valueOf(root.getMessage());
		return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
	}

	private static String origin(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? "\n\n    Origin: %s".formatted(property.getOrigin()) : "";
	}

}
