/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.processhub.context.ManagedHub;
import io.processhub.hook.HookOperations;
import io.processhub.strategy.HubView;
import io.processhub.strategy.StrategyContext;

/**
 * What a strategy of the user's own is made from. The hub is made after it.
 */
final class HubStrategyContext implements StrategyContext {

	private final String hubId;

	private final StrategyProperties properties;

	private final DeferredHooks hooks = new DeferredHooks();

	private boolean bound;

	private volatile @Nullable ManagedHub hub;

	HubStrategyContext(String hubId, StrategyProperties properties) {
		this.hubId = hubId;
		this.properties = properties;
	}

	void attach(ManagedHub hub) {
		this.hub = hub;
		this.hooks.attach(hub.template());
	}

	@Override
	public String hubId() {
		return this.hubId;
	}

	@Override
	public synchronized <P> P bind(Class<P> type) {
		this.bound = true;
		return this.properties.bind(type);
	}

	/**
	 * Return whether the properties were asked for.
	 */
	synchronized boolean isBound() {
		return this.bound;
	}

	@Override
	public Optional<HubView> view() {
		ManagedHub present = this.hub;
		return (present != null) ? present.view() : Optional.empty();
	}

	@Override
	public HookOperations hooks() {
		return this.hooks;
	}

	@Override
	public boolean hasQuorum() {
		ManagedHub present = this.hub;
		return present != null && present.view().isPresent() && !present.template().isPartitioned();
	}

}
