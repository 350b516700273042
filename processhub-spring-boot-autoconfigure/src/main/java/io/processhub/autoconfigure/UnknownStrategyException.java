/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Collection;

import io.processhub.context.HubConfigurationException;

/**
 * Thrown at startup when no strategy has the name that a hub asks for.
 *
 * @since 0.1.0
 */
public class UnknownStrategyException extends HubConfigurationException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String strategy;

	/**
	 * Create a new {@code UnknownStrategyException}.
	 * @param hub the hub id
	 * @param property the name of the property that asks for the strategy
	 * @param strategy the name of the strategy
	 * @param known the names that would be valid
	 */
	public UnknownStrategyException(String hub, String property, String strategy, Collection<String> known) {
		super(hub, "The property '%s' is '%s', but there is no strategy of this name.".formatted(property, strategy),
				Suggestions.didYouMean(strategy, known)
						+ "Use one of %s, or define a bean of this name.".formatted(Suggestions.list(known)),
				null);
		this.property = property;
		this.strategy = strategy;
	}

	/**
	 * Create a new {@code UnknownStrategyException} for a bean that makes strategies of
	 * another kind.
	 * @param hub the hub id
	 * @param property the name of the property that asks for the strategy
	 * @param strategy the name of the bean
	 * @param known the names of beans that would be valid
	 * @param type the type that a strategy must have there
	 */
	UnknownStrategyException(String hub, String property, String strategy, Collection<String> known, Class<?> type) {
		super(hub,
				"The property '%s' is '%s', but what the StrategyFactory of this name makes is no %s."
					.formatted(property, strategy, type.getSimpleName()),
				known.isEmpty() ? "Use the name of another strategy."
						: "Use one of %s, or the name of a built-in strategy.".formatted(Suggestions.list(known)),
				null);
		this.property = property;
		this.strategy = strategy;
	}

	/**
	 * Return the property.
	 * @return the name of the property that asks for the strategy
	 */
	public String getProperty() {
		return this.property;
	}

	/**
	 * Return the strategy.
	 * @return the name that was asked for
	 */
	public String getStrategy() {
		return this.strategy;
	}

}
