/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.HubNotRunningException;
import io.processhub.ProcessRole;
import io.processhub.ProcessUnavailableException;
import io.processhub.StopReason;
import io.processhub.process.ProcessContext;
import io.processhub.supervisor.SupervisorSettings.Backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Tests for how {@link ProcessSupervisor} starts processes.
 */
class SupervisorStartTests {

	private final SupervisorFixture fixture = new SupervisorFixture();

	private final ProcessSupervisor supervisor = this.fixture.supervisor;

	private final Recorder recorder = new Recorder();

	@Test
	void processIsPresentAtOnceAndHoldsItsMessages() {
		CompletableFuture<Map<String, Throwable>> started = start(activation(7));
		TestEnvelope envelope = this.fixture.call("p", "a");
		assertThat(started).isNotDone();
		assertThat(this.supervisor.contains("p")).isTrue();
		assertThat(this.supervisor.epoch("p")).isEqualTo(7);
		assertThat(this.supervisor.ids()).containsExactly("p");
		assertThat(this.supervisor.size()).isEqualTo(1);
		assertThat(this.recorder.log).isEmpty();
		this.fixture.run();
		assertThat(started).isCompletedWithValue(Map.of());
		assertThat(envelope.answer).isCompletedWithValue(1);
		assertThat(this.recorder.log).containsExactly("started", "a");
	}

	@Test
	void absentProcessHasNoEpoch() {
		assertThat(this.supervisor.contains("p")).isFalse();
		assertThat(this.supervisor.epoch("p")).isZero();
	}

	@Test
	void contextKnowsTheProcess() {
		this.fixture.argument = 12;
		start(activation(7));
		this.fixture.run();
		ProcessContext context = this.recorder.context();
		assertThat(context.id()).isEqualTo("p");
		assertThat(context.type()).isEqualTo("type");
		assertThat(context.hub()).isEqualTo("hub");
		assertThat(context.node()).isEqualTo(new HubNode("n", "node"));
		assertThat(context.epoch()).isEqualTo(7);
		assertThat(context.role()).isEqualTo(ProcessRole.ACTIVE);
		assertThat(context.tag()).isEqualTo("tag");
		assertThat(context.metadata()).isEqualTo(Map.of("k", "v")).isUnmodifiable();
		assertThat(context.argument()).isEqualTo(12);
		assertThat(context.argument(Number.class)).isEqualTo(12);
		assertThat(context.self().id()).isEqualTo("p");
		assertThatIllegalStateException().isThrownBy(() -> context.argument(String.class))
			.withMessageContaining("'p'")
			.withMessageContaining("java.lang.Integer")
			.withMessageContaining("java.lang.String");
	}

	@Test
	void missingArgumentIsReported() {
		start(activation(1));
		this.fixture.run();
		assertThat(this.recorder.context().argument()).isNull();
		assertThatIllegalStateException().isThrownBy(() -> this.recorder.context().argument(String.class))
			.withMessageContaining("missing");
	}

	@Test
	void stateIsRestoredBeforeStarted() {
		start(this.fixture.activation("p", 1, Recorder.class, () -> this.recorder, this.fixture.codec.encode("s")));
		this.fixture.run();
		assertThat(this.recorder.log).containsExactly("restore s", "started");
	}

	@Test
	void failuresAreReportedAndTheProcessesGone() {
		Exception error = new Exception("test");
		this.recorder.startFailure = error;
		IllegalStateException noInstance = new IllegalStateException("no instance");
		CompletableFuture<Map<String, Throwable>> started = start(activation(1),
				this.fixture.activation("q", 1, Recorder.class, () -> {
					throw noInstance;
				}), this.fixture.activation("r", 1, Recorder.class, Recorder::new), this.fixture.activation("s", 1,
						Recorder.class, Recorder::new, this.fixture.codec.encode(TestCodec.UNDECODABLE)));
		TestEnvelope envelope = this.fixture.call("p", "a");
		this.fixture.run();
		Map<String, Throwable> failures = SupervisorFixture.now(started);
		assertThat(failures).containsOnlyKeys("p", "q", "s").containsEntry("p", error).containsEntry("q", noInstance);
		assertThat(this.supervisor.ids()).containsExactly("r");
		assertThat(envelope.answer.handle((value, ex) -> ex).join()).isInstanceOf(ProcessUnavailableException.class);
		assertThat(this.fixture.destroyed).hasSize(2).contains(this.recorder);
		this.fixture.advance(Duration.ofSeconds(1));
		assertThat(this.fixture.news).isEmpty();
		assertThat(this.supervisor.mailboxDepth()).isZero();
	}

	@Test
	void errorInStartedIsAFailure() {
		this.recorder.startFailure = new StackOverflowError();
		assertThat(this.fixture.run(this.supervisor.start(List.of(activation(1))))).containsEntry("p",
				this.recorder.startFailure);
	}

	@Test
	void sameOrOlderEpochIsLeftAlone() {
		start(activation(5));
		this.fixture.run();
		Recorder other = new Recorder();
		for (long epoch : new long[] { 5, 4 }) {
			assertThat(this.fixture
				.run(this.supervisor.start(List.of(this.fixture.activation("p", epoch, Recorder.class, () -> other)))))
				.isEmpty();
		}
		assertThat(this.supervisor.epoch("p")).isEqualTo(5);
		assertThat(other.log).isEmpty();
		assertThat(this.recorder.log).containsExactly("started");
	}

	@Test
	void newerEpochFencesAndInheritsTheMessages() {
		start(activation(5));
		this.fixture.run();
		TestEnvelope waiting = this.fixture.call("p", "a");
		Recorder other = new Recorder(this.recorder.log);
		CompletableFuture<Map<String, Throwable>> started = start(
				this.fixture.activation("p", 6, Recorder.class, () -> other));
		assertThat(this.supervisor.epoch("p")).isEqualTo(6);
		TestEnvelope late = this.fixture.call("p", "b");
		this.fixture.run();
		assertThat(started).isCompletedWithValue(Map.of());
		assertThat(this.recorder.log).containsExactly("started", "stopping FENCED", "started", "a", "b");
		assertThat(other.context().epoch()).isEqualTo(6);
		assertThat(waiting.answer).isCompletedWithValue(1);
		assertThat(late.answer).isCompletedWithValue(2);
		assertThat(this.supervisor.mailboxDepth()).isZero();
		assertThat(this.fixture.news).isEmpty();
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void whatIsPutBackInAFencedProcessIsPassedOnBeforeTheNextMayBegin() {
		Supervision supervision = new Supervision("hub", new HubNode("n", "node"),
				new SupervisorSettings(3, Duration.ofSeconds(10),
						new Backoff(Duration.ofMillis(10), 2, Duration.ofMillis(25), 0), Duration.ofSeconds(60), 5, 4),
				this.fixture.codec, this.fixture.scheduler, this.fixture.workers, Thread::new, new Random(1),
				TestReference::new, mock(SupervisorListener.class));
		Cell fenced = new Cell(supervision, activation(5), null, false);
		Cell heir = new Cell(supervision, activation(6), null, false);
		TestEnvelope waiting = TestEnvelope.call("b");
		fenced.enqueue(waiting);
		CellStop.stop(fenced, StopReason.FENCED, new Teardown(supervision), heir);
		TestEnvelope current = TestEnvelope.call("a");
		assertThat(fenced.putBack(current)).isTrue();
		List<Envelope> passedOn = new ArrayList<>();
		CellEnd.finish(fenced, false, (listener) -> {
			assertThat(fenced.whenGone(() -> {
			})).isFalse();
			passedOn.addAll(heir.takeMessages());
		});
		assertThat(passedOn).containsExactly(current, waiting);
		assertThat(supervision.waiting.sum()).isZero();
	}

	@Test
	void startAfterStopWaitsForTheOldInstance() {
		start(activation(5));
		this.fixture.run();
		CompletableFuture<Object> future = new CompletableFuture<>();
		this.fixture.call("p", future);
		this.fixture.run();
		this.supervisor.stop(Map.of("p", 0L), StopReason.STOPPED);
		assertThat(this.supervisor.contains("p")).isFalse();
		CompletableFuture<Map<String, Throwable>> started = start(
				this.fixture.activation("p", 6, Recorder.class, () -> new Recorder(this.recorder.log)));
		this.fixture.run();
		assertThat(this.supervisor.contains("p")).isTrue();
		assertThat(started).isNotDone();
		future.complete(null);
		this.fixture.run();
		assertThat(started).isCompletedWithValue(Map.of());
		assertThat(this.recorder.log).containsExactly("started", "async", "stopping STOPPED", "started");
	}

	@Test
	void processStoppedBehindItsPredecessorNeverStarts() {
		start(activation(5));
		this.fixture.run();
		CompletableFuture<Object> future = new CompletableFuture<>();
		this.fixture.call("p", future);
		this.fixture.run();
		this.supervisor.stop(Map.of("p", 0L), StopReason.STOPPED);
		Recorder second = new Recorder();
		CompletableFuture<Map<String, Throwable>> started = start(
				this.fixture.activation("p", 6, Recorder.class, () -> second));
		CompletableFuture<Void> stopped = this.supervisor.stop(Map.of("p", 0L), StopReason.STOPPED)
			.toCompletableFuture();
		Recorder third = new Recorder();
		CompletableFuture<Map<String, Throwable>> last = start(
				this.fixture.activation("p", 7, Recorder.class, () -> third));
		this.fixture.run();
		assertThat(stopped).isNotDone();
		future.complete(null);
		this.fixture.run();
		assertThat(stopped).isCompleted();
		assertThat(SupervisorFixture.now(started)).containsOnlyKeys("p");
		assertThat(last).isCompletedWithValue(Map.of());
		assertThat(second.log).isEmpty();
		assertThat(third.log).containsExactly("started");
	}

	@Test
	void stopBeforeTheStartIsAFailure() {
		CompletableFuture<Map<String, Throwable>> started = start(activation(1));
		CompletableFuture<Void> stopped = this.supervisor.stop(Map.of("p", 1L), StopReason.STOPPED)
			.toCompletableFuture();
		this.fixture.run();
		assertThat(stopped).isCompleted();
		assertThat(SupervisorFixture.now(started)).containsOnlyKeys("p");
		assertThat(this.recorder.log).isEmpty();
		assertThat(this.supervisor.contains("p")).isFalse();
	}

	@Test
	void startsAreBounded() {
		List<Integer> depths = new ArrayList<>();
		int[] depth = new int[1];
		List<Activation> activations = IntStream.range(0, 100)
			.mapToObj((i) -> this.fixture.activation("p" + i, 1, Recorder.class, () -> {
				depth[0]++;
				depths.add(depth[0]);
				this.fixture.workers.runOne();
				depth[0]--;
				return new Recorder();
			}))
			.toList();
		assertThat(this.fixture.run(this.supervisor.start(activations))).isEmpty();
		assertThat(this.supervisor.size()).isEqualTo(100);
		assertThat(depths).contains(4).allMatch((each) -> each <= 4);
	}

	@Test
	void starterGivesOthersTheirTurn() {
		List<Activation> activations = IntStream.range(0, 9)
			.mapToObj((i) -> this.fixture.activation("p" + i, 1, Recorder.class, () -> {
				this.fixture.scheduler.skip(Duration.ofMillis(3));
				return new Recorder();
			}))
			.toList();
		this.supervisor.start(activations);
		this.fixture.workers.runOne();
		assertThat(this.fixture.workers.size()).isEqualTo(4);
		this.fixture.run();
		assertThat(this.fixture.ask("p8", "a")).isEqualTo(1);
	}

	@Test
	void heldProcessWaitsForItsRelease() {
		this.supervisor.startHeld(List.of(activation(1)));
		TestEnvelope envelope = this.fixture.call("p", "a");
		this.fixture.run();
		assertThat(this.recorder.log).containsExactly("started");
		this.fixture.send("p", "b");
		this.fixture.run();
		assertThat(envelope.answer).isNotDone();
		this.supervisor.release(List.of("p", "absent"));
		this.fixture.run();
		assertThat(this.recorder.log).containsExactly("started", "a", "b");
	}

	@Test
	void nothingStartsAfterTheShutdown() {
		this.fixture.start("p", Recorder.class, () -> this.recorder);
		CompletableFuture<Void> shutdown = this.supervisor.shutdown(StopReason.SHUTDOWN).toCompletableFuture();
		this.fixture.run();
		assertThat(shutdown).isCompleted();
		assertThat(this.recorder.log).containsExactly("started", "stopping SHUTDOWN");
		Map<String, Throwable> failures = this.fixture.run(this.supervisor.start(List.of(activation(2))));
		assertThat(failures.get("p")).isInstanceOf(HubNotRunningException.class);
		assertThat(this.supervisor.size()).isZero();
	}

	private Activation activation(long epoch) {
		return this.fixture.activation("p", epoch, Recorder.class, () -> this.recorder);
	}

	private CompletableFuture<Map<String, Throwable>> start(Activation... activations) {
		return this.supervisor.start(List.of(activations)).toCompletableFuture();
	}

}
