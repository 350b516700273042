/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak.node;

import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import io.processhub.ProcessHubOperations;

/**
 * Calls random processes at a fixed rate, and sends messages to them. Ends before the hub
 * leaves.
 */
@Component
class SoakLoad implements SmartLifecycle {

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(2);

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

	/**
	 * Shares in percent.
	 */
	private static final int CALLS = 80;

	private static final int CORE = 85;

	private final ProcessHubOperations hub;

	private final Journals journals;

	private final Random random;

	private final int core;

	private final int churn;

	private final long interval;

	private long message;

	private final AtomicInteger underWay = new AtomicInteger();

	private volatile @Nullable Thread thread;

	SoakLoad(ProcessHubOperations hub, Journals journals, @Value("${benchmark.seed}") long seed,
			@Value("${benchmark.launch}") int launch, @Value("${benchmark.core}") int core,
			@Value("${benchmark.churn}") int churn, @Value("${benchmark.rate}") int rate) {
		this.hub = hub;
		this.journals = journals;
		this.random = new Random(seed * 31 + launch);
		this.message = (long) launch << 40;
		this.core = core;
		this.churn = churn;
		this.interval = TimeUnit.SECONDS.toNanos(1) / rate;
	}

	@Override
	public void start() {
		Thread load = new Thread(this::run, "soak-load");
		load.setDaemon(true);
		this.thread = load;
		load.start();
	}

	@Override
	public void stop() {
		Thread load = this.thread;
		this.thread = null;
		if (load != null) {
			try {
				load.join();
				awaitAnswers();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	// As a web server does that drains
	private void awaitAnswers() throws InterruptedException {
		long deadline = System.nanoTime() + PATIENCE;
		while (this.underWay.get() > 0 && System.nanoTime() - deadline < 0) {
			Thread.sleep(1);
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	private void run() {
		while (this.thread == Thread.currentThread() && this.hub.size() < this.core) {
			LockSupport.parkNanos(TICK);
		}
		long due = System.nanoTime();
		while (this.thread == Thread.currentThread()) {
			long now = System.nanoTime();
			// What a pause left out is not made up for
			due = Math.max(due, now - 10 * TICK);
			for (; due - now <= 0; due += this.interval) {
				next();
			}
			LockSupport.parkNanos(TICK);
		}
	}

	private void next() {
		String id = (this.random.nextInt(100) < CORE) ? "core-" + this.random.nextInt(this.core)
				: "churn-" + this.random.nextInt(this.churn);
		long number = this.message++;
		boolean call = this.random.nextInt(100) < CALLS;
		long from = System.nanoTime();
		try {
			if (call) {
				this.underWay.incrementAndGet();
				this.hub.<Long>call(id, new Touch(number))
					.whenComplete((epoch, failure) -> completed(id, number, from, epoch, failure));
			}
			else {
				this.journals.sent(id, number);
				this.underWay.incrementAndGet();
				this.hub.send(id, new Touch(number));
				this.underWay.decrementAndGet();
			}
		}
		catch (RuntimeException ex) {
			completed(id, number, from, null, ex);
		}
	}

	private void completed(String id, long number, long from, @Nullable Long epoch, @Nullable Throwable failure) {
		this.underWay.decrementAndGet();
		if (failure == null) {
			this.journals.answered(id, number, from, epoch);
		}
		else {
			this.journals.failed(id, number, from,
					(failure instanceof CompletionException) ? failure.getCause() : failure);
		}
	}

}
