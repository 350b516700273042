/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Starts and stops one hub, one step after the other, however many ask at the same time.
 */
final class HubRun {

	private final ManagedHub hub;

	private final Object lock = new Object();

	private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

	private volatile boolean running;

	HubRun(ManagedHub hub) {
		this.hub = hub;
	}

	ManagedHub hub() {
		return this.hub;
	}

	boolean isRunning() {
		return this.running;
	}

	CompletableFuture<Void> start() {
		return next(() -> {
			if (this.running) {
				return CompletableFuture.completedFuture(null);
			}
			return this.hub.start().thenRun(() -> this.running = true);
		});
	}

	CompletableFuture<Void> stop() {
		return next(() -> {
			if (!this.running) {
				return CompletableFuture.completedFuture(null);
			}
			return this.hub.stop().whenComplete((stopped, error) -> this.running = false);
		});
	}

	private CompletableFuture<Void> next(Supplier<CompletionStage<Void>> step) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		CompletableFuture<?> before;
		synchronized (this.lock) {
			before = this.last;
			this.last = result;
		}
		before.whenComplete((done, ignored) -> take(step, result));
		return result;
	}

	private static void take(Supplier<CompletionStage<Void>> step, CompletableFuture<Void> result) {
		try {
			step.get().whenComplete((done, error) -> {
				if (error != null) {
					result.completeExceptionally(error);
				}
				else {
					result.complete(null);
				}
			});
		}
		catch (RuntimeException | Error ex) {
			result.completeExceptionally(ex);
		}
	}

}
