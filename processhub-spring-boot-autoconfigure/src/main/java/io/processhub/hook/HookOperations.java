/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

/**
 * Hooks of one hub at run time. Thread-safe.
 *
 * @since 0.1.0
 */
public interface HookOperations {

	/**
	 * Have a handler told what happens in the hub, on this node, from now on.
	 * @param <P> what it is told of
	 * @param payloadType the payload, which says what: that of one {@link HookKey}
	 * @param handlerId the id of the handler, which no other one of that key has
	 * @param priority the priority; handlers with a lower one are called first
	 * @param handler the handler
	 * @throws IllegalArgumentException if there is a handler of that id, or
	 * {@link ChildDataAlter} is given, which has alterers instead
	 */
	<P extends HookPayload> void registerHook(Class<P> payloadType, String handlerId, int priority,
			HookHandler<? super P> handler);

	/**
	 * Have a handler told what happens in the hub, with the default priority.
	 * @param <P> what it is told of
	 * @param payloadType the payload
	 * @param handlerId the id of the handler
	 * @param handler the handler
	 * @throws IllegalArgumentException if there is a handler of that id
	 */
	default <P extends HookPayload> void registerHook(Class<P> payloadType, String handlerId,
			HookHandler<? super P> handler) {
		registerHook(payloadType, handlerId, HookHandler.DEFAULT_PRIORITY, handler);
	}

	/**
	 * Have processes altered that are started on this node from now on.
	 * @param handlerId the id of the alterer, which no other one has
	 * @param priority the priority; alterers with a lower one are called first
	 * @param alterer the alterer
	 * @throws IllegalArgumentException if there is an alterer of that id
	 */
	void registerHook(String handlerId, int priority, ChildDataAlterer alterer);

	/**
	 * Take a handler out. One that is being called is not waited for.
	 * @param key the key that it is registered under
	 * @param handlerId its id
	 * @return whether there was one
	 */
	boolean cancelHook(HookKey key, String handlerId);

}
