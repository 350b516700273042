/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.processhub.time.HubScheduler.Cancellable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SystemHubScheduler}.
 */
class SystemHubSchedulerTests {

	private final SystemHubScheduler scheduler = new SystemHubScheduler();

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void runsTasksOnADaemonThread() throws InterruptedException {
		AtomicReference<Thread> thread = new AtomicReference<>();
		CountDownLatch done = new CountDownLatch(1);
		this.scheduler.schedule(Duration.ofMillis(1), () -> {
			thread.set(Thread.currentThread());
			done.countDown();
		});
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(thread.get().isDaemon()).isTrue();
		assertThat(thread.get().getName()).startsWith("processhub-scheduler-");
	}

	@Test
	void goesOnAfterATaskThatThrows() throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1);
		this.scheduler.schedule(Duration.ZERO, () -> {
			throw new IllegalStateException("no");
		});
		this.scheduler.schedule(Duration.ZERO, done::countDown);
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void doesNotRunWhatWasCancelled() throws InterruptedException {
		CountDownLatch cancelled = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Cancellable task = this.scheduler.schedule(Duration.ofMillis(20), cancelled::countDown);
		task.cancel();
		this.scheduler.schedule(Duration.ofMillis(40), done::countDown);
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(cancelled.getCount()).isOne();
	}

	@Test
	void takesAnyDelay() {
		this.scheduler.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {
		}).cancel();
		this.scheduler.schedule(Duration.ofSeconds(Long.MIN_VALUE), () -> {
		}).cancel();
	}

	@Test
	void dropsTasksOnceClosed() {
		this.scheduler.close();
		assertThatNoException().isThrownBy(() -> this.scheduler.schedule(Duration.ZERO, () -> {
		}).cancel());
	}

}
