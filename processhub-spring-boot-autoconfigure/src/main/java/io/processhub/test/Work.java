/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.processhub.time.HubScheduler;

/**
 * Keeps count of what is under way on the threads of hubs. Thread-safe.
 */
final class Work {

	private final Set<Thread> threads = new HashSet<>();

	private int open;

	/**
	 * Return an executor whose tasks count from the moment they are handed in.
	 */
	Executor count(Executor executor) {
		return (task) -> {
			begin();
			try {
				executor.execute(() -> run(task));
			}
			catch (RuntimeException | Error ex) {
				end();
				throw ex;
			}
		};
	}

	/**
	 * Return a scheduler whose tasks count while they run.
	 */
	HubScheduler count(HubScheduler scheduler) {
		return new HubScheduler() {

			@Override
			public long nanoTime() {
				return scheduler.nanoTime();
			}

			@Override
			public Cancellable schedule(Duration delay, Runnable task) {
				return scheduler.schedule(delay, () -> {
					begin();
					run(task);
				});
			}

		};
	}

	private void run(Runnable task) {
		Thread thread = Thread.currentThread();
		boolean outer;
		synchronized (this) {
			outer = this.threads.add(thread);
		}
		try {
			task.run();
		}
		finally {
			synchronized (this) {
				if (outer) {
					this.threads.remove(thread);
				}
			}
			end();
		}
	}

	private synchronized void begin() {
		this.open++;
	}

	private synchronized void end() {
		this.open--;
		if (this.open == 0) {
			notifyAll();
		}
	}

	/**
	 * Wait until nothing is under way.
	 * @param timeout how long to wait at most
	 * @return whether nothing is
	 */
	synchronized boolean await(Duration timeout) {
		long until = System.nanoTime() + timeout.toNanos();
		try {
			while (this.open > 0) {
				long left = until - System.nanoTime();
				if (left <= 0) {
					return false;
				}
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the hubs", ex);
		}
	}

	/**
	 * Return what is under way, in words.
	 */
	String describe() {
		List<Thread> running;
		int count;
		synchronized (this) {
			running = new ArrayList<>(this.threads);
			count = this.open;
		}
		List<String> places = running.stream().map(Work::place).sorted().toList();
		return count + " tasks are under way" + (places.isEmpty() ? "" : ", " + String.join(", ", places));
	}

	private static String place(Thread thread) {
		return Arrays.stream(thread.getStackTrace())
			.filter((frame) -> !frame.getClassName().matches("(java|jdk|sun)\\..*"))
			.findFirst()
			.map((frame) -> "one at " + frame)
			.orElse("one on thread " + thread.getName());
	}

}
