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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessUnavailableException;
import io.processhub.RestartPolicy;
import io.processhub.StopReason;
import io.processhub.process.ProcessContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link ProcessSupervisor} stops processes.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SupervisorStopTests {

	private final SupervisorFixture fixture = new SupervisorFixture();

	private final ProcessSupervisor supervisor = this.fixture.supervisor;

	private final Recorder recorder = new Recorder();

	@Test
	void waitingMessagesFailAndTheInstanceIsTold() {
		start();
		TestEnvelope waiting = this.fixture.call("p", "a");
		CompletableFuture<Void> stopped = stop(StopReason.STOPPED);
		assertThat(failure(waiting)).isInstanceOf(ProcessNotFoundException.class).hasMessageContaining("'p'");
		assertThat(this.supervisor.deliver("p", TestEnvelope.send("b"), true)).isEqualTo(DeliveryResult.ABSENT);
		assertThat(this.supervisor.ids()).isEmpty();
		assertThat(stopped).isNotDone();
		this.fixture.run();
		assertThat(stopped).isCompleted();
		assertThat(this.recorder.log).containsExactly("started", "stopping STOPPED");
		assertThat(this.fixture.destroyed).containsExactly(this.recorder);
		assertThat(this.fixture.news).isEmpty();
		assertThat(this.fixture.scheduler.pending()).isZero();
		assertThat(this.supervisor.mailboxDepth()).isZero();
	}

	@Test
	void otherReasonsMeanUnavailable() {
		start();
		TestEnvelope waiting = this.fixture.call("p", "a");
		stop(StopReason.SHUTDOWN);
		assertThat(failure(waiting)).isInstanceOf(ProcessUnavailableException.class);
		this.fixture.run();
		assertThat(this.recorder.log).containsExactly("started", "stopping SHUTDOWN");
	}

	@Test
	void messagesOfAFencedProcessGoToTheListener() {
		start();
		TestEnvelope first = this.fixture.call("p", "a");
		TestEnvelope second = this.fixture.call("p", "b");
		stop(StopReason.FENCED);
		assertThat(this.fixture.displaced).containsExactly(first, second);
		this.fixture.run();
		assertThat(this.recorder.log).containsExactly("started", "stopping FENCED");
	}

	@Test
	void onlyTheEpochThatIsMeant() {
		start();
		assertThat(this.supervisor.stop(Map.of("p", 2L, "absent", 0L), StopReason.STOPPED).toCompletableFuture())
			.isCompleted();
		assertThat(this.supervisor.contains("p")).isTrue();
		this.supervisor.stop(Map.of("p", 1L), StopReason.STOPPED);
		assertThat(this.supervisor.contains("p")).isFalse();
	}

	@Test
	void currentHandlerFinishes() {
		start();
		CompletableFuture<Object> future = new CompletableFuture<>();
		TestEnvelope current = this.fixture.call("p", future);
		this.fixture.run();
		CompletableFuture<Void> stopped = stop(StopReason.STOPPED);
		CompletableFuture<Void> again = stop(StopReason.STOPPED);
		CompletableFuture<Void> shutdown = this.supervisor.shutdown(StopReason.SHUTDOWN).toCompletableFuture();
		this.fixture.advance(Duration.ofMillis(900));
		assertThat(stopped).isNotDone();
		future.complete("value");
		assertThat(current.answer).isCompletedWithValue("value");
		this.fixture.run();
		assertThat(stopped).isCompleted();
		assertThat(again).isCompleted();
		assertThat(shutdown).isCompleted();
		assertThat(this.recorder.log).containsExactly("started", "async", "stopping STOPPED");
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void errorWhileStoppingIsLogged(CapturedOutput output) {
		this.fixture.start("p", Recorder.class, () -> new Recorder() {

			@Override
			public void stopping(StopReason reason) {
				throw new IllegalStateException("stopping failed for the test");
			}

		});
		CompletableFuture<Void> stopped = stop(StopReason.STOPPED);
		this.fixture.run();
		assertThat(stopped).isCompleted();
		assertThat(this.fixture.destroyed).hasSize(1);
		assertThat(output).contains("WARN").contains("process 'p'").contains("stopping failed for the test");
	}

	@Test
	void processMayStopItself() {
		start();
		CompletableFuture<Object> stopped = new CompletableFuture<>();
		this.fixture.call("p", (Runnable) () -> stop(StopReason.STOPPED).thenAccept(stopped::complete));
		this.fixture.run();
		assertThat(stopped).isCompleted();
		assertThat(this.recorder.log).containsExactly("started", "runs", "stopping STOPPED");
	}

	@Test
	void slowHandlerIsInterruptedAfterItsTime() throws Exception {
		start();
		CountDownLatch entered = new CountDownLatch(1);
		TestEnvelope current = this.fixture.call("p", (Runnable) () -> block(entered));
		Thread worker = worker(entered);
		CompletableFuture<Void> stopped = stop(StopReason.STOPPED);
		pass(Duration.ofMillis(999));
		assertThat(worker.isInterrupted()).isFalse();
		assertThat(current.answer).isNotDone();
		pass(Duration.ofMillis(1));
		worker.join();
		assertThat(stopped).isCompleted();
		assertThat(failure(current)).hasMessage("interrupted");
		assertThat(this.recorder.log).containsExactly("started", "runs", "stopping STOPPED");
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void interruptDoesNotStayOnTheThread() {
		start();
		this.fixture.ask("p", (Runnable) () -> {
		});
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		this.fixture.call("p", (Runnable) () -> {
			stop(StopReason.STOPPED).thenAccept(stopped::complete);
			pass(Duration.ofSeconds(1));
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		});
		this.fixture.run();
		assertThat(Thread.interrupted()).isFalse();
		assertThat(stopped).isCompleted();
	}

	@Test
	void deafHandlerIsAbandoned(CapturedOutput output) throws Exception {
		start();
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		TestEnvelope current = this.fixture.call("p", (Runnable) () -> ignoreInterrupts(entered, leave));
		Thread worker = worker(entered);
		CompletableFuture<Void> stopped = stop(StopReason.STOPPED);
		Recorder next = new Recorder();
		this.supervisor.start(List.of(this.fixture.activation("p", 2, Recorder.class, () -> next)));
		pass(Duration.ofMillis(5999));
		assertThat(stopped).isNotDone();
		assertThat(next.log).isEmpty();
		pass(Duration.ofMillis(1));
		assertThat(stopped).isCompleted();
		assertThat(output).contains("ERROR").contains("abandoned").contains("[p]").contains("ignoreInterrupts");
		this.fixture.run();
		assertThat(failure(current)).isInstanceOf(ProcessUnavailableException.class);
		assertThat(next.log).containsExactly("started");
		leave.countDown();
		worker.join();
		this.fixture.run();
		assertThat(this.recorder.log).as("abandoned instance").containsExactly("started", "runs");
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void abandonedStartCountsOnceHoweverItEnds(boolean fails) {
		List<CompletableFuture<Void>> stopped = new ArrayList<>();
		Activation stuck = this.fixture.activation("p", 1, Recorder.class, () -> {
			stopped.add(stop(StopReason.STOPPED));
			pass(Duration.ofSeconds(6));
			assertThat(Thread.interrupted()).isTrue();
			this.recorder.startFailure = fails ? new IllegalStateException("too late") : null;
			return this.recorder;
		});
		Activation other = this.fixture.activation("q", 1, Recorder.class, Recorder::new);
		CompletableFuture<Map<String, Throwable>> started = this.supervisor.start(List.of(stuck, other))
			.toCompletableFuture();
		this.fixture.workers.runOne();
		assertThat(stopped).singleElement().satisfies((future) -> assertThat(future).isCompleted());
		assertThat(this.recorder.log).containsExactly("started");
		assertThat(started).as("the other has not been started yet").isNotDone();
		this.fixture.run();
		assertThat(SupervisorFixture.now(started)).containsOnlyKeys("p")
			.extractingByKey("p")
			.isInstanceOf(ProcessUnavailableException.class);
		assertThat(this.fixture.destroyed).containsExactly(this.recorder);
		this.fixture.advance(Duration.ofSeconds(1));
		assertThat(this.supervisor.ids()).containsExactly("q");
		assertThat(this.fixture.news).isEmpty();
	}

	@Test
	void stageThatNeverCompletesIsAbandoned() {
		start();
		CompletableFuture<Object> future = new CompletableFuture<>();
		TestEnvelope current = this.fixture.call("p", future);
		this.fixture.run();
		CompletableFuture<Void> stopped = stop(StopReason.STOPPED);
		this.fixture.advance(Duration.ofSeconds(6));
		assertThat(stopped).isCompleted();
		assertThat(failure(current)).isInstanceOf(ProcessUnavailableException.class);
		future.complete("late");
		this.fixture.run();
		assertThat(this.recorder.log).containsExactly("started", "async");
	}

	@Test
	void manyStopsShareTheirTimers(CapturedOutput output) {
		List<CompletableFuture<Object>> futures = IntStream.range(0, 100)
			.mapToObj((i) -> new CompletableFuture<>())
			.toList();
		for (int i = 0; i < 100; i++) {
			this.fixture.start("p" + i, Recorder.class, Recorder::new);
			this.fixture.call("p" + i, futures.get(i));
		}
		this.fixture.run();
		CompletableFuture<Void> stopped = this.supervisor
			.stop(IntStream.range(0, 100).boxed().collect(Collectors.toMap((i) -> "p" + i, (i) -> 0L)),
					StopReason.STOPPED)
			.toCompletableFuture();
		assertThat(this.fixture.scheduler.pending()).isEqualTo(1);
		futures.subList(0, 50).forEach((future) -> future.complete(null));
		this.fixture.advance(Duration.ofSeconds(6));
		assertThat(stopped).isCompleted();
		assertThat(this.fixture.scheduler.pending()).isZero();
		assertThat(output.getOut().lines().filter((line) -> line.contains("ERROR"))).hasSize(1)
			.first()
			.asString()
			.contains("50 processes");
	}

	@Test
	void loopRunsOnItsOwnThreadAndIsInterrupted() throws Exception {
		CompletableFuture<Thread> looping = new CompletableFuture<>();
		Loop loop = new Loop((context) -> {
			looping.complete(Thread.currentThread());
			new CountDownLatch(1).await();
		});
		this.fixture.start("p", Loop.class, () -> loop);
		Thread thread = looping.get();
		assertThat(thread.getName()).isEqualTo("processhub-hub-p");
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
		CompletableFuture<Void> stopped = stop(StopReason.STOPPED);
		thread.join();
		this.fixture.run();
		assertThat(stopped).isCompleted();
		assertThat(loop.log).containsExactly("started", "a", "stopping STOPPED");
		assertThat(this.fixture.news).isEmpty();
	}

	@Test
	void loopThatReturnsEndsTheProcess() {
		this.fixture.restart = RestartPolicy.TRANSIENT;
		Loop loop = new Loop((context) -> {
		});
		this.fixture.start("p", Loop.class, () -> loop);
		runUntil(() -> assertThat(this.fixture.news).containsExactly("ended p 1"));
		assertThat(loop.log).containsExactly("started", "stopping STOPPED");
	}

	@Test
	void loopThatThrowsCrashesTheProcess() {
		int[] made = new int[1];
		this.fixture.start("p", Loop.class, () -> {
			made[0]++;
			boolean first = made[0] == 1;
			return new Loop((context) -> {
				if (first) {
					throw new Exception("test");
				}
				new CountDownLatch(1).await();
			});
		});
		runUntil(() -> assertThat(this.fixture.news).containsExactly("restarted p 1 1"));
		stop(StopReason.STOPPED);
		runUntil(() -> assertThat(this.fixture.destroyed).hasSize(2));
	}

	@Test
	void loopMayEndItsProcess() {
		this.fixture.restart = RestartPolicy.TEMPORARY;
		this.fixture.start("p", Loop.class, () -> new Loop(ProcessContext::stop));
		runUntil(() -> assertThat(this.fixture.news).containsExactly("ended p 1"));
	}

	@Test
	void newInstanceWaitsForTheLoopOfTheOldOne() throws Exception {
		CountDownLatch leave = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(1);
		this.fixture.start("p", Loop.class, () -> new Loop((context) -> ignoreInterrupts(entered, leave)));
		entered.await();
		this.fixture.send("p", new Exception("test"));
		this.fixture.advance(Duration.ofSeconds(2));
		assertThat(this.fixture.destroyed).isEmpty();
		leave.countDown();
		runUntil(() -> assertThat(this.fixture.news).containsExactly("restarted p 1 1"));
	}

	@Test
	void loopThatNeverReturnsIsAbandonedAfterACrash(CapturedOutput output) throws Exception {
		CountDownLatch leave = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(1);
		this.fixture.start("p", Loop.class, () -> new Loop((context) -> ignoreInterrupts(entered, leave)));
		entered.await();
		this.fixture.send("p", new Exception("test"));
		this.fixture.advance(Duration.ofSeconds(7));
		assertThat(this.fixture.news).containsExactly("restarted p 1 1");
		assertThat(output).contains("ERROR").contains("loop").contains("ignoreInterrupts");
		leave.countDown();
	}

	@Test
	void deafLoopIsAbandoned(CapturedOutput output) throws Exception {
		CountDownLatch leave = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(1);
		this.fixture.start("p", Loop.class, () -> new Loop((context) -> ignoreInterrupts(entered, leave)));
		entered.await();
		CompletableFuture<Void> stopped = stop(StopReason.STOPPED);
		this.fixture.advance(Duration.ofSeconds(6));
		assertThat(stopped).isCompleted();
		assertThat(output).contains("abandoned").contains("processhub-hub-p").contains("ignoreInterrupts");
		leave.countDown();
		this.fixture.loops.get(0).join();
		this.fixture.run();
		assertThat(this.fixture.news).isEmpty();
		assertThat(this.fixture.destroyed).isEmpty();
	}

	private void start() {
		this.fixture.start("p", Recorder.class, () -> this.recorder);
	}

	private CompletableFuture<Void> stop(StopReason reason) {
		return this.supervisor.stop(Map.of("p", 0L), reason).toCompletableFuture();
	}

	private Thread worker(CountDownLatch entered) throws InterruptedException {
		Thread worker = new Thread(this.fixture::run, "stuck-worker");
		worker.setDaemon(true);
		worker.start();
		entered.await();
		return worker;
	}

	private void pass(Duration duration) {
		this.fixture.scheduler.advance(duration, () -> {
		});
	}

	private void runUntil(ThrowingRunnable assertion) {
		Awaitility.await().pollInterval(Duration.ofMillis(1)).untilAsserted(() -> {
			this.fixture.advance(Duration.ofMillis(25));
			assertion.run();
		});
	}

	private static void block(CountDownLatch entered) {
		try {
			entered.countDown();
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted");
		}
	}

	static void ignoreInterrupts(CountDownLatch entered, CountDownLatch leave) {
		entered.countDown();
		while (leave.getCount() > 0) {
			try {
				leave.await();
			}
			catch (InterruptedException ex) {
				Thread.onSpinWait();
			}
		}
	}

	private static Throwable failure(TestEnvelope envelope) {
		assertThat(envelope.answer).isCompletedExceptionally();
		return envelope.answer.handle((value, error) -> error).join();
	}

}
