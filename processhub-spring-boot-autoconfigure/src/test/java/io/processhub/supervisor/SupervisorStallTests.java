/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.processhub.testing.ManualScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a node that stands still.
 */
class SupervisorStallTests {

	private final SupervisorFixture fixture = new SupervisorFixture();

	private final Recorder recorder = new Recorder();

	private final ProcessSupervisor supervisor = this.fixture.supervisor;

	private final ManualScheduler scheduler = this.fixture.scheduler;

	@BeforeEach
	void start() {
		this.fixture.start("p", Recorder.class, () -> this.recorder);
		this.supervisor.watch();
	}

	@Test
	void messagesAreHandledAsLongAsItsPulseIsRegular() {
		for (int i = 0; i < 50; i++) {
			this.fixture.advance(Duration.ofMillis(100));
			assertThat(this.supervisor.isStalled()).isFalse();
		}
		this.fixture.call("p", "a");
		this.fixture.run();
		assertThat(this.recorder.log).contains("a");
	}

	@Test
	void notEvenTheFirstMessageAfterAStallIsHandled() {
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.scheduler.skip(Duration.ofSeconds(2));
		this.fixture.run();
		assertThat(this.fixture.news).containsExactly("stalled");
		assertThat(this.recorder.log).doesNotContain("a");
		this.fixture.call("p", "b");
		this.fixture.run();
		assertThat(this.recorder.log).doesNotContain("a", "b");
		this.supervisor.recover((id, assignment) -> false);
		this.fixture.run();
		assertThat(this.recorder.log).containsSubsequence("a", "b");
		assertThat(waiting.answer).isDone();
	}

	@Test
	void messageOfATimerWaitsTooAndIsNotDoubled() {
		this.recorder.context().scheduleAtFixedRate(Duration.ofMillis(50), Duration.ofMillis(50), "tick");
		this.fixture.advance(Duration.ofMillis(60));
		assertThat(this.recorder.log).containsOnlyOnce("tick");
		this.scheduler.skip(Duration.ofSeconds(2));
		this.scheduler.advance(Duration.ofMillis(10), () -> {
		});
		this.fixture.run();
		assertThat(this.recorder.log).containsOnlyOnce("tick");
		this.supervisor.recover((id, assignment) -> false);
		this.fixture.run();
		assertThat(this.recorder.log.stream().filter("tick"::equals)).hasSize(2);
	}

	@Test
	void messagesOfAnOutdatedInstanceWaitForTheNextOne() {
		this.fixture.call("p", "a");
		this.scheduler.skip(Duration.ofSeconds(2));
		this.fixture.run();
		this.supervisor.recover((id, assignment) -> id.equals("p") && assignment.epoch() == 1);
		this.fixture.call("p", "b");
		this.fixture.run();
		assertThat(this.recorder.log).doesNotContain("a", "b");
		Recorder next = new Recorder();
		this.fixture.run(this.supervisor.start(List.of(this.fixture.activation("p", 2, Recorder.class, () -> next))));
		this.fixture.run();
		assertThat(this.recorder.log).doesNotContain("a", "b");
		assertThat(next.log).containsSubsequence("a", "b");
	}

}
