/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Starts cells on the workers, no more than allowed at once, and each worker only for a
 * moment at a time.
 */
final class StartQueue {

	private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private final Supervision supervision;

	private final Queue<Cell> queue = new ConcurrentLinkedQueue<>();

	private final AtomicInteger starters = new AtomicInteger();

	private final Set<Starting> running = ConcurrentHashMap.newKeySet();

	StartQueue(Supervision supervision) {
		this.supervision = supervision;
	}

	void add(Cell cell) {
		this.queue.add(cell);
	}

	void wake(int added) {
		int max = Math.max(1, this.supervision.settings.maxConcurrentStarts());
		for (int i = 0; i < added; i++) {
			int running = this.starters.get();
			if (running >= max) {
				return;
			}
			if (this.starters.compareAndSet(running, running + 1)) {
				this.supervision.execute(new Starting());
			}
		}
	}

	/**
	 * Let another one start processes in the place of the one that is stuck in a cell.
	 */
	void abandoned(Cell cell) {
		for (Starting starting : this.running) {
			if (starting.abandon(cell)) {
				ended();
			}
		}
	}

	private void ended() {
		this.starters.decrementAndGet();
		if (!this.queue.isEmpty()) {
			wake(1);
		}
	}

	/**
	 * Starts one process after the other.
	 */
	private final class Starting implements Runnable {

		private @Nullable Cell current;

		private boolean abandoned;

		@Override
		public void run() {
			StartQueue queue = StartQueue.this;
			queue.running.add(this);
			long began = queue.supervision.scheduler.nanoTime();
			while (next()) {
				if (queue.supervision.scheduler.nanoTime() - began > SLICE_NANOS) {
					queue.running.remove(this);
					queue.supervision.execute(new Starting());
					return;
				}
			}
			queue.running.remove(this);
			if (!this.abandoned) {
				queue.ended();
			}
		}

		private boolean next() {
			Cell cell = StartQueue.this.queue.poll();
			if (cell == null) {
				return false;
			}
			synchronized (this) {
				this.current = cell;
			}
			CellWork.begin(cell);
			synchronized (this) {
				this.current = null;
				return !this.abandoned;
			}
		}

		synchronized boolean abandon(Cell cell) {
			if (this.current != cell || this.abandoned) {
				return false;
			}
			this.abandoned = true;
			return true;
		}

	}

}
