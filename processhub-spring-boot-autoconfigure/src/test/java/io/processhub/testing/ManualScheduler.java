/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.testing;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

import io.processhub.time.HubScheduler;

/**
 * A scheduler whose time stands still until it is told to go on. Thread-safe; tasks run
 * on the thread that moves the time.
 */
public final class ManualScheduler implements HubScheduler {

	private final PriorityQueue<Task> tasks = new PriorityQueue<>(
			Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::number));

	private long nowNanos = 1_000_000_000;

	private long number;

	private @Nullable Error failure;

	@Override
	public synchronized long nanoTime() {
		Error error = this.failure;
		if (error != null) {
			this.failure = null;
			throw error;
		}
		return this.nowNanos;
	}

	@Override
	public synchronized Cancellable schedule(Duration delay, Runnable task) {
		Task scheduled = new Task(this.nowNanos + Math.max(0, delay.toNanos()), this.number++, task);
		this.tasks.add(scheduled);
		return () -> cancel(scheduled);
	}

	/**
	 * Fail when the time is asked for the next time.
	 * @param error what to throw
	 */
	public synchronized void failOnce(Error error) {
		this.failure = error;
	}

	private synchronized void cancel(Task task) {
		this.tasks.remove(task);
	}

	/**
	 * Let time pass without anything being run, as if this thread had been busy.
	 * @param duration the time
	 */
	public synchronized void skip(Duration duration) {
		this.nowNanos += duration.toNanos();
	}

	/**
	 * Let time pass, and run what is due, in order, each task at its time.
	 * @param duration the time
	 * @param afterEach run after each task
	 */
	public void advance(Duration duration, Runnable afterEach) {
		long until;
		synchronized (this) {
			until = this.nowNanos + duration.toNanos();
		}
		for (Task task = next(until); task != null; task = next(until)) {
			task.action().run();
			afterEach.run();
		}
		synchronized (this) {
			this.nowNanos = Math.max(this.nowNanos, until);
		}
	}

	private synchronized @Nullable Task next(long untilNanos) {
		Task task = this.tasks.peek();
		if (task == null || task.dueNanos() > untilNanos) {
			return null;
		}
		this.tasks.remove();
		this.nowNanos = Math.max(this.nowNanos, task.dueNanos());
		return task;
	}

	/**
	 * Return how many tasks are still to be run.
	 * @return the number
	 */
	public synchronized int pending() {
		return this.tasks.size();
	}

	private record Task(long dueNanos, long number, Runnable action) {

	}

}
