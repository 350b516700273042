/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;

import io.processhub.MessageHandlerException;
import io.processhub.MessageSerializationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link ProcessSupervisor} does with messages.
 */
class SupervisorMessageTests {

	private final SupervisorFixture fixture = new SupervisorFixture();

	private final Recorder recorder = new Recorder();

	@Test
	void messagesAreHandledInTheirOrder() {
		start();
		TestEnvelope first = this.fixture.call("p", "a");
		this.fixture.send("p", "b");
		TestEnvelope third = this.fixture.call("p", "c");
		assertThat(this.fixture.supervisor.mailboxDepth()).isEqualTo(3);
		this.fixture.run();
		assertThat(this.recorder.log).containsExactly("started", "a", "b", "c");
		assertThat(first.answer).isCompletedWithValue(1);
		assertThat(third.answer).isCompletedWithValue(3);
		assertThat(this.fixture.supervisor.mailboxDepth()).isZero();
	}

	@Test
	void absentProcessAndFullMailboxAreReported() {
		assertThat(this.fixture.supervisor.deliver("p", TestEnvelope.send("a"), true)).isEqualTo(DeliveryResult.ABSENT);
		start();
		for (int i = 0; i < 5; i++) {
			this.fixture.send("p", "a");
		}
		TestEnvelope envelope = TestEnvelope.call("a");
		assertThat(this.fixture.supervisor.deliver("p", envelope, true)).isEqualTo(DeliveryResult.FULL);
		assertThat(envelope.answer).isNotDone();
		this.fixture.run();
		assertThat(this.fixture.ask("p", "a")).isEqualTo(6);
	}

	@Test
	void quickHandlerRunsOnTheThreadOfTheSender() {
		start();
		TestEnvelope first = TestEnvelope.call("a");
		this.fixture.supervisor.deliver("p", first, true);
		assertThat(first.answer).isNotDone();
		this.fixture.run();
		assertThat(first.answer).isCompletedWithValue(1);
		TestEnvelope second = TestEnvelope.call("b");
		assertThat(this.fixture.supervisor.deliver("p", second, true)).isEqualTo(DeliveryResult.ACCEPTED);
		assertThat(second.answer).isCompletedWithValue(2);
		TestEnvelope third = TestEnvelope.call("c");
		this.fixture.supervisor.deliver("p", third, false);
		assertThat(third.answer).isNotDone();
	}

	@Test
	void handlerThatWasSlowRunsOnAWorkerUntilItIsQuickAgain() {
		start();
		Runnable slow = () -> this.fixture.scheduler.skip(Duration.ofMillis(1));
		Runnable quick = () -> {
		};
		assertRuns(slow, false);
		assertRuns(slow, false);
		for (int i = 0; i < 20; i++) {
			this.fixture.send("p", quick);
			this.fixture.run();
		}
		assertRuns(quick, true);
		assertRuns(slow, true);
		assertRuns(quick, false);
	}

	private void assertRuns(Runnable task, boolean here) {
		TestEnvelope envelope = TestEnvelope.call(new Task(task));
		this.fixture.supervisor.deliver("p", envelope, true);
		assertThat(envelope.answer.isDone()).isEqualTo(here);
		this.fixture.run();
		assertThat(envelope.answer).isCompletedWithValue(null);
	}

	@Test
	void senderDoesNotOvertakeWhatWaits() {
		start();
		this.fixture.ask("p", "a");
		this.fixture.send("p", "b");
		TestEnvelope later = TestEnvelope.call("c");
		this.fixture.supervisor.deliver("p", later, true);
		assertThat(later.answer).isNotDone();
		this.fixture.run();
		assertThat(later.answer).isCompletedWithValue(3);
	}

	@Test
	void messageToItselfWaitsForTheHandler() {
		start();
		this.fixture.ask("p", "warm");
		Task quick = new Task(() -> {
		});
		this.fixture.ask("p", quick);
		List<Object> seen = new ArrayList<>();
		TestEnvelope inner = TestEnvelope.call("inner");
		this.fixture.supervisor.deliver("p", TestEnvelope.send(new Task(() -> {
			this.fixture.supervisor.deliver("p", inner, true);
			seen.add(inner.answer.isDone());
		})), true);
		assertThat(seen).containsExactly(false);
		assertThat(inner.answer).isNotDone();
		this.fixture.run();
		assertThat(inner.answer).isCompletedWithValue(2);
	}

	@Test
	void nestingOnOneThreadIsBounded() {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			String id = "p" + i;
			ids.add(id);
			this.fixture.start(id, Recorder.class, Recorder::new);
			this.fixture.ask(id, new Task(() -> {
			}));
		}
		List<String> here = new ArrayList<>();
		nest(ids, here);
		assertThat(here).hasSize(8);
		this.fixture.run();
		assertThat(here).hasSize(12);
		nest(ids, new ArrayList<>());
	}

	private void nest(List<String> ids, List<String> here) {
		if (!ids.isEmpty()) {
			this.fixture.supervisor.deliver(ids.get(0), TestEnvelope.send(new Task(() -> {
				here.add(ids.get(0));
				nest(ids.subList(1, ids.size()), here);
			})), true);
		}
	}

	@Test
	void errorOfACallGoesToTheCallerAndTheStateStays() {
		start();
		this.fixture.ask("p", "a");
		Exception error = new Exception("test");
		assertThat(failure(error)).isSameAs(error);
		assertThat(failure(new StackOverflowError())).isInstanceOf(StackOverflowError.class);
		assertThat(this.fixture.ask("p", "a")).isEqualTo(2);
		assertThat(this.fixture.destroyed).isEmpty();
	}

	@Test
	void stackOverflowOfTheUserIsAnError() {
		start();
		TestEnvelope envelope = this.fixture.call("p", new Task(SupervisorMessageTests::overflow));
		this.fixture.run();
		assertThat(failure(envelope)).isInstanceOf(StackOverflowError.class);
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
	}

	private static void overflow() {
		overflow();
	}

	@Test
	void interruptOfTheHandlerIsKept() {
		start();
		assertThat(failure(new InterruptedException("test"))).isInstanceOf(InterruptedException.class);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void unknownMessageFailsACallAndDropsASend() {
		start();
		this.fixture.send("p", 1);
		assertThat(failure(this.fixture.call("p", 1))).isInstanceOf(MessageHandlerException.class);
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
		assertThat(this.fixture.news).isEmpty();
	}

	@Test
	void unreadableMessageFailsACallAndDropsASend() {
		start();
		this.fixture.ask("p", "a");
		for (boolean here : new boolean[] { true, false }) {
			TestEnvelope call = TestEnvelope.broken(true);
			this.fixture.supervisor.deliver("p", TestEnvelope.broken(false), here);
			this.fixture.supervisor.deliver("p", call, here);
			assertThat(failure(call)).isInstanceOf(MessageSerializationException.class)
				.hasMessageContaining("Garbled")
				.hasMessageContaining("'p'");
		}
		assertThat(this.fixture.ask("p", "a")).isEqualTo(2);
	}

	@Test
	void messageHandlerExceptionOfTheUserIsACrash() {
		List<Recorder> made = new ArrayList<>();
		this.fixture.start("p", Recorder.class, () -> {
			made.add(new Recorder());
			return made.get(made.size() - 1);
		});
		this.fixture.send("p", new MessageHandlerException("hub", "p", "test"));
		this.fixture.advance(Duration.ofSeconds(1));
		assertThat(made).hasSize(2);
	}

	@Test
	void nextMessageWaitsForTheStage() {
		start();
		CompletableFuture<Object> future = new CompletableFuture<>();
		TestEnvelope async = this.fixture.call("p", future);
		TestEnvelope next = this.fixture.call("p", "a");
		this.fixture.run();
		assertThat(this.recorder.log).containsExactly("started", "async");
		TestEnvelope last = TestEnvelope.call("b");
		this.fixture.supervisor.deliver("p", last, true);
		future.complete("value");
		assertThat(async.answer).isCompletedWithValue("value");
		assertThat(next.answer).isNotDone();
		this.fixture.run();
		assertThat(next.answer).isCompletedWithValue(1);
		assertThat(last.answer).isCompletedWithValue(2);
	}

	@Test
	void stageThatFailsIsAnError() {
		start();
		CompletableFuture<Object> future = new CompletableFuture<>();
		TestEnvelope async = this.fixture.call("p", future.thenApply((value) -> value));
		this.fixture.run();
		Exception error = new Exception("test");
		future.completeExceptionally(error);
		assertThat(failure(async)).isSameAs(error);
		TestEnvelope done = this.fixture.call("p",
				CompletableFuture.failedFuture(new CompletionException("wrapped", error)));
		this.fixture.run();
		assertThat(failure(done)).isSameAs(error);
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
	}

	@Test
	void stageThatIsDoneIsAValue() {
		start();
		assertThat(this.fixture.ask("p", CompletableFuture.completedFuture("value"))).isEqualTo("value");
		TestEnvelope here = TestEnvelope.call(CompletableFuture.completedFuture("here"));
		this.fixture.supervisor.deliver("p", here, true);
		assertThat(here.answer).isCompletedWithValue("here");
	}

	@Test
	void oneProcessDoesNotKeepAWorkerForLong() {
		SupervisorSettings defaults = SupervisorSettings.defaults();
		SupervisorFixture fair = new SupervisorFixture(defaults);
		fair.start("p", Recorder.class, () -> this.recorder);
		for (int i = 0; i < 100; i++) {
			fair.send("p", "a");
		}
		fair.workers.runOne();
		assertThat(this.recorder.log).hasSize(1 + 64);
		fair.run();
		for (int i = 0; i < 10; i++) {
			fair.send("p", new Task(() -> fair.scheduler.skip(Duration.ofMillis(2))));
		}
		this.recorder.log.clear();
		fair.workers.runOne();
		assertThat(this.recorder.log).hasSize(1);
		fair.run();
		assertThat(this.recorder.log).hasSize(10);
	}

	@Test
	void rejectedWorkIsNotLost() {
		start();
		this.fixture.workers.rejecting(true);
		TestEnvelope envelope = this.fixture.call("p", "a");
		this.fixture.advance(Duration.ofMillis(100));
		assertThat(envelope.answer).isNotDone();
		this.fixture.workers.rejecting(false);
		this.fixture.advance(Duration.ofMillis(100));
		assertThat(envelope.answer).isCompletedWithValue(1);
	}

	private void start() {
		this.fixture.start("p", Recorder.class, () -> this.recorder);
	}

	private Throwable failure(Throwable thrown) {
		TestEnvelope envelope = this.fixture.call("p", thrown);
		this.fixture.run();
		return failure(envelope);
	}

	private Throwable failure(TestEnvelope envelope) {
		this.fixture.run();
		assertThat(envelope.answer).isCompletedExceptionally();
		return envelope.answer.handle((value, error) -> error).join();
	}

	record Task(Runnable task) implements Runnable {

		@Override
		public void run() {
			this.task.run();
		}

	}

}
