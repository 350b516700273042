/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.processhub.core.ProcessHubTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ManagedProcessHubs}.
 */
class ManagedProcessHubsTests {

	// WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE
	private static final int WEB_SERVER_PHASE = Integer.MAX_VALUE - 2048;

	private final List<String> events = new ArrayList<>();

	private final FakeHub first = new FakeHub("first");

	private final FakeHub second = new FakeHub("second");

	private final ManagedProcessHubs hubs = new ManagedProcessHubs(hubs(), "second");

	private Map<String, FakeHub> hubs() {
		Map<String, FakeHub> byId = new LinkedHashMap<>();
		byId.put("first", this.first);
		byId.put("second", this.second);
		return byId;
	}

	@Test
	void findsHubs() {
		assertThat(this.hubs.ids()).containsExactly("first", "second");
		assertThat(this.hubs.get("first")).isSameAs(this.first.template);
		assertThat(this.hubs.primary()).isSameAs(this.second.template);
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.hubs.get("third"))
			.withMessageContaining("'third'")
			.withMessageContaining("[first, second]");
	}

	@Test
	void startWaitsUntilEveryHubRuns() {
		this.second.started = new CompletableFuture<>();
		Thread starter = new Thread(this.hubs::start);
		starter.start();
		Awaitility.await().until(() -> this.second.starts.get() == 1);
		assertThat(starter.isAlive()).isTrue();
		this.second.started.complete(null);
		Awaitility.await().until(() -> !starter.isAlive());
		assertThat(this.hubs.isRunning()).isTrue();
	}

	@Test
	void failureToStartIsReportedAsItIsAndTheOthersAreStopped() {
		IllegalStateException failure = new IllegalStateException("no");
		this.second.started = CompletableFuture.failedFuture(failure);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this.hubs::start).isSameAs(failure);
		assertThat(this.events).containsExactly("start first", "start second", "stop first");
		assertThat(this.hubs.isRunning()).isFalse();
	}

	@Test
	void exceptionOutOfStartIsReportedAsItIs() {
		UnsupportedOperationException failure = new UnsupportedOperationException("no");
		this.first.failure = failure;
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(this.hubs::start).isSameAs(failure);
	}

	@Test
	void stopCallsBackOnceWhenEveryHubHasStopped() {
		this.hubs.start();
		this.first.stopped = new CompletableFuture<>();
		AtomicInteger callbacks = new AtomicInteger();
		this.hubs.stop(callbacks::incrementAndGet);
		assertThat(callbacks).hasValue(0);
		assertThat(this.hubs.isRunning()).isTrue();
		this.first.stopped.complete(null);
		assertThat(callbacks).hasValue(1);
		assertThat(this.hubs.isRunning()).isFalse();
	}

	@Test
	void stopCallsBackAlthoughAHubFails() {
		this.hubs.start();
		this.first.stopped = CompletableFuture.failedFuture(new IllegalStateException("no"));
		AtomicInteger callbacks = new AtomicInteger();
		this.hubs.stop(callbacks::incrementAndGet);
		assertThat(callbacks).hasValue(1);
		assertThat(this.hubs.isRunning()).isFalse();
	}

	@Test
	void hubIsStoppedAndStartedAlone() {
		this.hubs.start();
		this.hubs.stop("first");
		assertThat(this.hubs.isRunning()).isTrue();
		this.hubs.start("first");
		this.hubs.start("first");
		this.hubs.stop();
		assertThat(this.events).containsExactly("start first", "start second", "stop first", "start first",
				"stop first", "stop second");
	}

	@Test
	void stopWaitsForAStartInProgress() {
		this.first.started = new CompletableFuture<>();
		Thread starter = new Thread(() -> this.hubs.start("first"));
		starter.start();
		Awaitility.await().until(() -> this.first.starts.get() == 1);
		AtomicInteger callbacks = new AtomicInteger();
		this.hubs.stop(callbacks::incrementAndGet);
		assertThat(callbacks).hasValue(0);
		this.first.started.complete(null);
		assertThat(callbacks).hasValue(1);
		assertThat(this.events).containsExactly("start first", "stop first");
	}

	@Test
	void runsLongerThanTheWebServer() {
		assertThat(this.hubs.getPhase()).isLessThan(WEB_SERVER_PHASE);
		assertThat(this.hubs.isAutoStartup()).isTrue();
		assertThat(this.hubs.isPauseable()).isFalse();
	}

	private final class FakeHub implements ManagedHub {

		private final String id;

		private final ProcessHubTemplate template = mock(ProcessHubTemplate.class);

		private final AtomicInteger starts = new AtomicInteger();

		private RuntimeException failure;

		private CompletableFuture<Void> started = CompletableFuture.completedFuture(null);

		private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

		FakeHub(String id) {
			this.id = id;
		}

		@Override
		public ProcessHubTemplate template() {
			return this.template;
		}

		@Override
		public CompletionStage<Void> start() {
			ManagedProcessHubsTests.this.events.add("start " + this.id);
			this.starts.incrementAndGet();
			if (this.failure != null) {
				throw this.failure;
			}
			return this.started;
		}

		@Override
		public CompletionStage<Void> stop() {
			ManagedProcessHubsTests.this.events.add("stop " + this.id);
			return this.stopped;
		}

	}

}
