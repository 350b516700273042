/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What was measured.
 */
final class Figures {

	private final Map<String, Figure> figures = new LinkedHashMap<>();

	/**
	 * Add the result of a run.
	 * @param measure what was measured
	 * @param unit the unit
	 * @param cold whether the code had not run before
	 * @param value the result
	 */
	void add(String measure, String unit, boolean cold, double value) {
		Figure figure = this.figures.computeIfAbsent(measure, (key) -> new Figure(key, unit));
		if (cold) {
			figure.first = value;
		}
		else {
			figure.values.add(value);
		}
		print("  %s: %s %s%s", measure, format(value), unit, cold ? " (first)" : "");
	}

	/**
	 * Add a time.
	 * @param measure what was measured
	 * @param cold whether the code had not run before
	 * @param nanos the time in nanoseconds
	 */
	void addMillis(String measure, boolean cold, long nanos) {
		add(measure, "ms", cold, nanos / 1e6);
	}

	static void print(String format, Object... arguments) {
		System.out.println(String.format(Locale.ROOT, format, arguments));
	}

	/**
	 * Return the figures for a machine to read.
	 * @return the figures
	 */
	List<Map<String, Object>> asJson() {
		return this.figures.values().stream().map(Figure::asJson).toList();
	}

	/**
	 * Return the figures for people to read.
	 * @return a table in Markdown
	 */
	String asTable() {
		return this.figures.values()
			.stream()
			.map(Figure::asRow)
			.collect(Collectors.joining("\n", "| measure | unit | first | median | min – max | runs |\n"
					+ "|---|---|---|---|---|---|\n", "\n"));
	}

	private static String format(@Nullable Double value) {
		if (value == null) {
			return "";
		}
		if (value == Math.rint(value) || Math.abs(value) >= 1000) {
			return String.format(Locale.ROOT, "%,.0f", value);
		}
		return String.format(Locale.ROOT, (Math.abs(value) >= 10) ? "%.1f" : "%.2f", value);
	}

	/**
	 * One measure.
	 */
	private static final class Figure {

		private final String measure;

		private final String unit;

		private final List<Double> values = new ArrayList<>();

		private @Nullable Double first;

		private Figure(String measure, String unit) {
			this.measure = measure;
			this.unit = unit;
		}

		private @Nullable Double median() {
			List<Double> sorted = this.values.stream().sorted().toList();
			int size = sorted.size();
			return (size == 0) ? null : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
		}

		private @Nullable Double min() {
			return this.values.stream().min(Double::compare).orElse(null);
		}

		private @Nullable Double max() {
			return this.values.stream().max(Double::compare).orElse(null);
		}

		private Map<String, Object> asJson() {
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("measure", this.measure);
			json.put("unit", this.unit);
			json.put("first", this.first);
			json.put("median", median());
			json.put("min", min());
			json.put("max", max());
			json.put("values", this.values);
			return json;
		}

		private String asRow() {
			String spread = (this.values.size() < 2) ? "" : format(min()) + " – " + format(max());
			return "| %s | %s | %s | %s | %s | %d |".formatted(this.measure, this.unit, format(this.first),
					format(median()), spread, this.values.size());
		}

	}

}
