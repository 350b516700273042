/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * An envelope that keeps its answer.
 */
final class TestEnvelope implements Envelope {

	final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();

	private final Supplier<Object> message;

	private final boolean call;

	private TestEnvelope(Supplier<Object> message, boolean call) {
		this.message = message;
		this.call = call;
	}

	static TestEnvelope call(Object message) {
		return new TestEnvelope(() -> message, true);
	}

	static TestEnvelope send(Object message) {
		return new TestEnvelope(() -> message, false);
	}

	static TestEnvelope broken(boolean call) {
		return new TestEnvelope(() -> {
			throw new IllegalArgumentException("Garbled");
		}, call);
	}

	@Override
	public Object message() {
		return this.message.get();
	}

	@Override
	public boolean isCall() {
		return this.call;
	}

	@Override
	public void reply(@Nullable Object answer) {
		if (!this.call || !this.answer.complete(answer)) {
			throw new IllegalStateException("Not to be answered, or answered already: " + this.answer);
		}
	}

	@Override
	public void fail(Throwable error) {
		if (!this.answer.completeExceptionally(error)) {
			throw new IllegalStateException("Answered already: " + this.answer);
		}
	}

}
