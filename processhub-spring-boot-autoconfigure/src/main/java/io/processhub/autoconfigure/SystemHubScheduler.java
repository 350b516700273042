/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.processhub.time.HubScheduler;

/**
 * The time of the system, and one thread for what is to happen later.
 */
final class SystemHubScheduler implements HubScheduler, AutoCloseable {

	private static final Log logger = LogFactory.getLog(SystemHubScheduler.class);

	private final ScheduledThreadPoolExecutor executor;

	SystemHubScheduler() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("processhub-scheduler-");
		threads.setDaemon(true);
		this.executor = new ScheduledThreadPoolExecutor(1, threads);
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Cancellable schedule(Duration delay, Runnable task) {
		try {
			Future<?> future = this.executor.schedule(() -> run(task), nanos(delay), TimeUnit.NANOSECONDS);
			return () -> future.cancel(false);
		}
		catch (RejectedExecutionException ex) {
			// Nothing happens any more once the hubs have stopped
			return () -> {
			};
		}
	}

	private static long nanos(Duration delay) {
		try {
			return delay.toNanos();
		}
		catch (ArithmeticException ex) {
			return delay.isNegative() ? 0 : Long.MAX_VALUE / 2;
		}
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A scheduled task of a hub failed", ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
