/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

import io.processhub.time.HubScheduler.Cancellable;

/**
 * The time, the chance, and everything that is still to happen, on one thread. The same
 * seed gives the same course of events.
 */
final class SimulatedWorld {

	private final Random random;

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private long now;

	private long sequence;

	private long fingerprint;

	SimulatedWorld(long seed) {
		this.random = new Random(seed);
	}

	Random random() {
		return this.random;
	}

	/**
	 * Return the time since the world began, in nanoseconds.
	 */
	long now() {
		return this.now;
	}

	long millis() {
		return this.now / 1_000_000;
	}

	/**
	 * Return the number of events so far.
	 */
	long steps() {
		return this.sequence - this.events.size();
	}

	/**
	 * Return a number that differs if two worlds took different courses.
	 */
	long fingerprint() {
		return this.fingerprint;
	}

	Cancellable at(Duration delay, Runnable task) {
		return at(delay.toNanos(), task);
	}

	Cancellable at(long delayNanos, Runnable task) {
		Event event = new Event(this.now + Math.max(0, delayNanos), this.random.nextInt(), this.sequence++, task);
		this.events.add(event);
		return event;
	}

	/**
	 * Return a duration of at least so many and less than so many microseconds.
	 */
	Duration between(int fromMicros, int toMicros) {
		return Duration.ofNanos(nanosBetween(fromMicros, toMicros));
	}

	long nanosBetween(int fromMicros, int toMicros) {
		return (fromMicros + this.random.nextInt(toMicros - fromMicros)) * 1000L;
	}

	boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	void run(Duration time) {
		long end = this.now + time.toNanos();
		while (!this.events.isEmpty() && this.events.element().time <= end) {
			step();
		}
		this.now = end;
	}

	boolean runUntil(BooleanSupplier condition, Duration atMost) {
		long end = this.now + atMost.toNanos();
		while (!condition.getAsBoolean()) {
			if (this.events.isEmpty() || this.events.element().time > end) {
				this.now = end;
				return condition.getAsBoolean();
			}
			step();
		}
		return true;
	}

	private void step() {
		Event event = this.events.remove();
		this.now = event.time;
		Runnable task = event.task;
		if (task != null) {
			this.fingerprint = this.fingerprint * 31 + event.time + event.sequence;
			task.run();
		}
	}

	/**
	 * Something that is to happen.
	 */
	private static final class Event implements Comparable<Event>, Cancellable {

		private final long time;

		private final int chance;

		private final long sequence;

		private Runnable task;

		private Event(long time, int chance, long sequence, Runnable task) {
			this.time = time;
			this.chance = chance;
			this.sequence = sequence;
			this.task = task;
		}

		@Override
		public void cancel() {
			this.task = null;
		}

		@Override
		public int compareTo(Event other) {
			int order = Long.compare(this.time, other.time);
			if (order == 0) {
				order = Integer.compare(this.chance, other.chance);
			}
			return (order != 0) ? order : Long.compare(this.sequence, other.sequence);
		}

	}

}
