/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.processhub.ProcessReference;

/**
 * A handle to a process, good on this node.
 *
 * @param engine the hub
 * @param id the process id
 * @param replica the number of the replica, or {@link Parcel#ANY_REPLICA}
 */
record EngineReference(Hub engine, String id, int replica) implements ProcessReference {

	@Override
	public String hub() {
		return this.engine.id();
	}

	@Override
	@SuppressWarnings("unchecked")
	public <R> CompletableFuture<R> call(Object message) {
		return (CompletableFuture<R>) (CompletableFuture<?>) this.engine.router()
			.call(this.id, this.replica, message, null, this.engine.settings().callTimeout());
	}

	@Override
	@SuppressWarnings("unchecked")
	public <R> CompletableFuture<R> call(Object message, Class<R> answerType, Duration timeout) {
		return (CompletableFuture<R>) (CompletableFuture<?>) this.engine.router()
			.call(this.id, this.replica, message, answerType, timeout);
	}

	@Override
	public void send(Object message) {
		this.engine.router().send(this.id, this.replica, message);
	}

	@Override
	public String toString() {
		return "process '" + this.id + "' of hub '" + hub() + "'";
	}

}
