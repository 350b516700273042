/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

/**
 * Checks of the values of properties.
 */
final class Checks {

	private Checks() {
	}

	static void positive(String property, @Nullable Duration value) {
		if (value != null && (value.isZero() || value.isNegative())) {
			throw new InvalidHubPropertyException(property, DurationStyle.SIMPLE.print(value),
					"Use a duration longer than 0, such as 500ms or 10s.");
		}
	}

	static void notNegative(String property, @Nullable Duration value) {
		if (value != null && value.isNegative()) {
			throw new InvalidHubPropertyException(property, DurationStyle.SIMPLE.print(value),
					"Use a duration of 0 or longer, such as 500ms or 10s.");
		}
	}

	static void atLeast(String property, @Nullable Integer value, int least) {
		if (value != null && value < least) {
			throw new InvalidHubPropertyException(property, value,
					"Use a whole number of %d or more.".formatted(least));
		}
	}

	static void between(String property, int value, int least, int greatest) {
		if (value < least || value > greatest) {
			throw new InvalidHubPropertyException(property, value,
					"Use a whole number from %d to %d.".formatted(least, greatest));
		}
	}

	static void between(String property, double value, double least, double greatest) {
		if (!(value >= least && value <= greatest)) {
			throw new InvalidHubPropertyException(property, value,
					"Use a number from %s to %s.".formatted(least, greatest));
		}
	}

	static void positivePart(String property, double value) {
		if (!(value > 0 && value <= 1)) {
			throw new InvalidHubPropertyException(property, value, "Use a number greater than 0, and 1 at most.");
		}
	}

	static <T> T present(String property, @Nullable T value, String action) {
		if (value == null) {
			throw new InvalidHubPropertyException(property, "The property '%s' has no value.".formatted(property),
					action, null);
		}
		return value;
	}

	static String hasText(String property, @Nullable String value) {
		if (!StringUtils.hasText(value)) {
			throw new InvalidHubPropertyException(property, "The property '%s' has no value.".formatted(property),
					"Give it one.", null);
		}
		return value;
	}

}
