/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import io.processhub.ProcessHubOperations;

/**
 * Calls random processes at a fixed rate, whether answers come or not.
 */
final class Load {

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ProcessHubOperations hub;

	private final String[] ids;

	private final long interval;

	private final Histogram times = new ConcurrentHistogram(3);

	private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

	private final LongAdder done = new LongAdder();

	private final Thread thread = new Thread(this::run, "load");

	private final long begin = System.nanoTime();

	private volatile boolean ended;

	private volatile long sent;

	private long message;

	Load(ProcessHubOperations hub, String[] ids, int perSecond, long firstMessage) {
		this.hub = hub;
		this.ids = ids;
		this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
		this.message = firstMessage;
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	private void run() {
		long due = System.nanoTime();
		while (!this.ended) {
			long now = System.nanoTime();
			// What a pause left out is not made up for
			due = Math.max(due, now - 10 * TICK);
			for (; due - now <= 0; due += this.interval) {
				call();
			}
			LockSupport.parkNanos(TICK);
		}
	}

	private void call() {
		long from = System.nanoTime();
		this.sent++;
		try {
			this.hub.<Long>call(this.ids[ThreadLocalRandom.current().nextInt(this.ids.length)],
					new Numbered(this.message++))
				.whenComplete((value, failure) -> completed(from, failure));
		}
		catch (RuntimeException ex) {
			completed(from, ex);
		}
	}

	private void completed(long from, Throwable failure) {
		if (failure == null) {
			this.times.recordValue(System.nanoTime() - from);
		}
		else {
			Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
			this.failures.computeIfAbsent(cause.getClass().getSimpleName(), (key) -> new LongAdder()).increment();
		}
		this.done.increment();
	}

	LoadResult stop() throws InterruptedException {
		this.ended = true;
		this.thread.join();
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (this.done.sum() < this.sent && System.nanoTime() - deadline < 0) {
			Thread.sleep(1);
		}
		Map<String, Long> failed = new ConcurrentHashMap<>();
		this.failures.forEach((name, count) -> failed.put(name, count.sum()));
		if (this.done.sum() < this.sent) {
			failed.put("no answer at all", this.sent - this.done.sum());
		}
		return new LoadResult(this.sent, this.times.getTotalCount(), Map.copyOf(failed),
				Latencies.of(this.times, Duration.ofNanos(System.nanoTime() - this.begin)));
	}

}
