/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.processhub.StopReason;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessTimer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the timers of processes.
 */
class SupervisorTimerTests {

	private final SupervisorFixture fixture = new SupervisorFixture();

	private final List<String> log = new ArrayList<>();

	private final List<Recorder> made = new ArrayList<>();

	private ProcessContext context;

	@BeforeEach
	void start() {
		this.fixture.start("p", Recorder.class, () -> {
			this.made.add(new Recorder(this.log));
			return this.made.get(this.made.size() - 1);
		});
		this.context = this.made.get(0).context();
		this.log.clear();
	}

	@Test
	void onceDeliversOnce() {
		this.context.scheduleOnce(Duration.ofMillis(10), "t");
		advance(9);
		assertThat(this.log).isEmpty();
		advance(1);
		assertThat(this.log).containsExactly("t");
		advance(1000);
		assertThat(this.log).hasSize(1);
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void fixedRateKeepsItsRate() {
		this.context.scheduleAtFixedRate(Duration.ofMillis(5), Duration.ofMillis(10), "t");
		advance(4);
		assertThat(this.log).isEmpty();
		advance(1);
		assertThat(this.log).hasSize(1);
		advance(30);
		assertThat(this.log).hasSize(4);
		this.fixture.scheduler.skip(Duration.ofMillis(7));
		advance(2);
		assertThat(this.log).hasSize(4);
		advance(1);
		assertThat(this.log).hasSize(5);
	}

	@Test
	void ticksThatAreMissedAreNotMadeUpFor() {
		this.context.scheduleAtFixedRate(Duration.ofMillis(10), Duration.ofMillis(10), "t");
		this.fixture.scheduler.skip(Duration.ofMillis(95));
		advance(0);
		assertThat(this.log).hasSize(1);
		advance(5);
		assertThat(this.log).hasSize(2);
	}

	@Test
	void ticksThatWaitAreOne() {
		CompletableFuture<Object> busy = new CompletableFuture<>();
		this.context.scheduleAtFixedRate(Duration.ofMillis(10), Duration.ofMillis(10), "t");
		this.fixture.send("p", busy);
		advance(100);
		assertThat(this.fixture.supervisor.mailboxDepth()).isEqualTo(1);
		busy.complete(null);
		this.fixture.run();
		assertThat(this.log).containsExactly("async", "t");
		advance(10);
		assertThat(this.log).containsExactly("async", "t", "t");
	}

	@Test
	void fixedDelayBeginsAfterTheHandling() {
		CompletableFuture<Object> busy = new CompletableFuture<>();
		this.context.scheduleWithFixedDelay(Duration.ofMillis(10), Duration.ofMillis(10), busy);
		advance(10);
		assertThat(this.log).containsExactly("async");
		advance(100);
		assertThat(this.log).hasSize(1);
		busy.complete(null);
		advance(9);
		assertThat(this.log).hasSize(1);
		advance(1);
		assertThat(this.log).hasSize(2);
		advance(10);
		assertThat(this.log).hasSize(3);
	}

	@Test
	void fullMailboxSkipsATickButNotATimer() {
		CompletableFuture<Object> busy = new CompletableFuture<>();
		this.context.scheduleOnce(Duration.ofMillis(10), "once");
		this.context.scheduleAtFixedRate(Duration.ofMillis(10), Duration.ofMillis(10), "rate");
		this.context.scheduleWithFixedDelay(Duration.ofMillis(10), Duration.ofMillis(10), "delay");
		this.fixture.send("p", busy);
		this.fixture.run();
		for (int i = 0; i < 5; i++) {
			this.fixture.send("p", "m");
		}
		advance(15);
		assertThat(this.fixture.supervisor.mailboxDepth()).isEqualTo(5);
		busy.complete(null);
		this.fixture.run();
		assertThat(this.log).containsExactly("async", "m", "m", "m", "m", "m");
		advance(5);
		assertThat(this.log).hasSize(9).contains("once", "rate", "delay");
	}

	@Test
	void cancelledTimerDeliversNoMore() {
		ProcessTimer timer = this.context.scheduleAtFixedRate(Duration.ZERO, Duration.ofMillis(10), "t");
		this.fixture.scheduler.advance(Duration.ZERO, () -> {
		});
		assertThat(this.fixture.supervisor.mailboxDepth()).isEqualTo(1);
		timer.cancel();
		timer.cancel();
		advance(100);
		assertThat(this.log).isEmpty();
		assertThat(this.fixture.supervisor.mailboxDepth()).isZero();
		assertThat(this.fixture.scheduler.pending()).isZero();
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
	}

	@Test
	void timerCanCancelItselfInItsHandler() {
		ProcessTimer[] timer = new ProcessTimer[1];
		timer[0] = this.context.scheduleWithFixedDelay(Duration.ZERO, Duration.ofMillis(10),
				(Runnable) () -> timer[0].cancel());
		advance(100);
		assertThat(this.log).containsExactly("runs");
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void exceptionIsACrashAndEndsAllTimers() {
		this.context.scheduleAtFixedRate(Duration.ofMillis(10), Duration.ofMillis(10), "t");
		this.context.scheduleOnce(Duration.ofMillis(10), new Exception("test"));
		advance(10);
		assertThat(this.log).containsExactly("t", "throws");
		assertThat(this.fixture.destroyed).hasSize(1);
		advance(100);
		assertThat(this.log).containsExactly("t", "throws", "started");
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void tickOfTheInstanceBeforeIsDropped() {
		this.context.scheduleOnce(Duration.ZERO, "t");
		this.fixture.send("p", new Exception("test"));
		advance(100);
		assertThat(this.log).containsExactly("throws", "started");
	}

	@Test
	void timersEndWithTheProcess() {
		this.context.scheduleAtFixedRate(Duration.ofMillis(10), Duration.ofMillis(10), "t");
		this.context.scheduleWithFixedDelay(Duration.ofMillis(10), Duration.ofMillis(10), "t");
		this.fixture.supervisor.stop(Map.of("p", 0L), StopReason.STOPPED);
		this.fixture.run();
		assertThat(this.fixture.scheduler.pending()).isZero();
		this.context.scheduleOnce(Duration.ZERO, "t").cancel();
		this.context.scheduleAtFixedRate(Duration.ZERO, Duration.ofMillis(1), "t");
		this.context.scheduleWithFixedDelay(Duration.ZERO, Duration.ofMillis(1), "t");
		this.context.stop();
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void unknownMessageOfATimerIsNoCrash() {
		this.context.scheduleWithFixedDelay(Duration.ofMillis(10), Duration.ofMillis(10), 1);
		advance(100);
		assertThat(this.fixture.destroyed).isEmpty();
		assertThat(this.fixture.scheduler.pending()).isEqualTo(1);
	}

	@Test
	void periodMustBePositive() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.context.scheduleAtFixedRate(Duration.ZERO, Duration.ZERO, "t"))
			.withMessageContaining("'period'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.context.scheduleWithFixedDelay(Duration.ZERO, Duration.ofMillis(-1), "t"))
			.withMessageContaining("'delay'");
	}

	private void advance(int millis) {
		this.fixture.advance(Duration.ofMillis(millis));
	}

}
