/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.processhub.annotation.OnMessage;
import io.processhub.process.HandoverAware;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;
import io.processhub.testing.HostileExceptions;

/**
 * A process that does its worst when it is told to.
 */
class HostileProcess implements ProcessLifecycle, HandoverAware<Object> {

	static final String HANG_AT_START = "hang";

	/**
	 * What hangs goes on when this is released.
	 */
	static volatile CountDownLatch release = new CountDownLatch(1);

	/**
	 * How many handlers block their workers.
	 */
	static final AtomicInteger blocked = new AtomicInteger();

	private Object state = "small";

	@Override
	public void started(ProcessContext context) throws Exception {
		if (HANG_AT_START.equals(context.argument())) {
			release.await();
		}
	}

	@OnMessage
	@Nullable Object obey(Order order) throws Throwable {
		return switch (order) {
			case NOTHING -> "done";
			case HANG -> {
				release.await();
				yield "released";
			}
			case IGNORE_INTERRUPTS -> {
				ignoreInterrupts();
				yield "released";
			}
			case NEVER_ANSWER -> new CompletableFuture<>();
			case ANSWER_A_THREAD -> Thread.currentThread();
			case ANSWER_TOO_MUCH -> new byte[17 * 1024 * 1024];
			case ANSWER_DEEPLY -> nested(100);
			case OVERFLOW -> overflow(0) + 1;
			case THROW_MUTE -> throw new HostileExceptions.Mute();
			case THROW_ERROR -> throw new OutOfMemoryError("Told to run out");
			case KEEP_TOO_MUCH -> {
				this.state = new byte[17 * 1024 * 1024];
				yield "kept";
			}
			case KEEP_A_THREAD -> {
				this.state = Thread.currentThread();
				yield "kept";
			}
		};
	}

	@OnMessage
	String block(Block block) throws InterruptedException {
		blocked.incrementAndGet();
		try {
			release.await();
		}
		finally {
			blocked.decrementAndGet();
		}
		return "released";
	}

	@OnMessage
	int size(byte[] bytes) {
		return bytes.length;
	}

	@OnMessage
	int size(ArrayList<?> list) {
		return list.size();
	}

	@Override
	public Object handoverState() {
		return this.state;
	}

	@Override
	public void restoreState(Object state) {
		this.state = state;
	}

	private static void ignoreInterrupts() {
		CountDownLatch awaited = release;
		blocked.incrementAndGet();
		while (awaited.getCount() > 0) {
			try {
				awaited.await();
			}
			catch (InterruptedException ex) {
				Thread.onSpinWait();
			}
		}
		blocked.decrementAndGet();
	}

	private static int overflow(int depth) {
		return overflow(depth + 1) + overflow(depth + 2);
	}

	static List<Object> nested(int depth) {
		List<Object> list = new ArrayList<>();
		for (int i = 0; i < depth; i++) {
			list = new ArrayList<>(List.of(list));
		}
		return list;
	}

	/**
	 * Tells the process to hang, in a handler that is never quick.
	 */
	record Block() {

	}

	/**
	 * What the process is to do.
	 */
	enum Order {

		NOTHING, HANG, IGNORE_INTERRUPTS, NEVER_ANSWER, ANSWER_A_THREAD, ANSWER_TOO_MUCH, ANSWER_DEEPLY, OVERFLOW,
		THROW_MUTE, THROW_ERROR, KEEP_TOO_MUCH, KEEP_A_THREAD

	}

}
