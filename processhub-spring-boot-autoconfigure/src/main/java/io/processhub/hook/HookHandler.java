/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

/**
 * Told what happens in a hub. May be a bean, which is told by every hub of the
 * application, or be registered with a hub at run time.
 * <p>
 * Called on a worker thread, never at the same time for two happenings of one hub. It may
 * take a second; then the hub goes on without it, and it is told of nothing more until it
 * has returned. What it throws is logged and counted, and stops nothing.
 *
 * @param <P> what it is told of: the payload of one {@link HookKey}
 * @since 0.1.0
 */
@FunctionalInterface
public interface HookHandler<P extends HookPayload> {

	/**
	 * The priority of handlers that do not say otherwise.
	 */
	int DEFAULT_PRIORITY = 0;

	/**
	 * The priority of the handlers that come with the library.
	 */
	int BUILT_IN_PRIORITY = 100;

	/**
	 * Something happens.
	 * @param payload what
	 * @throws Exception if the handler fails
	 */
	void handle(P payload) throws Exception;

	/**
	 * Return the priority of a bean: among the handlers of a key, those with a lower one
	 * are called first.
	 * @return the priority
	 */
	default int priority() {
		return DEFAULT_PRIORITY;
	}

}
