/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.processhub.time.HubScheduler;

/**
 * Notices that the whole node stood still, as under SIGSTOP, in a suspended virtual
 * machine, or in a long collection of garbage. Others may have taken over its processes
 * meanwhile, so no message is handled until it is known how things are.
 * <p>
 * Whoever is about to handle a message looks how long ago the last beat was, so that not
 * even the first thread that goes on handles one.
 */
final class Pulse implements Runnable {

	/**
	 * The longest time between two beats that is taken for healthy.
	 */
	static final Duration LIMIT = Duration.ofSeconds(1);

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private final HubScheduler scheduler;

	private final Runnable onStall;

	private final AtomicBoolean stalled = new AtomicBoolean();

	private volatile boolean beating;

	private volatile long last;

	Pulse(HubScheduler scheduler, Runnable onStall) {
		this.scheduler = scheduler;
		this.onStall = onStall;
	}

	/**
	 * Begin to beat. Until then nothing is noticed.
	 */
	void start() {
		this.last = this.scheduler.nanoTime();
		this.beating = true;
		this.scheduler.schedule(INTERVAL, this);
	}

	void stop() {
		this.beating = false;
	}

	@Override
	public void run() {
		if (this.beating) {
			long now = this.scheduler.nanoTime();
			isRegular(now);
			this.last = now;
			this.scheduler.schedule(INTERVAL, this);
		}
	}

	/**
	 * Look whether the node has stood still.
	 * @param now the reading of the monotonic clock
	 * @return whether messages may be handled
	 */
	boolean isRegular(long now) {
		if (this.beating && now - this.last > LIMIT.toNanos() && this.stalled.compareAndSet(false, true)) {
			this.onStall.run();
		}
		return !this.stalled.get();
	}

	boolean isStalled() {
		return this.stalled.get();
	}

	/**
	 * Let messages be handled again.
	 */
	void recover() {
		this.last = this.scheduler.nanoTime();
		this.stalled.set(false);
	}

}
