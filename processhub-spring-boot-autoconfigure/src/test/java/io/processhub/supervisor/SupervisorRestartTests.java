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

import org.junit.jupiter.api.Test;

import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessUnavailableException;
import io.processhub.RestartPolicy;
import io.processhub.StopReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link ProcessSupervisor} restarts processes.
 */
class SupervisorRestartTests {

	private final SupervisorFixture fixture = new SupervisorFixture();

	private final List<String> log = new ArrayList<>();

	private final List<Recorder> made = new ArrayList<>();

	private int failStartsFrom = Integer.MAX_VALUE;

	@Test
	void crashedProcessIsRestartedWithItsMessages() {
		start();
		this.fixture.ask("p", "a");
		TestEnvelope crashing = this.fixture.send("p", new Exception("test"));
		TestEnvelope waiting = this.fixture.call("p", "b");
		this.fixture.run();
		assertThat(waiting.answer).isNotDone();
		TestEnvelope held = this.fixture.call("p", "c");
		this.fixture.advance(Duration.ofMillis(9));
		assertThat(this.made).hasSize(1);
		assertThat(this.fixture.news).isEmpty();
		assertThat(this.fixture.supervisor.contains("p")).isTrue();
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(this.log).containsExactly("started", "a", "throws", "started", "b", "c");
		assertThat(this.made).hasSize(2);
		assertThat(this.fixture.destroyed).containsExactly(this.made.get(0));
		assertThat(waiting.answer).isCompletedWithValue(1);
		assertThat(held.answer).isCompletedWithValue(2);
		assertThat(this.fixture.news).containsExactly("restarted p 1 1");
		assertThat(crashing.answer).isNotDone();
	}

	@Test
	void transientProcessIsRestartedAfterACrash() {
		this.fixture.restart = RestartPolicy.TRANSIENT;
		start();
		crash();
		assertThat(this.made).hasSize(2);
	}

	@Test
	void temporaryProcessEndsWithACrash() {
		this.fixture.restart = RestartPolicy.TEMPORARY;
		start();
		this.fixture.send("p", new Exception("test"));
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.run();
		assertThat(failure(waiting)).isInstanceOf(ProcessUnavailableException.class);
		assertGone("ended p 1");
		assertThat(this.log).containsExactly("started", "throws");
		assertThat(this.fixture.destroyed).hasSize(1);
	}

	@Test
	void errorOfACallIsACrashIfTheTypeSaysSo() {
		this.fixture.crashOnCallError = true;
		start();
		Exception error = new Exception("test");
		TestEnvelope envelope = this.fixture.call("p", error);
		this.fixture.advance(Duration.ofMillis(10));
		assertThat(failure(envelope)).isSameAs(error);
		assertThat(this.made).hasSize(2);
		this.fixture.call("p", 1);
		this.fixture.advance(Duration.ofSeconds(1));
		assertThat(this.made).as("unknown message").hasSize(2);
	}

	@Test
	void crashOnTheThreadOfTheSenderIsHandledByAWorker() {
		start();
		this.fixture.call("p", new Exception("warm"));
		this.fixture.run();
		this.fixture.supervisor.deliver("p", TestEnvelope.send(new Exception("test")), true);
		assertThat(this.log).containsExactly("started", "throws", "throws");
		assertThat(this.fixture.destroyed).isEmpty();
		this.fixture.advance(Duration.ofMillis(10));
		assertThat(this.made).hasSize(2);
	}

	@Test
	void stageThatFailsIsACrash() {
		start();
		CompletableFuture<Object> future = new CompletableFuture<>();
		this.fixture.send("p", future);
		this.fixture.run();
		future.completeExceptionally(new Exception("test"));
		assertThat(this.fixture.destroyed).isEmpty();
		this.fixture.advance(Duration.ofMillis(10));
		assertThat(this.made).hasSize(2);
	}

	@Test
	void backoffGrows() {
		start();
		crash(10);
		crash(20);
		crash(25);
		assertThat(this.fixture.news).containsExactly("restarted p 1 1", "restarted p 1 2", "restarted p 1 3");
	}

	@Test
	void processOverItsIntensityIsGivenUp() {
		start();
		for (int i = 0; i < 3; i++) {
			crash();
		}
		this.fixture.send("p", new Exception("test"));
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.run();
		assertThat(this.fixture.news).endsWith("restarted p 1 3", "failed p 1 3");
		assertThat(failure(waiting)).isInstanceOf(ProcessUnavailableException.class);
		assertGone("failed p 1 3");
		this.fixture.start("p", Recorder.class, this::make);
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
	}

	@Test
	void restartsOutsideOfTheWindowDoNotCount() {
		start();
		for (int i = 0; i < 10; i++) {
			crash();
			this.fixture.advance(Duration.ofSeconds(4));
		}
		assertThat(this.fixture.news).hasSize(10).endsWith("restarted p 1 10");
	}

	@Test
	void failureInStartedCountsAsACrash() {
		start();
		this.failStartsFrom = 1;
		this.fixture.send("p", new Exception("test"));
		this.fixture.advance(Duration.ofSeconds(1));
		assertThat(this.made).hasSize(4);
		assertThat(this.fixture.destroyed).hasSize(4);
		assertGone("failed p 1 3");
	}

	@Test
	void processWithoutRestartsIsGivenUpAtOnce() {
		SupervisorFixture strict = new SupervisorFixture(new SupervisorSettings(0, Duration.ofSeconds(1),
				SupervisorSettings.defaults().backoff(), Duration.ofSeconds(1), 10, 1));
		strict.start("p", Recorder.class, Recorder::new);
		strict.send("p", new Exception("test"));
		strict.run();
		assertThat(strict.news).containsExactly("failed p 1 0");
	}

	@Test
	void permanentProcessIsRestartedAfterItsEnd() {
		start();
		this.fixture.send("p", StopReason.STOPPED);
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.advance(Duration.ofMillis(10));
		assertThat(this.log).containsExactly("started", "ends", "stopping STOPPED", "started", "a");
		assertThat(waiting.answer).isCompletedWithValue(1);
		assertThat(this.fixture.news).containsExactly("restarted p 1 1");
		for (int i = 0; i < 3; i++) {
			this.fixture.send("p", StopReason.STOPPED);
			this.fixture.advance(Duration.ofMillis(100));
		}
		assertGone("failed p 1 3");
	}

	@Test
	void otherProcessesAreRemovedAfterTheirEnd() {
		for (RestartPolicy policy : new RestartPolicy[] { RestartPolicy.TRANSIENT, RestartPolicy.TEMPORARY }) {
			this.log.clear();
			this.fixture.restart = policy;
			start();
			this.fixture.call("p", StopReason.STOPPED);
			TestEnvelope waiting = this.fixture.call("p", "a");
			this.fixture.run();
			assertThat(this.log).containsExactly("started", "ends", "stopping STOPPED");
			assertThat(failure(waiting)).isInstanceOf(ProcessNotFoundException.class);
			assertGone("ended p 1");
		}
	}

	@Test
	void oldContextCannotStopTheNewInstance() {
		start();
		crash();
		this.made.get(0).context().stop();
		this.made.get(0).context().scheduleOnce(Duration.ZERO, "late").cancel();
		this.fixture.advance(Duration.ofSeconds(1));
		assertThat(this.made).hasSize(2);
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void stopDuringTheBackoffEndsIt() {
		start();
		this.fixture.send("p", new Exception("test"));
		this.fixture.run();
		TestEnvelope waiting = this.fixture.call("p", "a");
		CompletableFuture<Void> stopped = this.fixture.supervisor.stop(Map.of("p", 1L), StopReason.STOPPED)
			.toCompletableFuture();
		this.fixture.run();
		assertThat(stopped).isCompleted();
		assertThat(failure(waiting)).isInstanceOf(ProcessNotFoundException.class);
		assertThat(this.fixture.scheduler.pending()).isZero();
		assertThat(this.made).hasSize(1);
	}

	@Test
	void listenerThatThrowsDoesNoHarm() {
		start();
		this.fixture.throwingListener = true;
		crash();
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
	}

	private void start() {
		this.fixture.start("p", Recorder.class, this::make);
	}

	private Recorder make() {
		Recorder recorder = new Recorder(this.log);
		if (this.made.size() >= this.failStartsFrom) {
			recorder.startFailure = new Exception("start " + this.made.size());
		}
		this.made.add(recorder);
		return recorder;
	}

	private void crash() {
		this.fixture.send("p", new Exception("test"));
		this.fixture.advance(Duration.ofMillis(25));
	}

	private void crash(int backoffMillis) {
		int before = this.made.size();
		this.fixture.send("p", new Exception("test"));
		this.fixture.advance(Duration.ofMillis(backoffMillis - 1));
		assertThat(this.made).hasSize(before);
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(this.made).hasSize(before + 1);
	}

	private void assertGone(String news) {
		assertThat(this.fixture.news).endsWith(news);
		assertThat(this.fixture.supervisor.contains("p")).isFalse();
		assertThat(this.fixture.supervisor.deliver("p", TestEnvelope.send("a"), true)).isEqualTo(DeliveryResult.ABSENT);
		assertThat(this.fixture.supervisor.mailboxDepth()).isZero();
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	private static Throwable failure(TestEnvelope envelope) {
		assertThat(envelope.answer).isCompletedExceptionally();
		return envelope.answer.handle((value, error) -> error).join();
	}

}
