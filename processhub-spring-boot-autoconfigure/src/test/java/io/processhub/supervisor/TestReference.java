/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.processhub.ProcessReference;

/**
 * A reference that is only a name.
 */
record TestReference(String id) implements ProcessReference {

	@Override
	public String hub() {
		return "hub";
	}

	@Override
	public <R> CompletableFuture<R> call(Object message) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <R> CompletableFuture<R> call(Object message, Class<R> answerType, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void send(Object message) {
		throw new UnsupportedOperationException();
	}

}
