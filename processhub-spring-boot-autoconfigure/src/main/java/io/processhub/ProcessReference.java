/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A handle to a process, wherever in the cluster it runs, now and after it has moved.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface ProcessReference {

	/**
	 * Return the id of the process.
	 * @return the id
	 */
	String id();

	/**
	 * Return the id of the hub.
	 * @return the hub id
	 */
	String hub();

	/**
	 * Call the process, with the hub's call timeout.
	 * @param <R> the type of the answer
	 * @param message the message
	 * @return the answer, as {@link ProcessHubOperations#call(String, Object)} gives it
	 */
	<R> CompletableFuture<R> call(Object message);

	/**
	 * Call the process.
	 * @param <R> the type of the answer
	 * @param message the message
	 * @param answerType the type of the answer
	 * @param timeout how long to wait for the answer
	 * @return the answer, as
	 * {@link ProcessHubOperations#call(String, Object, Class, Duration)} gives it
	 */
	<R> CompletableFuture<R> call(Object message, Class<R> answerType, Duration timeout);

	/**
	 * Send a message to the process and forget it.
	 * @param message the message
	 */
	void send(Object message);

}
