/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

import org.HdrHistogram.Histogram;


/**
 * Measures something that callers do again and again, each waiting for its answer.
 */
final class Meter {

	private static final int DIGITS = 3;

	private Meter() {
	}

	static Histogram histogram() {
		return new Histogram(DIGITS);
	}

	/**
	 * Measure.
	 * @param action takes a random number below {@code bound}
	 * @param bound the bound
	 * @param callers the number of threads
	 * @param duration for how long
	 * @return the times
	 */
	static Latencies measure(IntConsumer action, int bound, int callers, Duration duration) {
		ExecutorService threads = Executors.newFixedThreadPool(callers);
		try {
			long from = System.nanoTime();
			long to = from + duration.toNanos();
			List<Future<Histogram>> results = new ArrayList<>();
			for (int i = 0; i < callers; i++) {
				results.add(threads.submit(() -> repeat(action, bound, to)));
			}
			Histogram all = histogram();
			for (Future<Histogram> result : results) {
				all.add(result.get());
			}
			return Latencies.of(all, Duration.ofNanos(System.nanoTime() - from));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Histogram repeat(IntConsumer action, int bound, long to) {
		Histogram histogram = histogram();
		ThreadLocalRandom random = ThreadLocalRandom.current();
		long before = System.nanoTime();
		while (before - to < 0) {
			action.accept(random.nextInt(bound));
			long after = System.nanoTime();
			histogram.recordValue(after - before);
			before = after;
		}
		return histogram;
	}

}
