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
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessUnavailableException;
import io.processhub.RestartPolicy;
import io.processhub.StopReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link ProcessSupervisor} suspends and resumes processes.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SupervisorSuspendTests {

	private final SupervisorFixture fixture = new SupervisorFixture();

	private final ProcessSupervisor supervisor = this.fixture.supervisor;

	private final List<String> log = new ArrayList<>();

	private final Recorder recorder = new Recorder(this.log);

	@Test
	void stateIsExportedAndMessagesStay() {
		start();
		this.recorder.state = "s";
		TestEnvelope first = this.fixture.call("p", "a");
		CompletableFuture<Map<String, Suspended>> suspending = suspend("p", "absent");
		TestEnvelope second = this.fixture.call("p", "b");
		this.fixture.run();
		Map<String, Suspended> suspended = SupervisorFixture.now(suspending);
		assertThat(suspended).containsOnlyKeys("p");
		assertThat(suspended.get("p").epoch()).isEqualTo(1);
		assertThat(this.fixture.codec.decode(suspended.get("p").state())).isEqualTo("s");
		assertThat(this.log).containsExactly("started", "export", "stopping MIGRATED");
		assertThat(this.fixture.destroyed).containsExactly(this.recorder);
		assertThat(this.supervisor.contains("p")).isTrue();
		assertThat(this.fixture.scheduler.pending()).isZero();
		assertThat(this.supervisor.evict("p")).containsExactly(first, second);
		assertThat(this.supervisor.contains("p")).isFalse();
		assertThat(this.supervisor.mailboxDepth()).isZero();
		assertThat(this.supervisor.deliver("p", TestEnvelope.send("c"), true)).isEqualTo(DeliveryResult.ABSENT);
		assertThat(this.fixture.news).isEmpty();
	}

	@Test
	void currentHandlerFinishesAndIsAnsweredFirst() {
		start();
		CompletableFuture<Object> future = new CompletableFuture<>();
		TestEnvelope current = this.fixture.call("p", future);
		this.fixture.run();
		TestEnvelope waiting = this.fixture.call("p", "a");
		CompletableFuture<Map<String, Suspended>> suspending = suspend("p");
		this.fixture.run();
		assertThat(suspending).isNotDone();
		future.complete("value");
		assertThat(current.answer).isCompletedWithValue("value");
		this.fixture.run();
		assertThat(suspending).isCompleted();
		assertThat(waiting.answer).isNotDone();
	}

	@Test
	void suspendedProcessIsResumedWithItsMessages() {
		start();
		this.recorder.state = "s";
		suspend("p");
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.run();
		this.log.clear();
		Recorder next = new Recorder(this.log);
		CompletableFuture<Map<String, Throwable>> resumed = resume(2, next, "t");
		assertThat(this.supervisor.epoch("p")).isEqualTo(2);
		this.fixture.run();
		assertThat(resumed).isCompletedWithValue(Map.of());
		assertThat(this.log).containsExactly("restore t", "started", "a");
		assertThat(waiting.answer).isCompletedWithValue(1);
		assertThat(next.context().epoch()).isEqualTo(2);
	}

	@Test
	void processIsResumedUnderTheSameEpoch() {
		start();
		suspend("p");
		this.fixture.run();
		assertThat(this.fixture.run(this.supervisor.start(List.of(activation(1, new Recorder(), null))))).isEmpty();
		this.fixture.send("p", "a");
		this.fixture.run();
		assertThat(this.log).doesNotContain("a");
		resume(1, new Recorder(this.log), null);
		this.fixture.run();
		assertThat(this.log).contains("a");
	}

	@Test
	void startUnderANewerEpochResumes() {
		start();
		suspend("p");
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.run();
		this.supervisor.start(List.of(activation(2, new Recorder(), null)));
		this.fixture.run();
		assertThat(waiting.answer).isCompletedWithValue(1);
	}

	@Test
	void resumeThatFailsRemovesTheProcess() {
		start();
		suspend("p");
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.run();
		Recorder failing = new Recorder();
		failing.startFailure = new Exception("test");
		CompletableFuture<Map<String, Throwable>> resumed = resume(2, failing, null);
		this.fixture.run();
		assertThat(SupervisorFixture.now(resumed)).containsEntry("p", failing.startFailure);
		assertThat(failure(waiting)).isInstanceOf(ProcessUnavailableException.class);
		assertThat(this.supervisor.contains("p")).isFalse();
	}

	@Test
	void processWithoutStateHasNone() {
		start();
		CompletableFuture<Map<String, Suspended>> suspending = suspend("p");
		this.fixture.run();
		assertThat(SupervisorFixture.now(suspending).get("p").state()).isNull();
	}

	@Test
	void failedExportLosesTheStateLoudly(CapturedOutput output) {
		start();
		this.recorder.state = new IllegalStateException("no export for the test");
		CompletableFuture<Map<String, Suspended>> suspending = suspend("p");
		this.fixture.run();
		assertThat(SupervisorFixture.now(suspending).get("p").state()).isNull();
		assertThat(this.log).containsExactly("started", "export", "stopping MIGRATED");
		assertThat(output).contains("WARN").contains("process 'p'").contains("no export for the test");
	}

	@Test
	void processInItsStartIsSuspendedAfterIt() {
		this.supervisor.start(List.of(activation(1, this.recorder, "s")));
		CompletableFuture<Map<String, Suspended>> suspending = suspend("p");
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.run();
		assertThat(this.fixture.codec.decode(SupervisorFixture.now(suspending).get("p").state())).isEqualTo("s");
		assertThat(this.log).containsExactly("restore s", "started", "export", "stopping MIGRATED");
		assertThat(this.supervisor.evict("p")).containsExactly(waiting);
	}

	@Test
	void failedStartIsMissing() {
		this.recorder.startFailure = new Exception("test");
		this.supervisor.start(List.of(activation(1, this.recorder, null)));
		CompletableFuture<Map<String, Suspended>> suspending = suspend("p");
		this.fixture.run();
		assertThat(suspending).isCompletedWithValue(Map.of());
	}

	@Test
	void processInItsBackoffHasNoState() {
		start();
		this.fixture.send("p", new Exception("test"));
		this.fixture.run();
		CompletableFuture<Map<String, Suspended>> suspending = suspend("p");
		this.fixture.run();
		assertThat(SupervisorFixture.now(suspending).get("p").state()).isNull();
		assertThat(this.fixture.scheduler.pending()).isZero();
		assertThat(this.log).containsExactly("started", "throws");
	}

	@Test
	void handlerThatCrashesMeanwhileLeavesNoState() {
		start();
		this.recorder.state = "s";
		List<CompletableFuture<Map<String, Suspended>>> suspending = new ArrayList<>();
		this.fixture.send("p", (Runnable) () -> {
			suspending.add(suspend("p"));
			throw new IllegalStateException("test");
		});
		this.fixture.run();
		assertThat(SupervisorFixture.now(suspending.get(0)).get("p").state()).isNull();
		assertThat(this.log).containsExactly("started", "runs");
		assertThat(this.fixture.destroyed).hasSize(1);
	}

	@Test
	void processThatEndsMeanwhileIsMissing() {
		this.fixture.restart = RestartPolicy.TRANSIENT;
		start();
		this.fixture.call("p", (Runnable) () -> {
			this.recorder.context().stop();
			suspend("p");
		});
		CompletableFuture<Object> future = new CompletableFuture<>();
		this.fixture.start("q", Recorder.class, Recorder::new);
		this.fixture.call("q", future);
		this.fixture.run();
		assertThat(this.fixture.news).containsExactly("ended p 1");
		CompletableFuture<Map<String, Suspended>> suspending = suspend("q");
		this.supervisor.stop(Map.of("q", 0L), StopReason.STOPPED);
		future.complete(null);
		this.fixture.run();
		assertThat(suspending).isCompletedWithValue(Map.of());
	}

	@Test
	void suspendedProcessIsStopped() {
		start();
		suspend("p");
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.run();
		assertThat(this.supervisor.suspend(List.of("p")).toCompletableFuture()).isCompletedWithValue(Map.of());
		CompletableFuture<Void> stopped = this.supervisor.stop(Map.of("p", 1L), StopReason.STOPPED)
			.toCompletableFuture();
		this.fixture.run();
		assertThat(stopped).isCompleted();
		assertThat(failure(waiting)).isInstanceOf(ProcessNotFoundException.class);
		assertThat(this.supervisor.contains("p")).isFalse();
		assertThat(this.log).doesNotContain("stopping STOPPED");
	}

	@Test
	void runningProcessIsNotEvicted() {
		start();
		TestEnvelope waiting = this.fixture.call("p", "a");
		assertThat(this.supervisor.evict("p")).isEmpty();
		assertThat(this.supervisor.evict("absent")).isEmpty();
		this.fixture.run();
		assertThat(waiting.answer).isCompletedWithValue(1);
	}

	@Test
	void ticksOfTimersAreNotHandedOver() {
		start();
		this.recorder.context().scheduleOnce(Duration.ZERO, "tick");
		this.fixture.scheduler.advance(Duration.ZERO, () -> {
		});
		suspend("p");
		this.fixture.run();
		assertThat(this.supervisor.evict("p")).isEmpty();
		assertThat(this.supervisor.mailboxDepth()).isZero();
	}

	@Test
	void loopEndsBeforeTheExport() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		Loop loop = new Loop((context) -> {
			try {
				entered.countDown();
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("interrupted");
			}
		});
		loop.state = "s";
		this.fixture.start("p", Loop.class, () -> loop);
		entered.await();
		CompletableFuture<Map<String, Suspended>> suspending = suspend("p");
		this.fixture.loops.get(0).join();
		this.fixture.run();
		assertThat(SupervisorFixture.now(suspending).get("p").state()).isNotNull();
		assertThat(this.fixture.news).isEmpty();
	}

	@Test
	void stuckInstanceIsAbandonedAndItsMessagesStay(CapturedOutput output) throws Exception {
		start();
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		TestEnvelope current = this.fixture.call("p",
				(Runnable) () -> SupervisorStopTests.ignoreInterrupts(entered, leave));
		TestEnvelope waiting = this.fixture.call("p", "a");
		Thread worker = new Thread(this.fixture::run);
		worker.start();
		entered.await();
		CompletableFuture<Map<String, Suspended>> suspending = suspend("p");
		this.fixture.scheduler.advance(Duration.ofSeconds(6), () -> {
		});
		assertThat(SupervisorFixture.now(suspending).get("p").state()).isNull();
		assertThat(output).contains("abandoned").contains("ignoreInterrupts");
		this.fixture.run();
		assertThat(failure(current)).isInstanceOf(ProcessUnavailableException.class);
		resume(2, new Recorder(this.log), null);
		this.fixture.run();
		assertThat(waiting.answer).isCompletedWithValue(1);
		leave.countDown();
		worker.join();
		this.fixture.run();
		assertThat(this.fixture.ask("p", "b")).isEqualTo(2);
		assertThat(this.log).doesNotContain("export", "stopping MIGRATED");
	}

	private void start() {
		this.fixture.start("p", Recorder.class, () -> this.recorder);
	}

	private CompletableFuture<Map<String, Suspended>> suspend(String... ids) {
		return this.supervisor.suspend(List.of(ids)).toCompletableFuture();
	}

	private CompletableFuture<Map<String, Throwable>> resume(long epoch, Recorder next, String state) {
		return this.supervisor.resume(List.of(activation(epoch, next, state))).toCompletableFuture();
	}

	private Activation activation(long epoch, Recorder instance, String state) {
		return this.fixture.activation("p", epoch, Recorder.class, () -> instance,
				(state != null) ? this.fixture.codec.encode(state) : null);
	}

	private static Throwable failure(TestEnvelope envelope) {
		assertThat(envelope.answer).isCompletedExceptionally();
		return envelope.answer.handle((value, error) -> error).join();
	}

}
