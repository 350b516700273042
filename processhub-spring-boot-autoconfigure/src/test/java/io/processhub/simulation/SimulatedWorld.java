/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

import io.processhub.cluster.PayloadCodec;

import org.jspecify.annotations.Nullable;

/**
 * The time, the chance, and everything that is still to happen, on one thread. The same
 * seed gives the same course of events.
 */
final class SimulatedWorld {

	private final Random random;

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private final List<Object> payloads = new ArrayList<>();

	private final Map<Object, Integer> payloadNumbers = new HashMap<>();

	private long now;

	private long sequence;

	SimulatedWorld(long seed) {
		this.random = new Random(seed);
	}

	Random random() {
		return this.random;
	}

	long now() {
		return this.now;
	}

	Event at(Duration delay, Runnable task) {
		Event event = new Event(this.now + Math.max(0, delay.toNanos()), this.random.nextInt(), this.sequence++, task);
		this.events.add(event);
		return event;
	}

	void cancel(Event event) {
		this.events.remove(event);
	}

	/**
	 * Return a duration of at least so many and less than so many microseconds.
	 */
	Duration between(int fromMicros, int toMicros) {
		return Duration.ofNanos((fromMicros + this.random.nextInt(toMicros - fromMicros)) * 1000L);
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
				return false;
			}
			step();
		}
		return true;
	}

	private void step() {
		Event event = this.events.remove();
		this.now = event.time;
		event.task.run();
	}

	PayloadCodec codec() {
		return new PayloadCodec() {

			@Override
			public byte[] encode(@Nullable Object value) {
				Integer number = SimulatedWorld.this.payloadNumbers.computeIfAbsent((value != null) ? value : "null",
						(key) -> {
							SimulatedWorld.this.payloads.add(value);
							return SimulatedWorld.this.payloads.size() - 1;
						});
				return new byte[] { (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8),
						(byte) (int) number };
			}

			@Override
			public @Nullable Object decode(byte[] bytes) {
				int number = ((bytes[0] & 0xFF) << 24) | ((bytes[1] & 0xFF) << 16) | ((bytes[2] & 0xFF) << 8)
						| (bytes[3] & 0xFF);
				return SimulatedWorld.this.payloads.get(number);
			}

		};
	}

	/**
	 * Something that is to happen.
	 */
	static final class Event implements Comparable<Event> {

		private final long time;

		private final int chance;

		private final long sequence;

		private final Runnable task;

		Event(long time, int chance, long sequence, Runnable task) {
			this.time = time;
			this.chance = chance;
			this.sequence = sequence;
			this.task = task;
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
