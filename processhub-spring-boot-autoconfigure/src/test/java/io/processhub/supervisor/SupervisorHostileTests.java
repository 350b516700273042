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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.ProcessUnavailableException;
import io.processhub.StopReason;
import io.processhub.annotation.OnMessage;
import io.processhub.process.ProcessTimer;
import io.processhub.testing.HostileExceptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that processes which do their worst harm nobody but themselves.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SupervisorHostileTests {

	private final SupervisorFixture fixture = new SupervisorFixture();

	private final ProcessSupervisor supervisor = this.fixture.supervisor;

	private final List<Recorder> made = new ArrayList<>();

	static Stream<Throwable> hostileErrors() {
		return Stream.concat(HostileExceptions.all(), Stream.of(new OutOfMemoryError("Told to run out"),
				new StackOverflowError(), new NoClassDefFoundError("Gone")));
	}

	@ParameterizedTest
	@MethodSource("hostileErrors")
	void errorOfAnyKindCrashesOnlyItsProcess(Throwable error) {
		start("p");
		start("other");
		TestEnvelope call = this.fixture.call("p", error);
		this.fixture.run();
		assertThat(failure(call)).isSameAs(error);
		this.fixture.send("p", error);
		this.fixture.advance(Duration.ofSeconds(1));
		assertThat(this.fixture.news).containsExactly("restarted p 1 1");
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
		assertThat(this.fixture.ask("other", "a")).isEqualTo(1);
		assertThat(this.supervisor.mailboxDepth()).isZero();
	}

	@ParameterizedTest
	@MethodSource("hostileErrors")
	void errorOfAnyKindInTheStartIsAFailure(Throwable error) {
		for (boolean inConstructor : new boolean[] { true, false }) {
			Activation activation = this.fixture.activation("p", 1, Recorder.class, () -> {
				if (inConstructor) {
					throw sneaky(error);
				}
				Recorder recorder = new Recorder();
				recorder.startFailure = error;
				return recorder;
			});
			Map<String, Throwable> failures = this.fixture.run(this.supervisor.start(List.of(activation)));
			assertThat(failures).containsOnlyKeys("p");
			assertThat(failures.get("p")).isSameAs(error);
			assertThat(this.supervisor.ids()).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("hostileErrors")
	void errorOfAnyKindInTheEndIsLogged(Throwable error, CapturedOutput output) {
		this.fixture.start("p", Recorder.class, () -> new Recorder() {

			@Override
			public void stopping(StopReason reason) {
				throw sneaky(error);
			}

			@Override
			public String handoverState() {
				throw sneaky(error);
			}

		});
		Map<String, Suspended> suspended = this.fixture.run(this.supervisor.suspend(List.of("p")));
		assertThat(suspended.get("p").state()).isNull();
		assertThat(output).contains("could not be handed over").contains(error.getClass().getSimpleName());
	}

	@Test
	void messageWhoseMethodsThrowIsHandled() {
		class Angry {

			@Override
			public boolean equals(Object other) {
				throw new IllegalStateException("equals");
			}

			@Override
			public int hashCode() {
				throw new IllegalStateException("hashCode");
			}

			@Override
			public String toString() {
				throw new IllegalStateException("toString");
			}

		}
		class Taker {

			@OnMessage
			Object take(Angry angry) {
				return angry;
			}

		}
		this.fixture.start("p", Taker.class, Taker::new);
		Angry message = new Angry();
		assertThat(this.fixture.ask("p", message) == message).isTrue();
		start("q");
		TestEnvelope unknown = this.fixture.call("q", message);
		this.fixture.send("q", message);
		this.fixture.run();
		assertThat(failure(unknown)).hasMessageContaining("Angry");
		assertThat(this.fixture.ask("q", "a")).isEqualTo(1);
	}

	@Test
	void stageThatCompletesTwiceCountsOnce() {
		start("p");
		List<BiConsumer<Object, Throwable>> completions = new ArrayList<>();
		CompletableFuture<Object> stage = new CompletableFuture<>() {

			@Override
			@SuppressWarnings("unchecked")
			public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
				completions.add((BiConsumer<Object, Throwable>) action);
				return this;
			}

		};
		TestEnvelope call = this.fixture.call("p", stage);
		this.fixture.run();
		completions.get(0).accept("first", null);
		TestEnvelope next = this.fixture.call("p", "a");
		this.fixture.run();
		completions.get(0).accept(null, new IllegalStateException("second"));
		this.fixture.run();
		assertThat(call.answer).isCompletedWithValue("first");
		assertThat(next.answer).isCompletedWithValue(1);
	}

	@Test
	void stageThatCannotBeWatchedIsAnError() {
		start("p");
		TestEnvelope call = this.fixture.call("p", new CompletableFuture<>() {

			@Override
			public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
				throw new UnsupportedOperationException("Told to refuse");
			}

		});
		this.fixture.run();
		assertThat(failure(call)).hasMessage("Told to refuse");
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
	}

	@Test
	void timersHaveABound() {
		start("p");
		List<ProcessTimer> timers = new ArrayList<>();
		Recorder recorder = this.made.get(0);
		TestEnvelope call = this.fixture.call("p", (Runnable) () -> {
			while (true) {
				timers.add(recorder.context().scheduleAtFixedRate(Duration.ofHours(1), Duration.ofHours(1), "t"));
			}
		});
		this.fixture.run();
		assertThat(failure(call)).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("'p'")
			.hasMessageContaining("10000 timers");
		assertThat(timers).hasSize(10_000);
		timers.get(0).cancel();
		recorder.context().scheduleOnce(Duration.ofMillis(1), "t");
		this.fixture.advance(Duration.ofMillis(2));
		assertThat(recorder.log).contains("t");
		this.supervisor.stop(Map.of("p", 0L), StopReason.STOPPED);
		this.fixture.run();
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void timersThatAreTooOftenOrTooLateAreBrought() {
		start("p");
		Recorder recorder = this.made.get(0);
		recorder.context().scheduleAtFixedRate(Duration.ZERO, Duration.ofNanos(1), "often");
		recorder.context().scheduleOnce(Duration.ofSeconds(Long.MAX_VALUE), "never");
		recorder.context()
			.scheduleAtFixedRate(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE), "never");
		this.fixture.advance(Duration.ofMillis(10));
		assertThat(recorder.log.stream().filter("often"::equals)).hasSize(11);
		assertThat(recorder.log).doesNotContain("never");
	}

	@Test
	void stateThatIsTooLargeIsLostLoudly(CapturedOutput output) {
		this.fixture.codec.padding = 16 * 1024 * 1024;
		start("p");
		this.made.get(0).state = "large";
		Map<String, Suspended> suspended = this.fixture.run(this.supervisor.suspend(List.of("p")));
		assertThat(suspended.get("p").state()).isNull();
		assertThat(output).contains("could not be handed over").contains("more than the limit of 16777216");
	}

	@Test
	void stateThatCannotBeRestoredIsTriedAgainUntilTheProcessIsGivenUp() {
		byte[] state = this.fixture.codec.encode("state");
		Activation activation = this.fixture.activation("p", 1, Recorder.class, () -> new Recorder() {

			@Override
			public void restoreState(String state) {
				throw new IllegalStateException("Told to throw");
			}

		}, state);
		this.supervisor.start(List.of(activation), true);
		this.fixture.advance(Duration.ofSeconds(1));
		assertThat(this.fixture.news).containsExactly("failed p 1 3");
		assertThat(this.supervisor.ids()).isEmpty();
	}

	@Test
	void workersThatFailAreTriedAgain(CapturedOutput output) {
		start("p");
		this.fixture.workers.failWith(new OutOfMemoryError("unable to create native thread"));
		TestEnvelope call = this.fixture.call("p", "a");
		this.fixture.advance(Duration.ofSeconds(10));
		assertThat(call.answer).isNotDone();
		this.fixture.workers.failWith(null);
		this.fixture.advance(Duration.ofMillis(10));
		assertThat(call.answer).isCompletedWithValue(1);
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).hasSizeBetween(1, 10);
	}

	@Test
	void errorOfTheSupervisionItselfLeavesNoProcessBehind(CapturedOutput output) {
		start("p");
		TestEnvelope call = this.fixture.call("p", "a");
		TestEnvelope next = this.fixture.call("p", "b");
		this.fixture.scheduler.failOnce(new OutOfMemoryError("Told to run out"));
		this.fixture.advance(Duration.ofSeconds(1));
		assertThat(output).contains("error in its supervision").contains("Told to run out");
		assertThat(call.answer.isDone()).isTrue();
		assertThat(next.answer.isDone()).isTrue();
		assertThat(this.fixture.ask("p", "c")).isNotNull();
	}

	@Test
	void startsThatHangDoNotHoldUpOthersOnceTheyAreAbandoned() throws Exception {
		CountDownLatch entered = new CountDownLatch(4);
		CountDownLatch leave = new CountDownLatch(1);
		List<Thread> workers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			this.supervisor.start(List.of(this.fixture.activation("stuck-" + i, 1, Recorder.class, () -> {
				SupervisorStopTests.ignoreInterrupts(entered, leave);
				return new Recorder();
			})));
			Thread worker = new Thread(this.fixture::run, "stuck-worker");
			worker.setDaemon(true);
			worker.start();
			workers.add(worker);
		}
		entered.await();
		CompletableFuture<Map<String, Throwable>> started = this.supervisor
			.start(List.of(this.fixture.activation("p", 1, Recorder.class, Recorder::new)))
			.toCompletableFuture();
		this.fixture.run();
		assertThat(started).isNotDone();
		CompletableFuture<Void> stopped = this.supervisor
			.stop(Map.of("stuck-0", 0L, "stuck-1", 0L, "stuck-2", 0L, "stuck-3", 0L), StopReason.STOPPED)
			.toCompletableFuture();
		this.fixture.advance(Duration.ofSeconds(6));
		assertThat(stopped).isCompleted();
		assertThat(started).isCompletedWithValue(Map.of());
		leave.countDown();
		for (Thread worker : workers) {
			worker.join();
		}
		// As many as before, and no more
		for (int i = 0; i < 10; i++) {
			start("later-" + i);
		}
	}

	@Test
	void messageOfANewProcessThatHangsHoldsUpNoStart() throws Exception {
		CountDownLatch entered = new CountDownLatch(4);
		CountDownLatch leave = new CountDownLatch(1);
		for (int i = 0; i < 4; i++) {
			String id = "stuck-" + i;
			this.supervisor.start(List.of(this.fixture.activation(id, 1, Recorder.class, Recorder::new)));
			this.fixture.send(id, (Runnable) () -> SupervisorStopTests.ignoreInterrupts(entered, leave));
			Thread worker = new Thread(this.fixture::run, "stuck-worker");
			worker.setDaemon(true);
			worker.start();
		}
		entered.await();
		start("p");
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
		leave.countDown();
	}

	@Test
	void endThatHangsIsInterrupted() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		this.fixture.start("p", Recorder.class, () -> new Recorder() {

			@Override
			public void stopping(StopReason reason) {
				entered.countDown();
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					throw new CompletionException(ex);
				}
			}

		});
		CompletableFuture<Void> stopped = this.supervisor.stop(Map.of("p", 0L), StopReason.STOPPED)
			.toCompletableFuture();
		Thread worker = new Thread(this.fixture::run, "stuck-worker");
		worker.setDaemon(true);
		worker.start();
		entered.await();
		this.fixture.scheduler.advance(Duration.ofSeconds(1), () -> {
		});
		worker.join();
		assertThat(stopped).isCompleted();
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void callsOfAProcessThatIsAbandonedFailTyped() {
		start("p");
		TestEnvelope stuck = this.fixture.call("p", new CompletableFuture<>());
		TestEnvelope waiting = this.fixture.call("p", "a");
		this.fixture.run();
		this.supervisor.stop(Map.of("p", 0L), StopReason.SHUTDOWN);
		this.fixture.advance(Duration.ofSeconds(6));
		assertThat(failure(stuck)).isInstanceOf(ProcessUnavailableException.class);
		assertThat(failure(waiting)).isInstanceOf(ProcessUnavailableException.class);
		assertThat(this.supervisor.size()).isZero();
	}

	private void start(String id) {
		this.fixture.start(id, Recorder.class, () -> {
			Recorder recorder = new Recorder();
			this.made.add(recorder);
			return recorder;
		});
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> RuntimeException sneaky(Throwable error) throws E {
		throw (E) error;
	}

	private static Throwable failure(TestEnvelope envelope) {
		assertThat(envelope.answer).isCompletedExceptionally();
		return envelope.answer.handle((value, error) -> error).join();
	}

}
