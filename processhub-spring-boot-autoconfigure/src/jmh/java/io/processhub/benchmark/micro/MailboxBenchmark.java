/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.micro;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

import io.processhub.HubNode;
import io.processhub.RestartPolicy;
import io.processhub.cluster.PayloadCodec;
import io.processhub.directory.StoredSpec;
import io.processhub.supervisor.Activation;
import io.processhub.supervisor.DeliveryResult;
import io.processhub.supervisor.Envelope;
import io.processhub.supervisor.OnMessageHandlers;
import io.processhub.supervisor.ProcessSupervisor;
import io.processhub.supervisor.ProcessType;
import io.processhub.supervisor.ProcessType.InstanceFactory;
import io.processhub.supervisor.SupervisorListener;
import io.processhub.supervisor.SupervisorSettings;

/**
 * From the delivery of a message to a process until it is handled, without hub and
 * cluster around it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MailboxBenchmark {

	private static final String HUB = "hub";

	private static final String ID = "process";

	private static final int BATCH = 1000;

	private ExecutorService workers;

	private ProcessSupervisor supervisor;

	@Setup
	public void start() {
		this.workers = Executors.newFixedThreadPool(4);
		this.supervisor = new ProcessSupervisor(HUB, new HubNode("id", "node"), SupervisorSettings.defaults(),
				new NoCodec(), new NoScheduler(), this.workers, Thread::new, () -> ThreadLocalRandom.current().nextLong(),
				(id) -> {
					throw new UnsupportedOperationException();
				}, new NoListener());
		InstanceFactory factory = Counter::new;
		ProcessType type = new ProcessType(Counter.TYPE, RestartPolicy.PERMANENT, null, null, false, factory,
				OnMessageHandlers.of(Counter.class, UnaryOperator.identity(), HUB, Counter.TYPE));
		StoredSpec spec = new StoredSpec(ID, Counter.TYPE, null, RestartPolicy.PERMANENT, 1000, null, Map.of());
		this.supervisor.start(List.of(new Activation(spec, type, 1, null))).toCompletableFuture().join();
	}

	@TearDown
	public void stop() {
		this.workers.shutdownNow();
	}

	private AwaitedCall deliver(boolean mayRunHere) {
		AwaitedCall envelope = new AwaitedCall();
		while (this.supervisor.deliver(ID, envelope, mayRunHere) != DeliveryResult.ACCEPTED) {
			// A full mailbox gets a moment to empty
			Thread.onSpinWait();
		}
		return envelope;
	}

	/**
	 * On the thread of the sender, as the process is idle.
	 */
	@Benchmark
	public void oneSender() {
		deliver(true).await();
	}

	/**
	 * On another thread, which has to be woken.
	 */
	@Benchmark
	public void oneSenderOtherThread() {
		deliver(false).await();
	}

	/**
	 * Each message waits for the one before only in the mailbox.
	 */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void oneSenderManyMessages() {
		for (int i = 1; i < BATCH; i++) {
			deliver(false);
		}
		deliver(false).await();
	}

	@Benchmark
	@Threads(4)
	public void fourSenders() {
		deliver(true).await();
	}

	@Benchmark
	@Threads(4)
	@OperationsPerInvocation(BATCH)
	public void fourSendersManyMessages() {
		for (int i = 1; i < BATCH; i++) {
			deliver(false);
		}
		deliver(false).await();
	}

	private static final class NoCodec implements PayloadCodec {

		@Override
		public byte[] encode(Object value) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Object decode(byte[] bytes) {
			throw new UnsupportedOperationException();
		}

	}

	private static final class NoListener implements SupervisorListener {

		@Override
		public void restarted(String id, long epoch, int restarts) {
			throw new IllegalStateException();
		}

		@Override
		public void ended(String id, long epoch) {
			throw new IllegalStateException();
		}

		@Override
		public void failed(String id, long epoch, int restarts) {
			throw new IllegalStateException();
		}

		@Override
		public void displaced(String id, List<Envelope> messages) {
			throw new IllegalStateException();
		}

		@Override
		public void leftState(String id) {
		}

		@Override
		public void stalled() {
			throw new IllegalStateException();
		}

	}

}
