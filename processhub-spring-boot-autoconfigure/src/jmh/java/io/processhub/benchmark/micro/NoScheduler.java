/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.micro;

import java.time.Duration;

import io.processhub.time.HubScheduler;

/**
 * Knows the time, and lets nothing happen later.
 */
final class NoScheduler implements HubScheduler {

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Cancellable schedule(Duration delay, Runnable task) {
		return () -> {
		};
	}

}
