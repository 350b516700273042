/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

import io.processhub.hook.ChildDataAlterer;
import io.processhub.hook.HookHandler;
import io.processhub.hook.HookKey;
import io.processhub.hook.HookOperations;
import io.processhub.hook.HookPayload;

/**
 * Publishes what happens in the hubs of an application as events of its context. What
 * nobody listens to is not published.
 *
 * @since 0.1.0
 */
public final class HookEventPublisher implements SmartInitializingSingleton {

	/**
	 * The id of the handlers that publish the events.
	 */
	public static final String HANDLER_ID = "processhub.events";

	private final ApplicationContext context;

	private final ManagedProcessHubs hubs;

	/**
	 * Create a new {@code HookEventPublisher}.
	 * @param context where the events are published
	 * @param hubs the hubs
	 */
	public HookEventPublisher(ApplicationContext context, ManagedProcessHubs hubs) {
		this.context = context;
		this.hubs = hubs;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (HookKey key : HookKey.values()) {
			if (isListenedTo(this.context, key)) {
				this.hubs.ids().forEach((hub) -> register(this.hubs.get(hub), key));
			}
		}
	}

	private void register(HookOperations hooks, HookKey key) {
		if (key == HookKey.CHILD_DATA_ALTER) {
			// The event comes after all that alter
			ChildDataAlterer publisher = (data) -> {
				this.context.publishEvent(data);
				return data;
			};
			hooks.registerHook(HANDLER_ID, HookHandler.BUILT_IN_PRIORITY, publisher);
		}
		else {
			hooks.registerHook(key.payloadType(), HANDLER_ID, HookHandler.BUILT_IN_PRIORITY,
					(HookPayload payload) -> this.context.publishEvent(payload));
		}
	}

	private static boolean isListenedTo(@Nullable ApplicationContext context, HookKey key) {
		if (context == null) {
			return false;
		}
		ResolvableType event = ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, key.payloadType());
		if (!(context instanceof AbstractApplicationContext listening)) {
			return true;
		}
		for (ApplicationListener<?> listener : listening.getApplicationListeners()) {
			GenericApplicationListener generic = (listener instanceof GenericApplicationListener already) ? already
					: new GenericApplicationListenerAdapter(listener);
			if (generic.supportsEventType(event)) {
				return true;
			}
		}
		return isListenedTo(context.getParent(), key);
	}

}
