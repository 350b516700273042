/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.util.Arrays;
import java.util.Locale;

/**
 * What happens to nodes.
 */
public enum FaultKind {

	/**
	 * SIGKILL.
	 */
	KILL(true),

	/**
	 * SIGKILL of the oldest node.
	 */
	KILL_OLDEST(true),

	/**
	 * SIGKILL of a node while another one joins.
	 */
	KILL_DURING_JOIN(true),

	/**
	 * SIGSTOP for less than the failure detector allows, and SIGCONT.
	 */
	SHORT_PAUSE(true),

	/**
	 * SIGSTOP for longer than the failure detector allows, and SIGCONT.
	 */
	LONG_PAUSE(true),

	/**
	 * SIGTERM.
	 */
	LEAVE(false),

	/**
	 * A node is started.
	 */
	JOIN(false);

	private final boolean harmful;

	FaultKind(boolean harmful) {
		this.harmful = harmful;
	}

	/**
	 * Return whether calls may fail and states may be lost.
	 * @return whether it is not an orderly change
	 */
	boolean isHarmful() {
		return this.harmful;
	}

	static FaultKind of(String title) {
		return Arrays.stream(values())
			.filter((kind) -> kind.title().equals(title))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no fault '" + title + "'"));
	}

	String title() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
