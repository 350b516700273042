/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the sample application.
 *
 * @param requestTimeout how long starting and stopping devices may take
 * @param device what the devices do
 * @param replay how the readings in the file are replayed
 */
@ConfigurationProperties(prefix = "sample", ignoreUnknownFields = false)
record SampleProperties(@DefaultValue("60s") Duration requestTimeout, @DefaultValue Device device,
		@DefaultValue Replay replay) {

	/**
	 * Properties of the devices.
	 *
	 * @param tick the time between two drains of the battery
	 * @param drain what one tick takes from the battery, in percent
	 */
	record Device(@DefaultValue("5s") Duration tick, @DefaultValue("0.01") double drain) {

	}

	/**
	 * Properties of the replay.
	 *
	 * @param enabled whether the readings in the file are replayed
	 * @param interval the time between two readings
	 */
	record Replay(@DefaultValue("true") boolean enabled, @DefaultValue("200ms") Duration interval) {

	}

}
