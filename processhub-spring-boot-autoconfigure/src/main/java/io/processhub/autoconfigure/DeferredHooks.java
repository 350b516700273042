/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.processhub.hook.ChildDataAlterer;
import io.processhub.hook.HookHandler;
import io.processhub.hook.HookKey;
import io.processhub.hook.HookOperations;
import io.processhub.hook.HookPayload;

/**
 * The hooks of a hub that has yet to be made: what is registered is kept until then.
 */
final class DeferredHooks implements HookOperations {

	private final List<Deferred> deferred = new ArrayList<>();

	private @Nullable HookOperations hooks;

	/**
	 * Register with a hub what has been kept, and what comes from now on.
	 * @param made the hooks of the hub
	 */
	synchronized void attach(HookOperations made) {
		this.hooks = made;
		this.deferred.forEach((each) -> each.registration().accept(made));
		this.deferred.clear();
	}

	@Override
	public <P extends HookPayload> void registerHook(Class<P> payloadType, String handlerId, int priority,
			HookHandler<? super P> handler) {
		register(HookKey.of(payloadType), handlerId,
				(made) -> made.registerHook(payloadType, handlerId, priority, handler));
	}

	@Override
	public void registerHook(String handlerId, int priority, ChildDataAlterer alterer) {
		register(HookKey.CHILD_DATA_ALTER, handlerId, (made) -> made.registerHook(handlerId, priority, alterer));
	}

	private synchronized void register(HookKey key, String handlerId, Consumer<HookOperations> registration) {
		if (this.hooks != null) {
			registration.accept(this.hooks);
		}
		else {
			this.deferred.add(new Deferred(key, handlerId, registration));
		}
	}

	@Override
	public synchronized boolean cancelHook(HookKey key, String handlerId) {
		return (this.hooks != null) ? this.hooks.cancelHook(key, handlerId)
				: this.deferred.removeIf((each) -> each.key() == key && each.handlerId().equals(handlerId));
	}

	/**
	 * A registration that is kept.
	 *
	 * @param key the key
	 * @param handlerId the id of the handler
	 * @param registration registers it
	 */
	private record Deferred(HookKey key, String handlerId, Consumer<HookOperations> registration) {

	}

}
