/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.process;

import org.jspecify.annotations.Nullable;

/**
 * May be implemented by a process whose state goes along when it moves to another node.
 *
 * @param <S> the type of the state, which must be serializable by Hazelcast
 * @since 0.1.0
 */
public interface HandoverAware<S> {

	/**
	 * Return the state to hand over. Called after the last message was handled, before
	 * {@link ProcessLifecycle#stopping}, on a worker thread. The instance must not change
	 * what it has returned: it may be serialized later.
	 * @return the state, or {@code null} for none
	 */
	@Nullable S handoverState();

	/**
	 * Take the state of the instance before. Called before
	 * {@link ProcessLifecycle#started}, on a worker thread, and only if there is a state.
	 * @param state the state
	 */
	void restoreState(S state);

}
