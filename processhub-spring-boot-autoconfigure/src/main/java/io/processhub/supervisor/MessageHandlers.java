/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * The message handlers of a process type.
 *
 * @since 0.1.0
 */
public interface MessageHandlers {

	/**
	 * Handle a message.
	 * @param instance the instance of the process
	 * @param message the message
	 * @return the answer
	 */
	@Nullable Object handle(Object instance, Object message);

}
