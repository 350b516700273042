/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.processhub.supervisor.SupervisorSettings.Backoff;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Restarts}.
 */
class RestartsTests {

	private static final SupervisorSettings SETTINGS = new SupervisorSettings(2, Duration.ofNanos(10),
			SupervisorSettings.defaults().backoff(), Duration.ZERO, 1, 1);

	@Test
	void noMoreThanAllowedWithinTheWindow() {
		Restarts restarts = new Restarts();
		assertThat(restarts.admit(-5, SETTINGS)).isTrue();
		assertThat(restarts.admit(0, SETTINGS)).isTrue();
		assertThat(restarts.admit(5, SETTINGS)).isFalse();
		assertThat(restarts.admit(6, SETTINGS)).isTrue();
		assertThat(restarts.admit(10, SETTINGS)).isFalse();
		assertThat(restarts.admit(11, SETTINGS)).isTrue();
		assertThat(restarts.total()).isEqualTo(4);
	}

	@Test
	void delayGrowsToItsLimitAndIsShortenedByChance() {
		SupervisorSettings settings = new SupervisorSettings(5000, Duration.ofDays(1), SETTINGS.backoff(),
				Duration.ZERO, 1, 1);
		Backoff backoff = new Backoff(Duration.ofNanos(100), 3, Duration.ofNanos(1000), 0.5);
		Restarts restarts = new Restarts();
		restarts.admit(0, settings);
		assertThat(restarts.delay(backoff, 0)).hasNanos(100);
		assertThat(restarts.delay(backoff, 0.5)).hasNanos(75);
		restarts.admit(0, settings);
		assertThat(restarts.delay(backoff, 0)).hasNanos(300);
		restarts.admit(0, settings);
		restarts.admit(0, settings);
		assertThat(restarts.delay(backoff, 1)).hasNanos(500);
		for (int i = 0; i < 4000; i++) {
			restarts.admit(0, settings);
		}
		assertThat(restarts.delay(backoff, 0)).hasNanos(1000);
	}

}
