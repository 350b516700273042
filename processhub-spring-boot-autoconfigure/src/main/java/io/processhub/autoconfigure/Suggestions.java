/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Words for what somebody may have meant.
 */
final class Suggestions {

	private Suggestions() {
	}

	static String list(Collection<String> names) {
		return names.stream().sorted().map((name) -> "'" + name + "'").collect(Collectors.joining(", "));
	}

	static String didYouMean(String name, Collection<String> known) {
		String given = name.toLowerCase(Locale.ROOT);
		return known.stream()
			.filter((candidate) -> distance(given, candidate) <= Math.max(2, candidate.length() / 3))
			.min(Comparator.comparingInt((candidate) -> distance(given, candidate)))
			.map((candidate) -> "Did you mean '" + candidate + "'? ")
			.orElse("");
	}

	private static int distance(String from, String to) {
		int[] row = new int[to.length() + 1];
		for (int j = 0; j <= to.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= from.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= to.length(); j++) {
				int replaced = diagonal + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
			}
		}
		return row[to.length()];
	}

}
