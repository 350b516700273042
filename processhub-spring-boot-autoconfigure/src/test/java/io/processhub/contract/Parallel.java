/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does the same on several threads at the same time.
 */
final class Parallel {

	private static final int THREADS = 4;

	private static final int SECONDS = 30;

	private Parallel() {
	}

	/**
	 * Run a task on several threads, all from the same moment.
	 * @param task the task
	 * @return what each came to
	 */
	static <T> List<T> run(Callable<T> task) {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			CountDownLatch ready = new CountDownLatch(THREADS);
			List<Future<T>> futures = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				futures.add(threads.submit(() -> {
					ready.countDown();
					ready.await();
					return task.call();
				}));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get(SECONDS, TimeUnit.SECONDS));
			}
			return results;
		}
		catch (ExecutionException ex) {
			throw new AssertionError("Failed when several threads used it", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new AssertionError("Not done within %d seconds on several threads".formatted(SECONDS), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

}
