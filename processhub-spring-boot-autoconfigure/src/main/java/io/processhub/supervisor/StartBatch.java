/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Processes that are started together, and what became of them.
 */
final class StartBatch {

	private final AtomicInteger pending = new AtomicInteger(1);

	private final Map<String, Throwable> failures = new ConcurrentHashMap<>(2);

	private final CompletableFuture<Map<String, Throwable>> outcome = new CompletableFuture<>();

	private final boolean onTrial;

	private volatile boolean persistent;

	StartBatch(boolean persistent) {
		this(persistent, false);
	}

	private StartBatch(boolean persistent, boolean onTrial) {
		this.persistent = persistent;
		this.onTrial = onTrial;
	}

	/**
	 * Begin a batch whose processes go on elsewhere if they do not come up.
	 */
	static StartBatch onTrial() {
		return new StartBatch(false, true);
	}

	/**
	 * Return whether the messages of what does not come up are for another instance.
	 */
	boolean isOnTrial() {
		return this.onTrial;
	}

	/**
	 * Let what does not come up be restarted from now on.
	 */
	void persist() {
		this.persistent = true;
	}

	/**
	 * Return whether what does not come up is restarted as after a crash.
	 */
	boolean isPersistent() {
		return this.persistent;
	}

	void expect() {
		this.pending.incrementAndGet();
	}

	/**
	 * Say that one that was expected does not count any more.
	 */
	void started() {
		if (this.pending.decrementAndGet() == 0) {
			this.outcome.complete(this.failures);
		}
	}

	void failed(String id, Throwable error) {
		this.failures.put(id, error);
		started();
	}

	/**
	 * Say that no further process is to come.
	 * @return the failures, once all processes are up or failed
	 */
	CompletionStage<Map<String, Throwable>> seal() {
		started();
		return this.outcome;
	}

}
