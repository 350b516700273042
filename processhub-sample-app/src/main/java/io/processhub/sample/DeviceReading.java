/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

import org.springframework.core.io.Resource;

/**
 * A line of a file of readings.
 *
 * @param device the id of the device
 * @param kind the kind of the device
 * @param zone where the device is
 * @param reading what it has measured
 */
record DeviceReading(String device, String kind, String zone, Reading reading) {

	private static final String HEADER = "time,device,kind,zone,temperature,humidity";

	/**
	 * Read a file of readings: comma-separated values under a header, with comments after
	 * {@code #}.
	 * @param file the file
	 * @return the readings in their order
	 * @throws IOException if the file cannot be read
	 * @throws IllegalArgumentException if a line cannot be understood
	 */
	static List<DeviceReading> readAll(Resource file) throws IOException {
		List<DeviceReading> readings = new ArrayList<>();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8))) {
			int number = 0;
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				number++;
				if (!line.isBlank() && !line.startsWith("#") && !line.equals(HEADER)) {
					readings.add(parse(line, number));
				}
			}
		}
		return readings;
	}

	private static DeviceReading parse(String line, int number) {
		String[] values = line.split(",", -1);
		try {
			if (values.length != 6) {
				throw new IllegalArgumentException("%d values instead of 6".formatted(values.length));
			}
			return new DeviceReading(values[1], values[2], values[3], new Reading(LocalDateTime.parse(values[0]),
					Double.parseDouble(values[4]), Double.parseDouble(values[5])));
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("Line %d '%s' is no reading of a device".formatted(number, line), ex);
		}
	}

}
