/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.process;

/**
 * May be implemented by a process that can unite its state with that of another instance
 * of itself. When two sides of a cluster that was split come together, and both have run
 * the process, one instance stays, and is given the state of the other, which stops.
 *
 * @param <S> the type of the state, which must be serializable by Hazelcast
 * @since 0.1.0
 */
public interface ConflictAware<S> extends HandoverAware<S> {

	/**
	 * Take in the state of an instance that has stopped because this one stays. Called
	 * between two messages, on the thread of a handler, once for each instance that has
	 * stopped: some time after the sides have come together, so that messages may have
	 * been handled since. It is called again in the next instance if this one is lost
	 * with its node at the same time.
	 * <p>
	 * An exception leaves this instance as it is, unless
	 * {@link io.processhub.annotation.HubProcess#onError()} says otherwise; the other
	 * state is lost then, which is logged on the node that it comes from.
	 * @param other what {@link #handoverState()} of the other instance returned, called
	 * before its {@link ProcessLifecycle#stopping}; never {@code null}
	 */
	void mergeState(S other);

}
