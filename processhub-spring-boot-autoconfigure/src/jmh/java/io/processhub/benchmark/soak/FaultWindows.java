/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * When faults were in progress. Thread-safe.
 */
final class FaultWindows {

	/**
	 * How long after the recovery a fault may still have consequences.
	 */
	private static final long MARGIN = TimeUnit.SECONDS.toNanos(1);

	private final List<Window> windows = new CopyOnWriteArrayList<>();

	Window open(FaultKind kind) {
		Window window = new Window(kind, System.nanoTime());
		this.windows.add(window);
		return window;
	}

	/**
	 * Return whether a fault was in progress at some time.
	 * @param from the begin of the time
	 * @param to the end of the time
	 * @param kinds which faults
	 * @return whether there was one
	 */
	boolean overlap(long from, long to, Predicate<FaultKind> kinds) {
		return this.windows.stream()
			.anyMatch((window) -> kinds.test(window.kind) && window.overlaps(from, to));
	}

	/**
	 * Return what was in progress at some time.
	 * @param from the begin of the time
	 * @param to the end of the time
	 * @return the names of the faults
	 */
	List<String> describe(long from, long to) {
		return this.windows.stream()
			.filter((window) -> window.overlaps(from, to))
			.map((window) -> window.kind.title())
			.toList();
	}

	/**
	 * The time of a fault.
	 */
	static final class Window {

		private final FaultKind kind;

		private final long from;

		private long to;

		private volatile boolean open = true;

		private Window(FaultKind kind, long from) {
			this.kind = kind;
			this.from = from;
		}

		private boolean overlaps(long since, long until) {
			return this.from - until <= 0 && (this.open || this.to + MARGIN - since >= 0);
		}

		void close() {
			this.to = System.nanoTime();
			this.open = false;
		}

	}

}
