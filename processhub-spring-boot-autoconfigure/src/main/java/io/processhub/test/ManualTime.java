/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.processhub.time.HubScheduler;

/**
 * The time of hubs under test, which stands still until it is told to go on: timers,
 * pauses before restarts, the window that restarts are counted over, and the timeouts of
 * calls, starts and stops. Thread-safe.
 * <p>
 * While the hubs of an application start and stop, it goes on by itself, as fast as that
 * of the system.
 *
 * @since 0.1.0
 */
public final class ManualTime implements HubScheduler, AutoCloseable {

	private static final Log logger = LogFactory.getLog(ManualTime.class);

	private static final Duration MAX_DELAY = Duration.ofDays(36_500);

	private final Object advancing = new Object();

	private final PriorityQueue<Task> tasks = new PriorityQueue<>(
			Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::number));

	private final Instant origin = Instant.now();

	private final Runnable settle;

	private long nowNanos;

	private long number;

	private @Nullable Flow flow;

	/**
	 * Create a time that goes on without looking at what becomes of what is due.
	 */
	public ManualTime() {
		this(() -> {
		});
	}

	/**
	 * Create a time that waits.
	 * @param settle waits until what was due has had its effect; run before time goes on,
	 * and after each task
	 */
	public ManualTime(Runnable settle) {
		Assert.notNull(settle, "'settle' must not be null");
		this.settle = settle;
	}

	/**
	 * Let time pass. What is due meanwhile happens one after the other, each at its time,
	 * and time goes on only when all that follows from it has been done: messages of
	 * timers are handled, and processes restarted, when this returns.
	 * @param duration the time, not negative
	 * @throws IllegalStateException if something that was begun does not end within ten
	 * seconds, such as a handler that hangs, or if time goes on by itself
	 */
	public void advance(Duration duration) {
		advance(duration, this.settle);
	}

	/**
	 * Let time pass without waiting for what is under way, such as a handler that hangs
	 * and is to reach a timeout. What is due happens one after the other.
	 * @param duration the time, not negative
	 */
	public void advanceWithoutWaiting(Duration duration) {
		advance(duration, () -> {
		});
	}

	/**
	 * Let time pass.
	 * @param duration the time, not negative
	 * @param settle run before time goes on, and after each task that was due
	 */
	public void advance(Duration duration, Runnable settle) {
		Assert.notNull(duration, "'duration' must not be null");
		Assert.isTrue(!duration.isNegative(), "'duration' must not be negative");
		synchronized (this.advancing) {
			Assert.state(!isFlowing(), "Time goes on by itself while hubs start and stop");
			settle.run();
			long until = nanoTime() + duration.toNanos();
			for (Task task = next(until); task != null; task = next(until)) {
				task.action().run();
				settle.run();
			}
			reach(until);
		}
	}

	/**
	 * Let time pass in which nothing happens, as while a machine is suspended. What was
	 * due meanwhile is late, and happens when time goes on.
	 * @param duration the time, not negative
	 */
	public synchronized void skip(Duration duration) {
		Assert.notNull(duration, "'duration' must not be null");
		Assert.isTrue(!duration.isNegative(), "'duration' must not be negative");
		this.nowNanos += duration.toNanos();
	}

	/**
	 * Return a clock that shows this time, for the code of the application. It begins
	 * with the time of the system.
	 * @return the clock, in UTC
	 */
	public Clock clock() {
		InstantSource source = () -> this.origin.plusNanos(nanoTime());
		return source.withZone(ZoneOffset.UTC);
	}

	@Override
	public synchronized long nanoTime() {
		return (this.flow != null) ? this.flow.nanoTime() : this.nowNanos;
	}

	@Override
	public synchronized Cancellable schedule(Duration delay, Runnable task) {
		Duration bounded = (delay.compareTo(MAX_DELAY) > 0) ? MAX_DELAY : delay;
		Task scheduled = new Task(nanoTime() + Math.max(0, bounded.toNanos()), this.number++, task);
		this.tasks.add(scheduled);
		notifyAll();
		return () -> cancel(scheduled);
	}

	private synchronized void cancel(Task task) {
		this.tasks.remove(task);
	}

	/**
	 * Return how many things are still to happen.
	 * @return the number
	 */
	public synchronized int pending() {
		return this.tasks.size();
	}

	private synchronized @Nullable Task next(long untilNanos) {
		Task task = this.tasks.peek();
		if (task == null || task.dueNanos() - untilNanos > 0) {
			return null;
		}
		this.tasks.remove();
		this.nowNanos = Math.max(this.nowNanos, task.dueNanos());
		return task;
	}

	private synchronized void reach(long nanos) {
		this.nowNanos = Math.max(this.nowNanos, nanos);
	}

	/**
	 * Go on as fast as the time of the system.
	 */
	synchronized void flow() {
		if (this.flow == null) {
			this.flow = new Flow(this.nowNanos);
			Thread thread = new Thread(this.flow, "processhub-test-time");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private synchronized boolean isFlowing() {
		return this.flow != null;
	}

	/**
	 * Stand still.
	 */
	synchronized void halt() {
		this.nowNanos = nanoTime();
		this.flow = null;
		notifyAll();
	}

	@Override
	public void close() {
		halt();
	}

	private synchronized @Nullable Task awaitNext(Flow present) throws InterruptedException {
		while (this.flow == present) {
			long now = present.nanoTime();
			Task task = next(now);
			if (task != null) {
				return task;
			}
			Task first = this.tasks.peek();
			wait((first != null) ? Math.max(1, Duration.ofNanos(first.dueNanos() - now).toMillis()) : 0);
		}
		return null;
	}

	/**
	 * Something that is to happen later.
	 */
	private record Task(long dueNanos, long number, Runnable action) {

	}

	/**
	 * Lets time go on.
	 */
	private final class Flow implements Runnable {

		private final long offset;

		Flow(long nowNanos) {
			this.offset = nowNanos - System.nanoTime();
		}

		long nanoTime() {
			return System.nanoTime() + this.offset;
		}

		@Override
		public void run() {
			try {
				for (Task task = awaitNext(this); task != null; task = awaitNext(this)) {
					run(task);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private static void run(Task task) {
			try {
				task.action().run();
			}
			catch (RuntimeException | Error ex) {
				logger.warn("A scheduled task of a hub failed", ex);
			}
		}

	}

}
