/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.processhub.process.ProcessTimer;
import io.processhub.time.HubScheduler;
import io.processhub.time.HubScheduler.Cancellable;

/**
 * A timer of an instance, and the message that it puts into the mailbox. Its fields are
 * guarded by the monitor of the cell.
 */
final class InstanceTimer implements ProcessTimer, Envelope, Runnable {

	private static final Duration RETRY_ONCE = Duration.ofMillis(10);

	/**
	 * Any more often would keep the thread that all timers share busy.
	 */
	private static final Duration MIN_PERIOD = Duration.ofMillis(1);

	private static final Duration MAX_DELAY = Duration.ofDays(36_500);

	private final Instance instance;

	private final Object message;

	private final Kind kind;

	private final Duration period;

	private @Nullable Cancellable handle;

	private long dueNanos;

	private boolean queued;

	private boolean cancelled;

	InstanceTimer(Instance instance, Object message, Kind kind, Duration period) {
		this.instance = instance;
		this.message = message;
		this.kind = kind;
		this.period = bounded((period.compareTo(MIN_PERIOD) < 0) ? MIN_PERIOD : period);
	}

	private static Duration bounded(Duration duration) {
		return (duration.compareTo(MAX_DELAY) > 0) ? MAX_DELAY : duration;
	}

	void start(Duration initialDelay) {
		Duration delay = bounded(initialDelay);
		this.dueNanos = scheduler().nanoTime() + delay.toNanos();
		arm(delay);
	}

	private void arm(Duration delay) {
		Cancellable armed = scheduler().schedule(delay.isNegative() ? Duration.ZERO : delay, this);
		boolean late;
		synchronized (this.instance.cell()) {
			late = this.cancelled;
			this.handle = armed;
		}
		if (late) {
			armed.cancel();
		}
	}

	/**
	 * It is time. Called on a thread of the scheduler.
	 */
	@Override
	public void run() {
		boolean delivered = this.instance.cell().tick(this.instance, this);
		switch (this.kind) {
			case ONCE -> {
				if (!delivered) {
					rearm(RETRY_ONCE);
				}
			}
			case FIXED_RATE -> {
				long now = scheduler().nanoTime();
				long periodNanos = this.period.toNanos();
				long behind = Math.max(0, now - this.dueNanos);
				this.dueNanos += (behind / periodNanos + 1) * periodNanos;
				rearm(Duration.ofNanos(this.dueNanos - now));
			}
			case FIXED_DELAY -> {
				if (!delivered) {
					rearm(this.period);
				}
			}
		}
	}

	private void rearm(Duration delay) {
		synchronized (this.instance.cell()) {
			if (this.cancelled) {
				return;
			}
		}
		arm(delay);
	}

	/**
	 * Its message was handled.
	 */
	void handled() {
		switch (this.kind) {
			case ONCE -> this.instance.forget(this);
			case FIXED_DELAY -> rearm(this.period);
			case FIXED_RATE -> {
			}
		}
	}

	/**
	 * Take note, under the monitor of the cell, that the message goes into the mailbox.
	 * @return whether it is to go in
	 */
	boolean put() {
		if (this.queued || this.cancelled) {
			return false;
		}
		this.queued = true;
		return true;
	}

	/**
	 * Take note, under the monitor of the cell, that the message is out of the mailbox.
	 * @return whether it is to be handled
	 */
	boolean taken() {
		this.queued = false;
		return !this.cancelled;
	}

	/**
	 * Cancel under the monitor of the cell.
	 */
	void end() {
		this.cancelled = true;
		if (this.handle != null) {
			this.handle.cancel();
			this.handle = null;
		}
	}

	@Override
	public void cancel() {
		synchronized (this.instance.cell()) {
			end();
		}
		this.instance.forget(this);
	}

	private HubScheduler scheduler() {
		return this.instance.cell().supervision().scheduler;
	}

	@Override
	public Object message() {
		return this.message;
	}

	@Override
	public boolean isCall() {
		return false;
	}

	@Override
	public void reply(@Nullable Object answer) {
	}

	@Override
	public void fail(Throwable error) {
	}

	/**
	 * How often a timer delivers.
	 */
	enum Kind {

		ONCE, FIXED_RATE, FIXED_DELAY

	}

}
