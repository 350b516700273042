/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

/**
 * Makes the strategy of each hub that asks for it by the name of this bean, so that the
 * strategy can have properties of its own. A strategy without any can be a bean itself,
 * which all hubs share.
 *
 * @param <S> the kind of the strategy: one of the interfaces of this package
 * @since 0.1.0
 */
@FunctionalInterface
public interface StrategyFactory<S> {

	/**
	 * Make the strategy of a hub. Called once for each hub, before any hub runs.
	 * @param context the properties and the hub that it is for, which may be kept
	 * @return the strategy
	 */
	S create(StrategyContext context);

}
