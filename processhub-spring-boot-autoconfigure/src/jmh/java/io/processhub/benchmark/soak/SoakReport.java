/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What came of a soak test.
 *
 * @param options how it was
 * @param recoveries the faults
 * @param operations starts and stops
 * @param calls calls and messages
 * @param handled what was handled
 * @param violations what must not have happened, by kind
 */
public record SoakReport(SoakOptions options, Recoveries recoveries, Map<String, LongAdder> operations,
		Map<String, Long> calls, HandledChecker handled, Map<String, List<String>> violations) {

	private static final int EXAMPLES = 10;

	/**
	 * Return whether nothing was wrong.
	 * @return whether there are no violations
	 */
	public boolean isGood() {
		return this.violations.isEmpty();
	}

	/**
	 * Return the report for people to read.
	 * @return the text
	 */
	public String asText() {
		StringBuilder text = new StringBuilder();
		text.append("\n%s\n\nfaults\n".formatted(this.options));
		this.recoveries.counts().forEach((kind, count) -> text.append("  %s: %d\n".formatted(kind, count)));
		text.append("until all nodes agreed\n");
		this.recoveries.lines().forEach((line) -> text.append("  ").append(line).append('\n'));
		text.append("operations\n");
		this.operations.forEach((what, count) -> text.append("  %s: %,d\n".formatted(what, count.sum())));
		this.calls.forEach((what, count) -> text.append("  %s: %,d\n".formatted(what, count)));
		text.append("  messages handled: %,d\n".formatted(this.handled.messageCount()));
		text.append("  instances that went on after a newer one had begun: %,d\n".formatted(this.handled.outdated()));
		text.append("  instances that went on after an acknowledged stop: %,d\n".formatted(this.handled.afterStop()));
		text.append("violations\n");
		if (isGood()) {
			text.append("  none\n");
		}
		this.violations.forEach((kind, found) -> {
			text.append("  %s: %,d\n".formatted(kind, found.size()));
			found.stream().limit(EXAMPLES).forEach((each) -> text.append("    ").append(each).append('\n'));
		});
		return text.toString();
	}

}
