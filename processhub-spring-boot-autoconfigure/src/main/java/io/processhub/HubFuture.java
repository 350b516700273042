/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The result of a request to a hub, which can be ignored, awaited or used as a
 * {@link CompletionStage}. Thread-safe.
 *
 * @param <T> the type of the result
 * @since 0.1.0
 */
public abstract class HubFuture<T> {

	private final CompletableFuture<T> result;

	/**
	 * Create a new future.
	 * @param result completed with the result
	 */
	protected HubFuture(CompletableFuture<T> result) {
		this.result = result;
	}

	/**
	 * Wait for the result. The request has a timeout of its own, so this ends.
	 * @return the result
	 * @throws ProcessHubException if the request failed
	 */
	public T join() {
		try {
			return this.result.join();
		}
		catch (CompletionException ex) {
			throw unwrap(ex);
		}
	}

	/**
	 * Wait for the result, for some time.
	 * @param timeout how long to wait
	 * @return the result
	 * @throws ProcessHubException if the request failed
	 * @throws TimeoutException if there is no result yet; the request goes on
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	public T get(Duration timeout) throws TimeoutException, InterruptedException {
		try {
			return this.result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw unwrap(ex);
		}
	}

	/**
	 * Return whether there is a result or a failure.
	 * @return whether the request is done
	 */
	public boolean isDone() {
		return this.result.isDone();
	}

	/**
	 * Return the result as a stage, which fails with a {@link ProcessHubException} if the
	 * request fails.
	 * @return the stage
	 */
	public CompletionStage<T> toCompletionStage() {
		return this.result.minimalCompletionStage();
	}

	private static RuntimeException unwrap(Exception wrapped) {
		Throwable cause = wrapped.getCause();
		if (cause instanceof ProcessHubException failure) {
			if (failure.getSuppressed().length == 0) {
				failure.addSuppressed(new AwaitedHere());
			}
			return failure;
		}
		return (cause instanceof RuntimeException other) ? other : new CompletionException(cause);
	}

	/**
	 * Shows in a stack trace where a failed result was awaited.
	 */
	private static final class AwaitedHere extends RuntimeException {

		private static final long serialVersionUID = 1L;

		AwaitedHere() {
			super("The result was awaited here");
		}

	}

}
