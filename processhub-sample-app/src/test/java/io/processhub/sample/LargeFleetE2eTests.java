/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatus;

import io.processhub.sample.DeviceController.StartReport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a fleet of 100,000 devices.
 */
class LargeFleetE2eTests {

	private static final int SIZE = 100_000;

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("1g", "--sample.replay.enabled=false");

	@Test
	void oneStartStartsThemAll() {
		cluster.ensureNodes(3);
		long begin = System.nanoTime();
		StartReport report = cluster.node(0)
			.post("/api/devices?count=%d&prefix=large&kind=indoor".formatted(SIZE))
			.expect(HttpStatus.CREATED)
			.as(StartReport.class);
		assertThat(report.started()).isEqualTo(SIZE);
		cluster.awaitSettled(SIZE, Duration.ofSeconds(60));
		SampleCluster.print("%d devices started in %d ms, in all registries after %d ms", SIZE, report.millis(),
				Duration.ofNanos(System.nanoTime() - begin).toMillis());
		cluster.assertEachRunsOnce(SampleCluster.ids("large", SIZE));
		cluster.assertSpreadEvenly(SIZE, 0.1);
	}

}
