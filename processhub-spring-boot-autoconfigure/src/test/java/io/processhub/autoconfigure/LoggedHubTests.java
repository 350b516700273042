/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import io.processhub.HubNode;
import io.processhub.context.ManagedHub;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.strategy.HubView;
import io.processhub.testing.ManualScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoggedHub}.
 */
class LoggedHubTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(LoggedHub.class);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final ManualScheduler scheduler = new ManualScheduler();

	private final StartingHub hub = new StartingHub();

	@BeforeEach
	void listen() {
		this.logger.setLevel(Level.INFO);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
	}

	@Test
	void saysInOneLineWhatHasStarted() {
		start();
		assertThat(this.appender.list).isEmpty();
		this.scheduler.advance(Duration.ofMillis(1200), () -> {
		});
		this.hub.started.complete(null);
		assertThat(this.appender.list).singleElement()
			.extracting(ILoggingEvent::getFormattedMessage)
			.isEqualTo("Hub 'orders' started on n1(1) in 1200 ms: 2 nodes, types [invoice, order]; "
					+ "distribution consistent-hashing, redundancy singularity, migration cold-swap, "
					+ "synchronization pubsub, partition-tolerance divergence");
	}

	@Test
	void saysNothingWhenTheStartFails() {
		CompletionStage<Void> started = start();
		this.hub.started.completeExceptionally(new IllegalStateException("on purpose"));
		assertThat(started).isCompletedExceptionally();
		assertThat(this.appender.list).isEmpty();
	}

	private CompletionStage<Void> start() {
		return new LoggedHub(this.hub, "orders", ConfiguredHubs.defaults(), Set.of("order", "invoice"), this.scheduler)
			.start();
	}

	private static final class StartingHub implements ManagedHub {

		private final CompletableFuture<Void> started = new CompletableFuture<>();

		@Override
		public ProcessHubTemplate template() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Optional<HubView> view() {
			HubNode local = new HubNode("1", "n1");
			List<HubNode> nodes = List.of(local, new HubNode("2", "n2"));
			return Optional.of(new HubView(1, local, nodes, nodes));
		}

		@Override
		public CompletionStage<Void> start() {
			return this.started;
		}

		@Override
		public CompletionStage<Void> stop() {
			return CompletableFuture.completedStage(null);
		}

	}

}
