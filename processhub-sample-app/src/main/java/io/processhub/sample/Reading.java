/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.LocalDateTime;

import org.springframework.util.Assert;

/**
 * Message: what a device has measured.
 *
 * @param time when it was measured
 * @param temperature the temperature in degrees Celsius
 * @param humidity the relative humidity in percent
 */
record Reading(LocalDateTime time, double temperature, double humidity) {

	Reading {
		Assert.notNull(time, "'time' must not be null");
	}

}
