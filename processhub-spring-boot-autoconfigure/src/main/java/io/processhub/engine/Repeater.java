/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Runs a job whenever it is woken, one run at a time. Woken during a run, it runs once
 * more.
 */
final class Repeater {

	private static final Log logger = LogFactory.getLog(Repeater.class);

	private final Executor executor;

	private final String name;

	private final Supplier<? extends CompletionStage<?>> job;

	private boolean running;

	private CompletableFuture<Void> next = new CompletableFuture<>();

	private boolean woken;

	Repeater(Executor executor, String name, Supplier<? extends CompletionStage<?>> job) {
		this.executor = executor;
		this.name = name;
		this.job = job;
	}

	/**
	 * Run the job.
	 * @return completes when a run that began after this call has ended
	 */
	CompletableFuture<Void> wake() {
		CompletableFuture<Void> done;
		synchronized (this) {
			done = this.next;
			this.woken = true;
			if (this.running) {
				return done;
			}
			this.running = true;
		}
		this.executor.execute(this::run);
		return done;
	}

	synchronized boolean isRunning() {
		return this.running;
	}

	private void run() {
		CompletableFuture<Void> current;
		synchronized (this) {
			current = this.next;
			this.next = new CompletableFuture<>();
			this.woken = false;
		}
		CompletionStage<?> stage;
		try {
			stage = this.job.get();
		}
		catch (Throwable ex) {
			stage = CompletableFuture.failedStage(ex);
		}
		stage.whenComplete((result, failure) -> {
			if (failure != null) {
				logger.debug(this.name + " failed and will be tried again", failure);
			}
			boolean again;
			synchronized (this) {
				again = this.woken;
				this.running = again;
			}
			current.complete(null);
			if (again) {
				this.executor.execute(this::run);
			}
		});
	}

}
