/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.processhub.StopReason;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.process.ConflictAware;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;

/**
 * The twin of a device: takes its readings, counts, and guesses its battery.
 */
@HubProcess(DeviceTwin.TYPE)
class DeviceTwin implements ProcessLifecycle, ConflictAware<DeviceState> {

	static final String TYPE = "device";

	private static final double ABSOLUTE_ZERO = -273.15;

	private static final double PRECISION = 10_000;

	private final SampleProperties.Device properties;

	private final LiveProcesses live;

	private @Nullable Reading lastReading;

	private long readings;

	private long counter;

	private double battery = 100;

	DeviceTwin(SampleProperties properties, LiveProcesses live) {
		this.properties = properties.device();
		this.live = live;
	}

	@Override
	public void started(ProcessContext context) {
		context.scheduleAtFixedRate(this.properties.tick(), this.properties.tick(), new Drain(this.properties.drain()));
		this.live.add(this, context);
	}

	@Override
	public void stopping(StopReason reason) {
		this.live.remove(this);
	}

	@OnMessage
	DeviceState reading(Reading reading) {
		Assert.isTrue(reading.temperature() >= ABSOLUTE_ZERO,
				() -> "A temperature of %s is below absolute zero".formatted(reading.temperature()));
		Assert.isTrue(reading.humidity() >= 0 && reading.humidity() <= 100,
				() -> "A humidity of %s is not within 0 and 100".formatted(reading.humidity()));
		this.lastReading = reading;
		this.readings++;
		return state();
	}

	@OnMessage
	long increment(Increment increment) {
		this.counter += increment.amount();
		return this.counter;
	}

	@OnMessage
	DeviceState state(GetState query) {
		return state();
	}

	@OnMessage
	void drain(Drain drain) {
		// Rounded, or the fractions that a double cannot hold would add up
		this.battery = Math.max(0, Math.round((this.battery - drain.percent()) * PRECISION) / PRECISION);
	}

	@Override
	public DeviceState handoverState() {
		return state();
	}

	@Override
	public void restoreState(DeviceState state) {
		this.lastReading = state.lastReading();
		this.readings = state.readings();
		this.counter = state.counter();
		this.battery = state.battery();
	}

	/**
	 * What both sides of a split have counted is added up, and the later reading and the
	 * emptier battery stay.
	 */
	@Override
	public void mergeState(DeviceState other) {
		Reading theirs = other.lastReading();
		if (theirs != null && (this.lastReading == null || this.lastReading.time().isBefore(theirs.time()))) {
			this.lastReading = theirs;
		}
		this.readings += other.readings();
		this.counter += other.counter();
		this.battery = Math.min(this.battery, other.battery());
	}

	private DeviceState state() {
		return new DeviceState(this.lastReading, this.readings, this.counter, this.battery);
	}

}
