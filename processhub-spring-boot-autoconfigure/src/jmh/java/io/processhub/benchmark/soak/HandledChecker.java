/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks what instances have handled: who, in which order, with which state.
 */
final class HandledChecker {

	private final Violations violations;

	private final FaultWindows windows;

	private final Map<String, Map<Long, Track>> tracks = new HashMap<>();

	private final Map<Long, Handled> messages = new HashMap<>();

	private long outdated;

	private long afterStop;

	HandledChecker(Violations violations, FaultWindows windows) {
		this.violations = violations;
		this.windows = windows;
	}

	/**
	 * Take in that a message was handled.
	 * @param node the JVM
	 * @param fields the fields of the line
	 */
	void handled(String node, String[] fields) {
		String id = fields[0];
		long epoch = Long.parseLong(fields[1]);
		long sequence = Long.parseLong(fields[2]);
		long message = Long.parseLong(fields[3]);
		long total = Long.parseLong(fields[4]);
		long time = Long.parseLong(fields[5]);
		this.messages.computeIfAbsent(message, (key) -> new Handled(time)).add(time);
		Track track = this.tracks.computeIfAbsent(id, (key) -> new HashMap<>())
			.computeIfAbsent(epoch, (key) -> new Track(node, epoch, sequence, total, time));
		if (!track.node.equals(node)) {
			this.violations.add("two nodes under one epoch", "%s epoch %d: %s and %s, message %x at %.3f s, faults %s", id,
					epoch, track.node, node, message, this.violations.seconds(time), this.windows.describe(time, time));
			return;
		}
		if (sequence != track.next) {
			this.violations.add("not one at a time",
					"%s epoch %d on %s: number %d follows %d, message %x at %.3f s, faults %s", id, epoch, node,
					sequence, track.next - 1, message, this.violations.seconds(time),
					this.windows.describe(time, time));
		}
		track.next = sequence + 1;
		track.lastTotal = total;
		track.last = time;
	}

	/**
	 * Return what is known of a message.
	 * @param message its number
	 * @return when it was handled, or {@code null} if it never was
	 */
	Handled message(long message) {
		return this.messages.get(message);
	}

	int messageCount() {
		return this.messages.size();
	}

	/**
	 * Check what can be judged only when all is known.
	 * @param expectations which processes were to run
	 */
	void finish(Expectations expectations) {
		this.tracks.forEach((id, byEpoch) -> {
			List<Track> ordered = new ArrayList<>(byEpoch.values());
			ordered.sort(Comparator.comparingLong((track) -> track.epoch));
			for (int i = 1; i < ordered.size(); i++) {
				compare(id, ordered.get(i - 1), ordered.get(i));
			}
			for (Track track : ordered) {
				checkStopped(id, track, expectations);
			}
		});
	}

	private void compare(String id, Track older, Track newer) {
		if (older.last - newer.first > 0) {
			this.outdated++;
			if (!this.windows.overlap(newer.first, older.last, FaultKind::isHarmful)) {
				this.violations.add("handled under an outdated epoch",
						"%s epoch %d on %s until %.3f s, epoch %d on %s from %.3f s, faults %s", id, older.epoch,
						older.node, this.violations.seconds(older.last), newer.epoch, newer.node,
						this.violations.seconds(newer.first), this.windows.describe(newer.first, older.last));
			}
		}
		else if (id.startsWith("core-") && newer.firstTotal != older.lastTotal + 1
				&& !this.windows.overlap(older.last, newer.first, FaultKind::isHarmful)) {
			this.violations.add("state was lost in an orderly move",
					"%s epoch %d on %s ended with %d at %.3f s, epoch %d on %s began with %d at %.3f s, faults %s", id,
					older.epoch, older.node, older.lastTotal, this.violations.seconds(older.last), newer.epoch,
					newer.node, newer.firstTotal, this.violations.seconds(newer.first),
					this.windows.describe(older.last, newer.first));
		}
	}

	private void checkStopped(String id, Track track, Expectations expectations) {
		if (expectations.wasStopped(id, track.last)) {
			this.afterStop++;
			if (!this.windows.overlap(track.last, track.last, FaultKind::isHarmful)) {
				this.violations.add("handled after an acknowledged stop", "%s epoch %d on %s at %.3f s", id,
						track.epoch, track.node, this.violations.seconds(track.last));
			}
		}
	}

	/**
	 * Return how many instances went on after a newer one had begun.
	 * @return the number
	 */
	long outdated() {
		return this.outdated;
	}

	/**
	 * Return how many instances went on after their stop had been acknowledged.
	 * @return the number
	 */
	long afterStop() {
		return this.afterStop;
	}

	/**
	 * What was handled under one epoch of a process.
	 */
	private static final class Track {

		private final String node;

		private final long epoch;

		private final long firstTotal;

		private final long first;

		private long lastTotal;

		private long last;

		private long next;

		private Track(String node, long epoch, long next, long firstTotal, long first) {
			this.node = node;
			this.epoch = epoch;
			// Not 0 if a running instance was given a new epoch
			this.next = next;
			this.firstTotal = firstTotal;
			this.first = first;
		}

	}

	/**
	 * When a message was handled.
	 */
	static final class Handled {

		private int count;

		private long first;

		private long last;

		private Handled(long first) {
			this.first = first;
			this.last = first;
		}

		private void add(long time) {
			this.count++;
			this.first = Math.min(this.first, time);
			this.last = Math.max(this.last, time);
		}

		int count() {
			return this.count;
		}

		long first() {
			return this.first;
		}

		long last() {
			return this.last;
		}

	}

}
