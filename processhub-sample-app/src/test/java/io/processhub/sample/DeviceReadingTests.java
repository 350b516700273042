/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeviceReading}.
 */
class DeviceReadingTests {

	@Test
	void readsTheFileOfTheApplication() throws IOException {
		List<DeviceReading> readings = DeviceReading.readAll(new ClassPathResource("readings.csv"));
		assertThat(readings).hasSize(600);
		assertThat(readings.get(0)).isEqualTo(new DeviceReading("sensor-01", "indoor", "north",
				new Reading(LocalDateTime.of(2026, 1, 15, 0, 0), 21.0, 48.0)));
		assertThat(readings.stream().map(DeviceReading::device).distinct()).hasSize(50);
		assertThat(readings).allSatisfy((reading) -> {
			assertThat(reading.reading().temperature()).isBetween(-20.0, 50.0);
			assertThat(reading.reading().humidity()).isBetween(0.0, 100.0);
		});
	}

	@Test
	void leavesOutCommentsBlankLinesAndTheHeader() throws IOException {
		Resource file = file("# comment", "", "time,device,kind,zone,temperature,humidity",
				"2026-01-15T10:30:00,a,indoor,north,-1.5,40");
		assertThat(DeviceReading.readAll(file)).containsExactly(new DeviceReading("a", "indoor", "north",
				new Reading(LocalDateTime.of(2026, 1, 15, 10, 30), -1.5, 40)));
	}

	@Test
	void saysWhichLineItDoesNotUnderstand() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DeviceReading.readAll(file("# comment", "2026-01-15T10:30:00,a,indoor,north,warm,40")))
			.withMessageStartingWith("Line 2 '2026-01-15T10:30:00,a,indoor,north,warm,40'");
		assertThatIllegalArgumentException().isThrownBy(() -> DeviceReading.readAll(file("1,2,3")))
			.withRootCauseInstanceOf(IllegalArgumentException.class)
			.withStackTraceContaining("3 values instead of 6");
	}

	private static Resource file(String... lines) {
		return new ByteArrayResource(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
	}

}
