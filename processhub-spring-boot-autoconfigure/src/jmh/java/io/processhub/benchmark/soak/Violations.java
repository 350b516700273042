/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What must not have happened. Thread-safe.
 */
final class Violations {

	/**
	 * How many of one kind are printed.
	 */
	private static final int PRINTED = 20;

	private final long begin = System.nanoTime();

	private final Map<String, List<String>> byKind = new TreeMap<>();

	private String last = "nothing";

	/**
	 * Note what has happened last.
	 * @param fault the fault
	 */
	synchronized void after(String fault) {
		this.last = fault;
	}

	/**
	 * Add a violation that was found just now.
	 * @param kind the kind
	 * @param format what has happened, as {@link String#format} takes it
	 * @param arguments the arguments
	 */
	synchronized void addNow(String kind, String format, Object... arguments) {
		add(kind, format + ", %.3f s, after %s", append(arguments, seconds(System.nanoTime()), this.last));
	}

	private static Object[] append(Object[] first, Object... more) {
		return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray();
	}

	/**
	 * Add a violation.
	 * @param kind the kind
	 * @param format what has happened, as {@link String#format} takes it
	 * @param arguments the arguments
	 */
	synchronized void add(String kind, String format, Object... arguments) {
		List<String> others = this.byKind.computeIfAbsent(kind, (key) -> new ArrayList<>());
		String text = String.format(Locale.ROOT, format, arguments);
		others.add(text);
		if (others.size() <= PRINTED) {
			print("VIOLATION, %s: %s", kind, text);
		}
	}

	synchronized Map<String, List<String>> byKind() {
		return new TreeMap<>(this.byKind);
	}

	/**
	 * Print a line with the time since the begin.
	 * @param format a format as {@link String#format} takes it
	 * @param arguments the arguments
	 */
	void print(String format, Object... arguments) {
		System.out.printf(Locale.ROOT, "%7.1f s  %s%n", seconds(System.nanoTime()),
				String.format(Locale.ROOT, format, arguments));
	}

	/**
	 * Return a time as people read it.
	 * @param nanos the time
	 * @return the seconds since the begin
	 */
	double seconds(long nanos) {
		return (nanos - this.begin) / 1e9;
	}

}
