/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;

/**
 * A process that does what it is told, for the tests of the support for tests.
 */
@HubProcess("probe")
class Probe {

	/**
	 * What handlers wait for that hang.
	 */
	static volatile CountDownLatch latch = new CountDownLatch(1);

	/**
	 * Opened by a handler that hangs.
	 */
	static volatile CountDownLatch hanging = new CountDownLatch(1);

	/**
	 * Opened by a handler that was interrupted while it hung.
	 */
	static volatile CountDownLatch interrupted = new CountDownLatch(1);

	/**
	 * What handlers promise to answer.
	 */
	static volatile CompletableFuture<String> promise = new CompletableFuture<>();

	private final AtomicInteger handled = new AtomicInteger();

	private @Nullable Thread thread;

	/**
	 * Close what earlier tests have opened.
	 */
	static void prepare() {
		latch = new CountDownLatch(1);
		hanging = new CountDownLatch(1);
		interrupted = new CountDownLatch(1);
		promise = new CompletableFuture<>();
	}

	@OnMessage
	String echo(String text) {
		this.thread = Thread.currentThread();
		this.handled.incrementAndGet();
		return text;
	}

	@OnMessage
	void hang(Hang hang) throws InterruptedException {
		hanging.countDown();
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			interrupted.countDown();
			throw ex;
		}
		this.handled.incrementAndGet();
	}

	@OnMessage
	CompletableFuture<String> promise(Promise wanted) {
		return promise;
	}

	@OnMessage
	void crash(Crash crash) {
		throw new IllegalStateException("Told to crash");
	}

	int handled() {
		return this.handled.get();
	}

	@Nullable Thread thread() {
		return this.thread;
	}

	record Hang() {

	}

	record Promise() {

	}

	record Crash() {

	}

}
