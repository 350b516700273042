/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

import io.processhub.HubNode;
import io.processhub.RestartPolicy;
import io.processhub.StopReason;
import io.processhub.directory.StoredSpec;
import io.processhub.supervisor.SupervisorSettings.Backoff;
import io.processhub.time.HubScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessSupervisor} with threads.
 */
@Timeout(60)
class SupervisorConcurrencyTests {

	private static final int SENDERS = 4;

	private static final int MESSAGES = 2000;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final ExecutorService workers = Executors.newFixedThreadPool(3);

	private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS + 1);

	private final AtomicReference<String> violation = new AtomicReference<>();

	/**
	 * How many instances live; there is one process.
	 */
	private final AtomicInteger living = new AtomicInteger();

	/**
	 * The highest number that each sender had handled; plain on purpose.
	 */
	private final int[] handled = new int[SENDERS];

	private final AtomicBoolean entered = new AtomicBoolean();

	private Handler handler = (message) -> message.number;

	private final TestCodec codec = new TestCodec();

	private final ProcessSupervisor supervisor = new ProcessSupervisor("hub", new HubNode("n", "node"),
			new SupervisorSettings(1_000_000, Duration.ofSeconds(1),
					new Backoff(Duration.ofNanos(1000), 1, Duration.ofNanos(1000), 0), Duration.ofSeconds(30),
					1_000_000, 2),
			this.codec, new RealScheduler(this.timer), this.workers, Thread::new, new Random(1), TestReference::new,
			new SilentListener());

	@AfterEach
	void close() {
		this.senders.shutdownNow();
		this.workers.shutdownNow();
		this.timer.shutdownNow();
	}

	@RepeatedTest(3)
	void handlersNeverOverlapAndSeeEachOthersWrites() throws Exception {
		start(1, (message) -> message.number);
		List<Future<?>> sending = send((sender, number) -> call(sender, number, number % 3 != 0));
		for (Future<?> each : sending) {
			each.get();
		}
		assertAllHandled();
	}

	@RepeatedTest(3)
	void stagesCompletedElsewhereKeepTheOrder() throws Exception {
		start(1, (message) -> (message.number % 5 == 0)
				? CompletableFuture.supplyAsync(() -> message.number, this.senders) : message.number);
		List<Future<?>> sending = send((sender, number) -> call(sender, number, true));
		for (Future<?> each : sending) {
			each.get();
		}
		assertAllHandled();
	}

	@RepeatedTest(3)
	void nothingIsLostWhileTheProcessMovesInPlace() throws Exception {
		start(1, (message) -> message.number);
		List<Future<?>> sending = send((sender, number) -> call(sender, number, true));
		long epoch = 1;
		while (!sending.stream().allMatch(Future::isDone)) {
			Map<String, Suspended> suspended = this.supervisor.suspend(List.of("p")).toCompletableFuture().get();
			assertThat(suspended).containsOnlyKeys("p");
			assertThat(suspended.get("p").epoch()).isEqualTo(epoch);
			assertThat(this.living).hasValue(0);
			epoch++;
			assertThat(resume(epoch)).isEmpty();
		}
		for (Future<?> each : sending) {
			each.get();
		}
		assertAllHandled();
	}

	@RepeatedTest(3)
	void nothingIsLostWhileTheProcessIsFenced() throws Exception {
		start(1, (message) -> message.number);
		List<Future<?>> sending = send((sender, number) -> call(sender, number, true));
		long epoch = 1;
		while (!sending.stream().allMatch(Future::isDone)) {
			epoch++;
			assertThat(this.supervisor.start(List.of(activation(epoch, (message) -> message.number)))
				.toCompletableFuture()
				.get()).isEmpty();
		}
		for (Future<?> each : sending) {
			each.get();
		}
		assertAllHandled();
	}

	@RepeatedTest(3)
	void crashesLoseOnlyTheMessageThatCrashed() throws Exception {
		start(1, (message) -> {
			if (message.number % 50 == 0) {
				throw new CrashException();
			}
			return message.number;
		});
		List<Future<?>> sending = send((sender, number) -> {
			if (number % 50 == 0) {
				TestEnvelope envelope = TestEnvelope.send(new Message(sender, number));
				assertThat(this.supervisor.deliver("p", envelope, true)).isEqualTo(DeliveryResult.ACCEPTED);
				return null;
			}
			return call(sender, number, true);
		});
		for (Future<?> each : sending) {
			each.get();
		}
		assertAllHandled();
	}

	@RepeatedTest(3)
	void atMostOneInstanceLivesThroughStartsAndStops() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		List<Future<?>> chaos = new ArrayList<>();
		AtomicInteger epochs = new AtomicInteger();
		AtomicInteger answered = new AtomicInteger();
		Queue<CompletableFuture<?>> all = new ConcurrentLinkedQueue<>();
		for (int i = 0; i < SENDERS; i++) {
			int seed = i;
			chaos.add(this.senders.submit((Callable<Void>) () -> {
				Random random = new Random(seed);
				while (!over.get()) {
					switch (random.nextInt(50)) {
						case 0 -> this.supervisor
							.start(List.of(activation(epochs.incrementAndGet(), (message) -> message.number)))
							.toCompletableFuture()
							.get(20, TimeUnit.SECONDS);
						case 1 ->
							all.add(this.supervisor.stop(Map.of("p", 0L), StopReason.STOPPED).toCompletableFuture());
						case 2 -> all.add(this.supervisor.suspend(List.of("p")).toCompletableFuture());
						case 3 -> this.supervisor
							.resume(List.of(activation(epochs.incrementAndGet(), (message) -> message.number)))
							.toCompletableFuture()
							.get(20, TimeUnit.SECONDS);
						case 4 -> this.supervisor.evict("p").forEach((envelope) -> envelope.fail(new CrashException()));
						case 5 -> all.add(this.supervisor
							.start(List.of(activation(epochs.incrementAndGet(), (message) -> message.number)))
							.toCompletableFuture());
						default -> {
							TestEnvelope envelope = TestEnvelope.call(new Message(-1, 0));
							if (this.supervisor.deliver("p", envelope, true) == DeliveryResult.ACCEPTED) {
								all.add(envelope.answer.handle((value, error) -> {
									if (error == null) {
										answered.incrementAndGet();
									}
									return value;
								}));
							}
						}
					}
				}
				return null;
			}));
		}
		Thread.sleep(200);
		while (answered.get() == 0 && chaos.stream().noneMatch(Future::isDone)) {
			// A busy machine has not come to an answer yet
			Thread.sleep(1);
		}
		over.set(true);
		for (Future<?> each : chaos) {
			each.get();
		}
		this.supervisor.shutdown(StopReason.SHUTDOWN).toCompletableFuture().get(20, TimeUnit.SECONDS);
		CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
		assertThat(this.violation).hasValue(null);
		assertThat(this.living).hasValue(0);
		assertThat(answered).hasPositiveValue();
		assertThat(this.supervisor.size()).isZero();
		assertThat(this.supervisor.mailboxDepth()).isZero();
	}

	private void start(long epoch, Handler handler) throws Exception {
		this.handler = handler;
		assertThat(this.supervisor.start(List.of(activation(epoch, handler))).toCompletableFuture().get()).isEmpty();
	}

	private Map<String, Throwable> resume(long epoch) throws Exception {
		return this.supervisor.resume(List.of(activation(epoch, this.handler))).toCompletableFuture().get();
	}

	private Activation activation(long epoch, Handler handler) {
		ProcessType type = new ProcessType("type", RestartPolicy.PERMANENT, null, null, false,
				new ProcessType.InstanceFactory() {

					@Override
					public Object create() {
						if (SupervisorConcurrencyTests.this.living.incrementAndGet() != 1) {
							SupervisorConcurrencyTests.this.violation.set("two instances live");
						}
						return new Object();
					}

					@Override
					public void destroy(Object instance) {
						SupervisorConcurrencyTests.this.living.decrementAndGet();
					}

				}, MessageHandlers.forAll((instance, message, context) -> handle(handler, (Message) message)));
		return new Activation(new StoredSpec("p", "type", null, RestartPolicy.PERMANENT, 30_000, null, Map.of()), type,
				epoch, null);
	}

	private Object handle(Handler handler, Message message) {
		if (!this.entered.compareAndSet(false, true)) {
			this.violation.set("handlers overlap");
		}
		try {
			if (message.sender >= 0) {
				if (this.handled[message.sender] != message.number - 1) {
					this.violation.compareAndSet(null, "after %d of sender %d came %d"
						.formatted(this.handled[message.sender], message.sender, message.number));
				}
				this.handled[message.sender] = message.number;
			}
			return handler.handle(message);
		}
		finally {
			this.entered.set(false);
		}
	}

	private List<Future<?>> send(Sending sending) {
		return IntStream.range(0, SENDERS).<Future<?>>mapToObj((sender) -> this.senders.submit(() -> {
			List<CompletableFuture<?>> answers = new ArrayList<>();
			for (int number = 1; number <= MESSAGES; number++) {
				CompletableFuture<Object> answer = sending.send(sender, number);
				if (answer != null) {
					int expected = number;
					answers.add(answer.thenAccept((value) -> assertThat(value).isEqualTo(expected)));
				}
				if (number % 100 == 0) {
					CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
				}
			}
			CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
			return null;
		})).toList();
	}

	private CompletableFuture<Object> call(int sender, int number, boolean mayRunHere) {
		TestEnvelope envelope = TestEnvelope.call(new Message(sender, number));
		assertThat(this.supervisor.deliver("p", envelope, mayRunHere)).isEqualTo(DeliveryResult.ACCEPTED);
		return envelope.answer;
	}

	private void assertAllHandled() throws Exception {
		this.supervisor.suspend(List.of("p")).toCompletableFuture().get();
		assertThat(this.supervisor.evict("p")).isEmpty();
		assertThat(this.violation).hasValue(null);
		assertThat(this.handled).containsOnly(MESSAGES);
		assertThat(this.supervisor.mailboxDepth()).isZero();
	}

	private record Message(int sender, int number) {

	}

	@FunctionalInterface
	private interface Handler {

		Object handle(Message message);

	}

	@FunctionalInterface
	private interface Sending {

		CompletableFuture<Object> send(int sender, int number);

	}

	private static final class CrashException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private CrashException() {
			super("test", null, false, false);
		}

	}

	private static final class SilentListener implements SupervisorListener {

		@Override
		public void restarted(String id, long epoch, int restarts) {
		}

		@Override
		public void ended(String id, long epoch) {
		}

		@Override
		public void failed(String id, long epoch, int restarts) {
		}

		@Override
		public void displaced(String id, List<Envelope> messages) {
			// They are the listener's now, and nobody else answers them
			messages.forEach((envelope) -> envelope.fail(new CrashException()));
		}

		@Override
		public void leftState(String id) {
		}

		@Override
		public void stalled() {
		}

	}

	private record RealScheduler(ScheduledExecutorService executor) implements HubScheduler {

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

		@Override
		public Cancellable schedule(Duration delay, Runnable task) {
			ScheduledFuture<?> future = this.executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
			return () -> future.cancel(false);
		}

	}

}
