/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.processhub.time.HubScheduler.Cancellable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ManualTime}.
 */
class ManualTimeTests {

	private final List<String> events = new ArrayList<>();

	private final ManualTime time = new ManualTime();

	@Test
	void whatIsDueHappensInOrderAndAtItsTime() {
		this.time.schedule(Duration.ofSeconds(2), () -> note("two"));
		this.time.schedule(Duration.ofSeconds(1), () -> {
			note("one");
			this.time.schedule(Duration.ofMillis(500), () -> note("one and a half"));
		});
		this.time.schedule(Duration.ofSeconds(2), () -> note("two again"));
		this.time.schedule(Duration.ofSeconds(4), () -> note("four"));
		this.time.advance(Duration.ofSeconds(3));
		assertThat(this.events).containsExactly("one at 1000", "one and a half at 1500", "two at 2000",
				"two again at 2000");
		assertThat(this.time.nanoTime()).isEqualTo(3_000_000_000L);
		assertThat(this.time.pending()).isOne();
	}

	@Test
	void whatIsCancelledDoesNotHappen() {
		Cancellable handle = this.time.schedule(Duration.ofSeconds(1), () -> note("never"));
		handle.cancel();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.events).isEmpty();
	}

	@Test
	void timeGoesOnWhenWhatWasDueHasHadItsEffect() {
		ManualTime settling = new ManualTime(() -> this.events.add("settled"));
		settling.schedule(Duration.ofSeconds(1), () -> this.events.add("one"));
		settling.schedule(Duration.ofSeconds(2), () -> this.events.add("two"));
		settling.advance(Duration.ofSeconds(2));
		assertThat(this.events).containsExactly("settled", "one", "settled", "two", "settled");
		settling.schedule(Duration.ZERO, () -> this.events.add("three"));
		settling.advanceWithoutWaiting(Duration.ZERO);
		assertThat(this.events).endsWith("settled", "three");
	}

	@Test
	void timeStandsStillWhenWhatWasDueDoesNotEnd() {
		ManualTime stuck = new ManualTime(() -> {
			throw new IllegalStateException("stuck");
		});
		assertThatIllegalStateException().isThrownBy(() -> stuck.advance(Duration.ofSeconds(1))).withMessage("stuck");
		assertThat(stuck.nanoTime()).isZero();
	}

	@Test
	void clockShowsTheTime() {
		Instant before = this.time.clock().instant();
		this.time.advance(Duration.ofDays(1));
		assertThat(this.time.clock().instant()).isEqualTo(before.plus(Duration.ofDays(1)));
	}

	@Test
	void timeDoesNotGoBack() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.time.advance(Duration.ofMillis(-1)));
	}

	@Test
	void whatWasDueWhileNothingHappenedIsLate() {
		this.time.schedule(Duration.ofSeconds(1), () -> note("one"));
		this.time.skip(Duration.ofSeconds(5));
		assertThat(this.events).isEmpty();
		this.time.advance(Duration.ZERO);
		assertThat(this.events).containsExactly("one at 5000");
	}

	@Test
	void longDelaysAreTaken() {
		this.time.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> note("never"));
		this.time.advance(Duration.ofDays(1000));
		assertThat(this.events).isEmpty();
	}

	@Test
	void flowsAsFastAsTheSystemUntilItIsHalted() throws InterruptedException {
		BlockingQueue<Boolean> ticks = new LinkedBlockingQueue<>();
		this.time.schedule(Duration.ofMillis(5), () -> ticks.add(true));
		this.time.schedule(Duration.ofMillis(1), () -> {
			throw new IllegalStateException("One that fails stops nothing");
		});
		this.time.flow();
		assertThat(ticks.poll(10, TimeUnit.SECONDS)).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> this.time.advance(Duration.ZERO))
			.withMessage("Time goes on by itself while hubs start and stop");
		this.time.halt();
		long halted = this.time.nanoTime();
		assertThat(halted).isGreaterThanOrEqualTo(5_000_000);
		this.time.schedule(Duration.ZERO, () -> ticks.add(true));
		assertThat(ticks.poll(20, TimeUnit.MILLISECONDS)).isNull();
		assertThat(this.time.nanoTime()).isEqualTo(halted);
		this.time.advance(Duration.ZERO);
		assertThat(ticks.poll()).isTrue();
	}

	private void note(String event) {
		this.events.add(event + " at " + this.time.nanoTime() / 1_000_000);
	}

}
