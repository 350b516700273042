/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.processhub.RestartPolicy;

/**
 * A process type that this node knows: how instances are made, and what they do unless
 * their spec says otherwise.
 *
 * @param name the name of the type
 * @param restart when processes are restarted
 * @param shutdownTimeout how long a process may take to stop, or {@code null} for what
 * the hub says
 * @param tag the tag of the processes, or {@code null} if there is none
 * @param crashOnCallError whether an exception out of the handler of a call is a crash
 * @param factory makes and destroys instances
 * @param handlers finds the handler for a message
 * @since 0.1.0
 */
public record ProcessType(String name, RestartPolicy restart, @Nullable Duration shutdownTimeout, @Nullable String tag,
		boolean crashOnCallError, InstanceFactory factory, MessageHandlers handlers) {

	/**
	 * Makes and destroys the instances of a type. Thread-safe.
	 */
	public interface InstanceFactory {

		/**
		 * Make a new instance.
		 * @return the instance
		 * @throws Exception if that fails
		 */
		Object create() throws Exception;

		/**
		 * Release an instance that has stopped.
		 * @param instance the instance
		 */
		default void destroy(Object instance) {
		}

	}

}
