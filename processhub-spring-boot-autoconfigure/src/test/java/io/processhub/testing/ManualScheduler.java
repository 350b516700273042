/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.testing;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.processhub.test.ManualTime;
import io.processhub.time.HubScheduler;

/**
 * A scheduler whose time stands still until it is told to go on, and that fails when it
 * is told to. Thread-safe; tasks run on the thread that moves the time.
 */
public final class ManualScheduler implements HubScheduler {

	private final ManualTime time = new ManualTime();

	private volatile @Nullable Error failure;

	/**
	 * Create a new {@code ManualScheduler}.
	 */
	public ManualScheduler() {
		this.time.skip(Duration.ofSeconds(1));
	}

	@Override
	public long nanoTime() {
		Error error = this.failure;
		if (error != null) {
			this.failure = null;
			throw error;
		}
		return this.time.nanoTime();
	}

	@Override
	public Cancellable schedule(Duration delay, Runnable task) {
		return this.time.schedule(delay, task);
	}

	/**
	 * Fail when the time is asked for the next time.
	 * @param error what to throw
	 */
	public void failOnce(Error error) {
		this.failure = error;
	}

	/**
	 * Let time pass without anything being run, as if this thread had been busy.
	 * @param duration the time
	 */
	public void skip(Duration duration) {
		this.time.skip(duration);
	}

	/**
	 * Let time pass, and run what is due, in order, each task at its time.
	 * @param duration the time
	 * @param afterEach run after each task
	 */
	public void advance(Duration duration, Runnable afterEach) {
		this.time.advance(duration, afterEach);
	}

	/**
	 * Return how many tasks are still to be run.
	 * @return the number
	 */
	public int pending() {
		return this.time.pending();
	}

}
