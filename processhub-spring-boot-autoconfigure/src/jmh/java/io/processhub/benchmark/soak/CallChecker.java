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
import java.util.TreeMap;

import io.processhub.benchmark.soak.HandledChecker.Handled;

/**
 * Checks what calls came to.
 */
final class CallChecker {

	private final Violations violations;

	private final FaultWindows windows;

	private final HandledChecker handled;

	private final Map<String, List<Answered>> answered = new HashMap<>();

	private final List<Sent> sent = new ArrayList<>();

	private final Map<String, Long> counts = new TreeMap<>();

	CallChecker(Violations violations, FaultWindows windows, HandledChecker handled) {
		this.violations = violations;
		this.windows = windows;
		this.handled = handled;
	}

	/**
	 * Take in what a message came to.
	 * @param node the JVM of the caller
	 * @param fields the fields of the line
	 */
	void line(String node, String[] fields) {
		String id = fields[1];
		long message = Long.parseLong(fields[2]);
		switch (fields[0]) {
			case "sent" -> {
				this.sent.add(new Sent(id, message, Long.parseLong(fields[3])));
				count("messages sent");
			}
			case "answered" -> {
				this.answered.computeIfAbsent(id, (key) -> new ArrayList<>())
					.add(new Answered(message, Long.parseLong(fields[3]), Long.parseLong(fields[4]),
							Long.parseLong(fields[5])));
				count("calls answered");
			}
			default -> failed(node, id, message, Long.parseLong(fields[3]), Long.parseLong(fields[4]), fields[5]);
		}
	}

	private void failed(String node, String id, long message, long from, long to, String failure) {
		if (id.startsWith("churn-") && failure.equals("ProcessNotFoundException")) {
			count("calls of stopped processes");
			return;
		}
		boolean fault = this.windows.overlap(from, to, FaultKind::isHarmful);
		count("calls failed %s faults: %s".formatted(fault ? "during" : "without", failure));
		// A process that is being stopped or given back fails what waits for it
		boolean allowed = (fault && failure.equals("CallTimeoutException"))
				|| (id.startsWith("churn-") && failure.equals("ProcessUnavailableException"));
		if (!allowed) {
			this.violations.add("call failed %s a fault".formatted(fault ? "during" : "without"),
					"%s with %s on %s, message %x, %.3f to %.3f s, faults %s", id, failure, node, message,
					this.violations.seconds(from), this.violations.seconds(to), this.windows.describe(from, to));
		}
	}

	private void count(String what) {
		this.counts.merge(what, 1L, Long::sum);
	}

	/**
	 * Check what can be judged only when all is known.
	 */
	void finish() {
		this.answered.forEach((id, calls) -> {
			calls.forEach((call) -> checkHandled(id, call));
			checkEpochs(id, calls);
		});
		this.sent.forEach(this::checkSent);
	}

	private void checkSent(Sent message) {
		Handled times = this.handled.message(message.message());
		if (times == null && message.id().startsWith("core-")) {
			boolean fault = this.windows.overlap(message.time(), message.time(), FaultKind::isHarmful);
			count("messages sent that were lost %s faults".formatted(fault ? "during" : "without"));
		}
		else if (times != null && times.count() > 1) {
			this.violations.add("sent message handled more than once",
					"%s, message %x, %d times, %.3f to %.3f s, faults %s", message.id(), message.message(),
					times.count(), this.violations.seconds(times.first()), this.violations.seconds(times.last()),
					this.windows.describe(times.first(), times.last()));
		}
	}

	private void checkHandled(String id, Answered call) {
		Handled times = this.handled.message(call.message());
		if (times == null) {
			this.violations.add("answered call was never handled", "%s, message %x, %.3f to %.3f s, faults %s", id,
					call.message(), this.violations.seconds(call.from()), this.violations.seconds(call.to()),
					this.windows.describe(call.from(), call.to()));
		}
		else if (times.count() > 1) {
			boolean fault = this.windows.overlap(times.first(), times.last(), FaultKind::isHarmful);
			count("answered calls handled more than once %s faults".formatted(fault ? "during" : "without"));
			if (!fault) {
				this.violations.add("call handled more than once without a fault",
						"%s, message %x, %d times, %.3f to %.3f s", id, call.message(), times.count(),
						this.violations.seconds(times.first()), this.violations.seconds(times.last()));
			}
		}
	}

	/**
	 * An epoch that was seen before a call began must not be newer than that of its
	 * answer.
	 */
	private void checkEpochs(String id, List<Answered> calls) {
		List<Answered> byBegin = new ArrayList<>(calls);
		byBegin.sort(Comparator.comparingLong(Answered::from));
		List<Answered> byEnd = new ArrayList<>(calls);
		byEnd.sort(Comparator.comparingLong(Answered::to));
		Answered newest = null;
		int ended = 0;
		for (Answered call : byBegin) {
			while (ended < byEnd.size() && byEnd.get(ended).to() - call.from() < 0) {
				Answered before = byEnd.get(ended++);
				newest = (newest == null || before.epoch() > newest.epoch()) ? before : newest;
			}
			if (newest != null && newest.epoch() > call.epoch()) {
				this.violations.add("answer of an outdated epoch",
						"%s: epoch %d in message %x, %.3f to %.3f s, after epoch %d at %.3f s, faults %s", id, call.epoch(),
						call.message(), this.violations.seconds(call.from()), this.violations.seconds(call.to()),
						newest.epoch(), this.violations.seconds(newest.to()),
						this.windows.describe(newest.to(), call.to()));
			}
		}
	}

	Map<String, Long> counts() {
		return this.counts;
	}

	/**
	 * A call that was answered.
	 *
	 * @param message the number of the message
	 * @param from when it was made
	 * @param to when it was answered
	 * @param epoch the epoch of the instance that answered
	 */
	private record Answered(long message, long from, long to, long epoch) {

	}

	/**
	 * A message that was sent.
	 *
	 * @param id the process id
	 * @param message the number of the message
	 * @param time when it was sent
	 */
	private record Sent(String id, long message, long time) {

	}

}
