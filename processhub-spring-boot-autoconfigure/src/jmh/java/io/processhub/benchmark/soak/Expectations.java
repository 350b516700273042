/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which processes are to run, by what was acknowledged. Thread-safe. Only one operation
 * on an id is under way at a time.
 */
final class Expectations {

	private final Violations violations;

	private final Map<String, Expected> expected = new HashMap<>();

	private final Map<String, List<Stopped>> stopped = new HashMap<>();

	Expectations(Violations violations) {
		this.violations = violations;
	}

	synchronized Expected of(String id) {
		return this.expected.getOrDefault(id, Expected.STOPPED);
	}

	/**
	 * Note that an operation begins, whose outcome is not known.
	 * @param ids the ids that it is about
	 */
	synchronized void begin(Collection<String> ids) {
		long now = System.nanoTime();
		for (String id : ids) {
			List<Stopped> times = this.stopped.get(id);
			if (times != null && times.get(times.size() - 1).to == 0) {
				times.get(times.size() - 1).to = now;
			}
			this.expected.put(id, Expected.UNKNOWN);
		}
	}

	synchronized void running(String id) {
		this.expected.put(id, Expected.RUNNING);
	}

	synchronized void stopped(String id) {
		this.expected.put(id, Expected.STOPPED);
		this.stopped.computeIfAbsent(id, (key) -> new ArrayList<>()).add(new Stopped(System.nanoTime()));
	}

	/**
	 * Return whether a process was stopped, by what was acknowledged, at some time.
	 * @param id the process id
	 * @param time the time
	 * @return whether it must not have run
	 */
	synchronized boolean wasStopped(String id, long time) {
		return this.stopped.getOrDefault(id, List.of())
			.stream()
			.anyMatch((stop) -> stop.from - time < 0 && (stop.to == 0 || stop.to - time > 0));
	}

	/**
	 * Check what there is when nothing is under way.
	 * @param ids all ids in the registries
	 */
	synchronized void check(Set<String> ids) {
		this.expected.forEach((id, expectation) -> {
			if (expectation == Expected.RUNNING && !ids.contains(id)) {
				this.violations.addNow("acknowledged start was lost", "%s", id);
			}
			if (expectation == Expected.STOPPED && ids.contains(id)) {
				this.violations.addNow("acknowledged stop was undone", "%s", id);
			}
		});
		Set<String> unknown = new HashSet<>(ids);
		unknown.removeAll(this.expected.keySet());
		unknown.forEach((id) -> this.violations.addNow("process that nobody started", "%s", id));
		// Each is told once
		this.expected.replaceAll((id, expectation) -> ids.contains(id) ? Expected.RUNNING : Expected.STOPPED);
	}

	/**
	 * Whether a process is to run.
	 */
	enum Expected {

		RUNNING, STOPPED, UNKNOWN

	}

	private static final class Stopped {

		private final long from;

		private long to;

		private Stopped(long from) {
			this.from = from;
		}

	}

}
