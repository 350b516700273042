/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.processhub.ProcessUnavailableException;
import io.processhub.StopReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link ProcessSupervisor} prepares instances, pauses them, and starts
 * them on trial.
 */
@Timeout(60)
class SupervisorSwapTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final SupervisorFixture fixture = new SupervisorFixture();

	private final ProcessSupervisor supervisor = this.fixture.supervisor;

	private final List<String> log = new ArrayList<>();

	private final Recorder recorder = new Recorder(this.log);

	@Test
	void pausedInstanceGoesOnWithItsMessagesAndTimers() {
		start();
		this.recorder.state = "s";
		this.recorder.context().scheduleOnce(Duration.ofMillis(10), "tick");
		Map<String, Suspended> paused = this.fixture.run(pause(true));
		assertThat(this.fixture.codec.decode(paused.get("p").state())).isEqualTo("s");
		assertThat(this.supervisor.isSuspended("p", 0)).isTrue();
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.advance(SECOND);
		assertThat(this.log).containsExactly("started", "export");
		this.fixture.run(this.supervisor.resume(List.of(activation(2, new Recorder(this.log)))));
		assertThat(waiting.answer).isDone();
		assertThat(this.log).containsExactly("started", "export", "a", "tick");
		assertThat(this.recorder.context().epoch()).isEqualTo(2);
		assertThat(this.fixture.destroyed).isEmpty();
	}

	@Test
	void pausedInstanceStopsWhenItIsEvicted() {
		start();
		this.fixture.run(pause(false));
		TestEnvelope waiting = this.fixture.call("p", "a");
		assertThat(this.supervisor.evict("p")).containsExactly(waiting);
		assertThat(this.supervisor.contains("p")).isFalse();
		assertThat(this.fixture.destroyed).isEmpty();
		this.fixture.run();
		assertThat(this.log).containsExactly("started", "stopping MIGRATED");
		assertThat(this.fixture.destroyed).containsExactly(this.recorder);
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void nextInstanceBeginsOnceTheEvictedOneHasStopped() {
		start();
		this.fixture.run(pause(false));
		this.supervisor.evict("p");
		Recorder next = new Recorder(this.log);
		this.fixture.run(this.supervisor.start(List.of(activation(3, next))));
		assertThat(this.log).containsExactly("started", "stopping MIGRATED", "started");
	}

	@Test
	void newerAssignmentReplacesAPausedInstance() {
		start();
		this.fixture.run(pause(false));
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.run(this.supervisor.start(List.of(activation(3, new Recorder(this.log)))));
		assertThat(this.log).containsExactly("started", "stopping FENCED", "started", "a");
		assertThat(waiting.answer).isDone();
		assertThat(this.fixture.destroyed).containsExactly(this.recorder);
	}

	@Test
	void processThatDoesNotComeToRestGoesOn() {
		start();
		CompletableFuture<Object> busy = new CompletableFuture<>();
		this.fixture.call("p", busy);
		this.fixture.run();
		CompletionStage<Map<String, Suspended>> pausing = pause(true);
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.advance(SECOND);
		assertThat(SupervisorFixture.now(pausing.toCompletableFuture())).isEmpty();
		busy.complete("done");
		this.fixture.run();
		assertThat(waiting.answer).isDone();
		assertThat(this.log).containsExactly("started", "async", "a");
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void processWhoseStateCannotBeExportedGoesOn() {
		start();
		this.recorder.state = new IllegalStateException("Told to fail");
		TestEnvelope waiting = this.fixture.call("p", "a");
		assertThat(this.fixture.run(pause(true))).isEmpty();
		assertThat(waiting.answer).isDone();
		assertThat(this.fixture.destroyed).isEmpty();
	}

	@Test
	void pausedProcessCanBeStopped() {
		start();
		this.fixture.run(pause(true));
		this.fixture.run(this.supervisor.stop(Map.of("p", 0L), StopReason.STOPPED));
		assertThat(this.log).containsExactly("started", "export", "stopping STOPPED");
		assertThat(this.supervisor.contains("p")).isFalse();
	}

	@Test
	void loopEndsBeforeItIsPausedAndBeginsAnewWhenItGoesOn() {
		List<Loop> loops = new ArrayList<>();
		Supplier<Loop> factory = () -> {
			Loop loop = new Loop((context) -> new CountDownLatch(1).await());
			loops.add(loop);
			return loop;
		};
		this.fixture.start("p", Loop.class, factory);
		assertThat(this.supervisor.isLoop("p")).isTrue();
		CompletableFuture<Map<String, Suspended>> pausing = pause(false).toCompletableFuture();
		Awaitility.await().until(() -> {
			this.fixture.run();
			return pausing.isDone();
		});
		assertThat(pausing.join()).containsOnlyKeys("p");
		assertThat(this.fixture.destroyed).containsExactly(loops.get(0));
		this.fixture.run(this.supervisor.resume(List.of(this.fixture.activation("p", 1, Loop.class, factory))));
		assertThat(loops).hasSize(2);
		this.supervisor.shutdown(StopReason.SHUTDOWN);
	}

	@Test
	void preparedInstanceIsTakenByTheStart() {
		Activation activation = activation(1, this.recorder);
		assertThat(this.fixture.run(prepare(activation.type()))).isEmpty();
		assertThat(this.supervisor.prepared()).isOne();
		assertThat(this.log).isEmpty();
		this.fixture.run(this.supervisor.start(List.of(activation)));
		assertThat(this.supervisor.prepared()).isZero();
		assertThat(this.log).containsExactly("started");
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void preparedInstanceThatIsNotTakenIsDestroyed() {
		this.fixture.run(prepare(activation(1, this.recorder).type()));
		this.fixture.advance(Duration.ofMillis(1999));
		assertThat(this.fixture.destroyed).isEmpty();
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(this.fixture.destroyed).containsExactly(this.recorder);
		assertThat(this.supervisor.prepared()).isZero();
	}

	@Test
	void preparedInstancesEndWithTheHub() {
		this.fixture.run(prepare(activation(1, this.recorder).type()));
		this.fixture.run(this.supervisor.shutdown(StopReason.SHUTDOWN));
		assertThat(this.fixture.destroyed).containsExactly(this.recorder);
		assertThat(this.fixture.run(prepare(activation(1, this.recorder).type()))).containsOnlyKeys("p");
		assertThat(this.supervisor.prepared()).isZero();
	}

	@Test
	void preparationThatTakesTooLongOrIsTooMuchFails() {
		ProcessType type = activation(1, this.recorder).type();
		CompletableFuture<Map<String, Throwable>> prepared = prepare(type).toCompletableFuture();
		this.fixture.scheduler.advance(SECOND, () -> {
		});
		assertThat(SupervisorFixture.now(prepared).get("p")).isInstanceOf(ProcessUnavailableException.class)
			.hasMessageContaining("in time");
		this.fixture.run();
		assertThat(this.supervisor.prepared()).isZero();
		Map<String, ProcessType> many = new HashMap<>();
		for (int i = 0; i <= Preparation.CAPACITY; i++) {
			many.put("p" + i, type);
		}
		assertThat(this.fixture.run(this.supervisor.prepare(many, SECOND, SECOND))).hasSize(many.size());
	}

	@Test
	void messagesOfWhatFailsOnTrialAreHandedOn() {
		this.recorder.startFailure = new Exception("Told to fail");
		CompletionStage<Map<String, Throwable>> started = startOnTrial(true);
		TestEnvelope waiting = this.fixture.call("p", "a");
		assertThat(this.fixture.run(started)).containsOnlyKeys("p");
		assertThat(this.fixture.displaced).containsExactly(waiting);
		assertThat(this.supervisor.contains("p")).isFalse();
		assertThat(this.fixture.destroyed).containsExactly(this.recorder);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatIsNotUpAtTheEndOfTheTrialFailsIfThatMustBeConfirmed(boolean confirm) {
		CompletableFuture<Map<String, Throwable>> started = startOnTrial(confirm).toCompletableFuture();
		this.fixture.scheduler.advance(SECOND, () -> {
		});
		assertThat(started.isDone()).isEqualTo(confirm);
		this.fixture.run();
		assertThat(this.supervisor.contains("p")).isNotEqualTo(confirm);
		assertThat(this.log.contains("started")).isNotEqualTo(confirm);
	}

	@Test
	void whatFailsAfterTheTrialIsRestarted() {
		this.recorder.startFailure = new Exception("Told to fail");
		CompletionStage<Map<String, Throwable>> started = startOnTrial(false);
		this.fixture.scheduler.advance(SECOND, () -> {
		});
		assertThat(this.fixture.run(started)).isEmpty();
		this.recorder.startFailure = null;
		this.fixture.advance(SECOND);
		assertThat(this.supervisor.isUp("p", 1)).isTrue();
	}

	private void start() {
		this.fixture.start("p", Recorder.class, () -> this.recorder);
	}

	private CompletionStage<Map<String, Suspended>> pause(boolean withState) {
		return this.supervisor.pause(List.of("p", "absent"), withState, SECOND);
	}

	private CompletionStage<Map<String, Throwable>> prepare(ProcessType type) {
		return this.supervisor.prepare(Map.of("p", type), SECOND, SECOND.multipliedBy(2));
	}

	private CompletionStage<Map<String, Throwable>> startOnTrial(boolean confirm) {
		return this.supervisor.startOnTrial(List.of(activation(1, this.recorder)), SECOND, confirm);
	}

	private Activation activation(long epoch, Recorder instance) {
		return this.fixture.activation("p", epoch, Recorder.class, () -> instance);
	}

}
