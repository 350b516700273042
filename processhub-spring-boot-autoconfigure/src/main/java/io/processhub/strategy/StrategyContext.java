/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import java.util.Optional;

import io.processhub.hook.HookOperations;

/**
 * What a strategy of the user's own is made for, and from. Thread-safe.
 *
 * @since 0.1.0
 */
public interface StrategyContext {

	/**
	 * Return the id of the hub.
	 * @return the hub id
	 */
	String hubId();

	/**
	 * Bind the properties that are given to the strategy, in
	 * {@code processhub.hubs.<hub-id>.<kind>.properties}, as a class with
	 * {@code @ConfigurationProperties} would be bound. What is not right about them stops
	 * the application: a value that cannot be converted or is not valid, and a property
	 * that the type does not have.
	 * @param <P> the type
	 * @param type a record, or a class that properties can be bound to
	 * @return the properties; with its defaults if none are given
	 */
	<P> P bind(Class<P> type);

	/**
	 * Return what this node sees of the hub now. Never blocks.
	 * @return the view, which there is from the start of the hub to its stop
	 */
	Optional<HubView> view();

	/**
	 * Return whether this side of the cluster may work now. Never blocks.
	 * @return whether the hub runs and has a quorum
	 */
	boolean hasQuorum();

	/**
	 * Return the hooks of the hub. What is registered while the strategy is made is told
	 * from the start of the hub on.
	 * @return the hooks
	 */
	HookOperations hooks();

}
