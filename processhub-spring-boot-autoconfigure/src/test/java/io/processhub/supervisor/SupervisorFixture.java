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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.RestartPolicy;
import io.processhub.directory.StoredSpec;
import io.processhub.supervisor.SupervisorSettings.Backoff;
import io.processhub.testing.ManualScheduler;
import io.processhub.testing.QueueingExecutor;

/**
 * A supervisor on a manual clock, whose workers and loops run when they are told to.
 */
final class SupervisorFixture {

	final ManualScheduler scheduler = new ManualScheduler();

	final QueueingExecutor workers = new QueueingExecutor();

	final TestCodec codec = new TestCodec();

	final List<String> news = new CopyOnWriteArrayList<>();

	final List<Envelope> displaced = new CopyOnWriteArrayList<>();

	final List<Thread> loops = new CopyOnWriteArrayList<>();

	final List<Object> destroyed = new ArrayList<>();

	final ProcessSupervisor supervisor;

	RestartPolicy restart = RestartPolicy.PERMANENT;

	boolean crashOnCallError;

	long shutdownMillis = 1000;

	@Nullable Object argument;

	boolean throwingListener;

	SupervisorFixture() {
		this(new SupervisorSettings(3, Duration.ofSeconds(10),
				new Backoff(Duration.ofMillis(10), 2, Duration.ofMillis(25), 0), Duration.ofSeconds(60), 5, 4));
	}

	SupervisorFixture(SupervisorSettings settings) {
		this.supervisor = new ProcessSupervisor("hub", new HubNode("n", "node"), settings, this.codec, this.scheduler,
				this.workers, (task) -> {
					Thread thread = new Thread(task);
					thread.setDaemon(true);
					this.loops.add(thread);
					return thread;
				}, new Random(1), (id) -> new TestReference(id), new SupervisorListener() {

					@Override
					public void restarted(String id, long epoch, int restarts) {
						SupervisorFixture.this.news.add("restarted %s %d %d".formatted(id, epoch, restarts));
						if (SupervisorFixture.this.throwingListener) {
							throw new IllegalStateException("Told to throw");
						}
					}

					@Override
					public void ended(String id, long epoch) {
						SupervisorFixture.this.news.add("ended %s %d".formatted(id, epoch));
					}

					@Override
					public void failed(String id, long epoch, int restarts) {
						SupervisorFixture.this.news.add("failed %s %d %d".formatted(id, epoch, restarts));
					}

					@Override
					public void displaced(String id, List<Envelope> messages) {
						SupervisorFixture.this.displaced.addAll(messages);
					}

					@Override
					public void leftState(String id) {
						SupervisorFixture.this.news.add("left state " + id);
					}

					@Override
					public void stalled() {
						SupervisorFixture.this.news.add("stalled");
					}

				});
	}

	ProcessType type(ProcessType.InstanceFactory factory, MessageHandlers handlers) {
		return new ProcessType("type", this.restart, null, null, this.crashOnCallError,
				new ProcessType.InstanceFactory() {

					@Override
					public Object create() throws Exception {
						return factory.create();
					}

					@Override
					public void destroy(Object instance) {
						SupervisorFixture.this.destroyed.add(instance);
						factory.destroy(instance);
					}

				}, handlers);
	}

	/**
	 * Return the activation of a process whose class has {@code @OnMessage} methods.
	 */
	Activation activation(String id, long epoch, Class<?> userClass, Supplier<?> instances) {
		return activation(id, epoch, userClass, instances, null);
	}

	Activation activation(String id, long epoch, Class<?> userClass, Supplier<?> instances,
			byte @Nullable [] handover) {
		ProcessType type = type(instances::get, OnMessageHandlers.of(userClass, (method) -> method, "hub", "type"));
		byte[] encoded = (this.argument != null) ? this.codec.encode(this.argument) : null;
		return new Activation(
				new StoredSpec(id, "type", encoded, this.restart, this.shutdownMillis, "tag", Map.of("k", "v")), type,
				epoch, handover);
	}

	/**
	 * Start a process and expect it to be up.
	 */
	<T> void start(String id, Class<T> userClass, Supplier<T> instances) {
		Map<String, Throwable> failures = run(this.supervisor.start(List.of(activation(id, 1, userClass, instances))));
		if (!failures.isEmpty()) {
			throw new IllegalStateException(failures.toString());
		}
	}

	TestEnvelope call(String id, Object message) {
		return deliver(id, TestEnvelope.call(message));
	}

	TestEnvelope send(String id, Object message) {
		return deliver(id, TestEnvelope.send(message));
	}

	private TestEnvelope deliver(String id, TestEnvelope envelope) {
		DeliveryResult result = this.supervisor.deliver(id, envelope, false);
		if (result != DeliveryResult.ACCEPTED) {
			throw new IllegalStateException("Delivery is " + result);
		}
		return envelope;
	}

	/**
	 * Call a process and return the answer.
	 */
	@Nullable Object ask(String id, Object message) {
		TestEnvelope envelope = call(id, message);
		run();
		return now(envelope.answer);
	}

	void run() {
		this.workers.runAll();
	}

	<T> T run(CompletionStage<T> stage) {
		run();
		return now(stage.toCompletableFuture());
	}

	static <T> T now(CompletableFuture<T> future) {
		if (!future.isDone()) {
			throw new IllegalStateException("Not completed");
		}
		return future.join();
	}

	void advance(Duration duration) {
		run();
		this.scheduler.advance(duration, this::run);
	}

}
