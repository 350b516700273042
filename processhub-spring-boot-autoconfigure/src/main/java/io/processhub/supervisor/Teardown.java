/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.processhub.time.HubScheduler.Cancellable;

/**
 * Processes that are stopped or suspended together. Those that take too long are
 * interrupted, and abandoned if that does not help.
 */
final class Teardown {

	static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

	private static final int SHOWN_IDS = 10;

	private static final int SHOWN_STACKS = 3;

	private final Supervision supervision;

	private final AtomicInteger pending = new AtomicInteger(1);

	private final CompletableFuture<Map<String, Suspended>> outcome = new CompletableFuture<>();

	private final Map<String, Suspended> suspended = new ConcurrentHashMap<>(2);

	private final Map<Long, List<Cell>> cellsByTimeout = new TreeMap<>();

	private final List<Cancellable> timers = new ArrayList<>(1);

	private final Runnable one = this::one;

	private final Rest rest;

	private boolean over;

	Teardown(Supervision supervision) {
		this(supervision, Rest.STATE);
	}

	Teardown(Supervision supervision, Rest rest) {
		this.supervision = supervision;
		this.rest = rest;
	}

	/**
	 * Return what is to be left of an instance that is suspended.
	 */
	Rest rest() {
		return this.rest;
	}

	/**
	 * Expect the end of one more process.
	 * @return to be run when it has come
	 */
	Runnable expect() {
		this.pending.incrementAndGet();
		return this.one;
	}

	/**
	 * Watch over the time that a cell takes. Called by the thread that made the batch.
	 * @param cell the cell
	 */
	void watch(Cell cell) {
		this.cellsByTimeout.computeIfAbsent(cell.shutdownMillis(), (timeout) -> new ArrayList<>()).add(cell);
	}

	void suspended(String id, Suspended rest) {
		this.suspended.put(id, rest);
		one();
	}

	/**
	 * One of the processes has come to its end before it was suspended.
	 */
	void gone() {
		one();
	}

	private void one() {
		if (this.pending.decrementAndGet() == 0) {
			List<Cancellable> left;
			synchronized (this.timers) {
				this.over = true;
				left = List.copyOf(this.timers);
				this.timers.clear();
			}
			left.forEach(Cancellable::cancel);
			this.outcome.complete(this.suspended);
		}
	}

	/**
	 * Say that no further process is to come.
	 * @return what is left of those that were suspended, once all have come to their end
	 */
	CompletableFuture<Map<String, Suspended>> seal() {
		if (this.pending.get() > 1) {
			this.cellsByTimeout.forEach((timeout, cells) -> later(Duration.ofMillis(timeout), () -> interrupt(cells)));
		}
		one();
		return this.outcome;
	}

	/**
	 * Let those go on that have not been suspended when a time is over. Called by the
	 * thread that made the batch, after it was sealed.
	 * @param limit the time
	 * @param cells the cells
	 */
	void limit(Duration limit, List<Cell> cells) {
		later(limit, () -> cells.forEach((cell) -> CellStop.goOn(cell, this)));
	}

	/**
	 * Watch over the time that a cell takes from now on.
	 * @param cell the cell
	 */
	void watchNow(Cell cell) {
		later(Duration.ofMillis(cell.shutdownMillis()), () -> interrupt(List.of(cell)));
	}

	private void later(Duration delay, Runnable task) {
		synchronized (this.timers) {
			if (this.over) {
				return;
			}
		}
		Cancellable timer = this.supervision.scheduler.schedule(delay, task);
		synchronized (this.timers) {
			if (!this.over) {
				this.timers.add(timer);
				return;
			}
		}
		timer.cancel();
	}

	private void interrupt(List<Cell> cells) {
		List<Cell> late = cells.stream().filter((cell) -> CellStop.interrupt(cell, this)).toList();
		if (!late.isEmpty()) {
			Supervision.logger.warn("Hub '%s': %d processes took longer than their shutdown timeout and were "
				.formatted(this.supervision.hub, late.size()) + "interrupted: " + ids(late));
			later(AFTER_INTERRUPT, () -> abandon(late));
		}
	}

	private void abandon(List<Cell> cells) {
		List<Cell> abandoned = new ArrayList<>();
		StringBuilder stacks = new StringBuilder();
		for (Cell cell : cells) {
			List<Thread> threads = new ArrayList<>(2);
			if (CellStop.abandon(cell, this, threads)) {
				abandoned.add(cell);
				if (abandoned.size() <= SHOWN_STACKS) {
					threads.forEach((thread) -> stacks.append(describe(cell.id(), thread)));
				}
			}
		}
		if (!abandoned.isEmpty()) {
			Supervision.logger.error(("Hub '%s': %d processes neither ended within their shutdown timeout nor when "
					+ "they were interrupted, and were abandoned; they may still run and hold on to what they use: "
					+ "%s%s")
				.formatted(this.supervision.hub, abandoned.size(), ids(abandoned), stacks));
		}
	}

	static String describe(String id, Thread thread) {
		StringBuilder text = new StringBuilder("\nProcess '%s' in thread %s:".formatted(id, thread.getName()));
		for (StackTraceElement element : thread.getStackTrace()) {
			text.append("\n\tat ").append(element);
		}
		return text.toString();
	}

	/**
	 * What is left of an instance that is suspended.
	 */
	enum Rest {

		/**
		 * Its state; the instance itself is released.
		 */
		STATE,

		/**
		 * The instance, which may go on. A loop has come to its end, so of that only the
		 * state is left.
		 */
		INSTANCE,

		/**
		 * The instance and a copy of its state.
		 */
		INSTANCE_AND_STATE

	}

	private static String ids(List<Cell> cells) {
		List<String> ids = cells.stream().limit(SHOWN_IDS).map(Cell::id).toList();
		return ids + ((cells.size() > SHOWN_IDS) ? " and more" : "");
	}

}
