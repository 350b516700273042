/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts cells on the workers, no more than allowed at once, and each worker only for a
 * moment at a time.
 */
final class StartQueue implements Runnable {

	private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private final Supervision supervision;

	private final Queue<Cell> queue = new ConcurrentLinkedQueue<>();

	private final AtomicInteger starters = new AtomicInteger();

	StartQueue(Supervision supervision) {
		this.supervision = supervision;
	}

	/**
	 * Add a cell, which is started once {@link #wake} was called.
	 * @param cell the cell
	 */
	void add(Cell cell) {
		this.queue.add(cell);
	}

	/**
	 * See to it that what was added is started.
	 * @param added how much was added
	 */
	void wake(int added) {
		int max = Math.max(1, this.supervision.settings.maxConcurrentStarts());
		for (int i = 0; i < added; i++) {
			int running = this.starters.get();
			if (running >= max) {
				return;
			}
			if (this.starters.compareAndSet(running, running + 1)) {
				this.supervision.execute(this);
			}
		}
	}

	@Override
	public void run() {
		long began = this.supervision.scheduler.nanoTime();
		for (Cell cell = this.queue.poll(); cell != null; cell = this.queue.poll()) {
			cell.begin();
			if (this.supervision.scheduler.nanoTime() - began > SLICE_NANOS) {
				this.supervision.execute(this);
				return;
			}
		}
		this.starters.decrementAndGet();
		if (!this.queue.isEmpty()) {
			wake(1);
		}
	}

}
