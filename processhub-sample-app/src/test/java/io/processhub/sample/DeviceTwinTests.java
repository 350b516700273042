/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.time.LocalDateTime;

import org.junit.jupiter.api.Test;

import io.processhub.StopReason;
import io.processhub.process.ProcessContext;
import io.processhub.sample.LiveProcesses.LiveProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DeviceTwin}.
 */
class DeviceTwinTests {

	private static final Reading READING = new Reading(LocalDateTime.of(2026, 1, 15, 12, 0), 20.5, 45);

	private final SampleProperties properties = new SampleProperties(Duration.ofSeconds(60),
			new SampleProperties.Device(Duration.ofSeconds(5), 60),
			new SampleProperties.Replay(true, Duration.ofMillis(1)));

	private final LiveProcesses live = new LiveProcesses();

	private final DeviceTwin twin = new DeviceTwin(this.properties, this.live);

	@Test
	void keepsTheLastReadingAndCounts() {
		assertThat(this.twin.state(new GetState())).isEqualTo(new DeviceState(null, 0, 0, 100));
		this.twin.reading(new Reading(READING.time().minusHours(2), 19, 50));
		assertThat(this.twin.reading(READING)).isEqualTo(new DeviceState(READING, 2, 0, 100));
		assertThat(this.twin.increment(new Increment(3))).isEqualTo(3);
		assertThat(this.twin.increment(new Increment(-1))).isEqualTo(2);
	}

	@Test
	void rejectsWhatCannotHaveBeenMeasured() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.twin.reading(new Reading(READING.time(), -300, 45)))
			.withMessage("A temperature of -300.0 is below absolute zero");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.twin.reading(new Reading(READING.time(), Double.NaN, 45)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.twin.reading(new Reading(READING.time(), 20, 101)))
			.withMessage("A humidity of 101.0 is not within 0 and 100");
		assertThat(this.twin.state(new GetState()).readings()).isZero();
	}

	@Test
	void batteryDrainsByTimerDownToNothing() {
		ProcessContext context = context();
		this.twin.started(context);
		Drain drain = new Drain(60);
		then(context).should().scheduleAtFixedRate(Duration.ofSeconds(5), Duration.ofSeconds(5), drain);
		this.twin.drain(drain);
		assertThat(this.twin.state(new GetState()).battery()).isEqualTo(40);
		this.twin.drain(drain);
		assertThat(this.twin.state(new GetState()).battery()).isZero();
	}

	@Test
	void batteryIsExactToTheDigitsOfItsDrain() {
		for (int i = 0; i < 3; i++) {
			this.twin.drain(new Drain(0.01));
		}
		assertThat(this.twin.state(new GetState()).battery()).isEqualTo(99.97);
	}

	@Test
	void isLiveFromStartedToStopping() {
		this.twin.started(context());
		assertThat(this.live.all()).extracting(LiveProcess::id, LiveProcess::epoch).containsExactly(tuple("a", 7L));
		assertThat(this.live.count()).isOne();
		this.twin.stopping(StopReason.STOPPED);
		assertThat(this.live.all()).isEmpty();
	}

	@Test
	void secondInstanceOfAnIdIsSeen() {
		this.twin.started(context());
		new DeviceTwin(this.properties, this.live).started(context());
		assertThat(this.live.all()).extracting(LiveProcess::id, LiveProcess::epoch)
			.containsExactly(tuple("a", 7L), tuple("a", 7L));
	}

	@Test
	void stateSurvivesHandover() {
		this.twin.reading(READING);
		this.twin.increment(new Increment(5));
		this.twin.drain(new Drain(1));
		DeviceTwin next = new DeviceTwin(this.properties, this.live);
		next.restoreState(this.twin.handoverState());
		assertThat(next.state(new GetState())).isEqualTo(new DeviceState(READING, 1, 5, 99));
	}

	@Test
	void statesOfTwoSidesBecomeOne() {
		Reading later = new Reading(READING.time().plusHours(1), 19, 50);
		this.twin.reading(READING);
		this.twin.increment(new Increment(5));
		this.twin.drain(new Drain(1));
		DeviceState earlier = this.twin.handoverState();
		DeviceTwin survivor = new DeviceTwin(this.properties, this.live);
		survivor.mergeState(new DeviceState(null, 0, 0, 100));
		assertThat(survivor.state(new GetState())).isEqualTo(new DeviceState(null, 0, 0, 100));
		survivor.mergeState(earlier);
		assertThat(survivor.state(new GetState())).isEqualTo(new DeviceState(READING, 1, 5, 99));
		survivor.reading(later);
		survivor.mergeState(earlier);
		assertThat(survivor.state(new GetState())).isEqualTo(new DeviceState(later, 3, 10, 99));
	}

	private static ProcessContext context() {
		ProcessContext context = mock(ProcessContext.class);
		given(context.id()).willReturn("a");
		given(context.epoch()).willReturn(7L);
		return context;
	}

}
