/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import com.hazelcast.core.HazelcastInstance;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.processhub.MessageSerializationException;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.autoconfigure.ProcessHubAutoConfiguration;
import io.processhub.engine.HubEngineFactory;
import io.processhub.time.HubScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProcessHubTestAutoConfiguration}.
 */
class ProcessHubTestAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ProcessHubAutoConfiguration.class, ProcessHubTestAutoConfiguration.class))
		.withUserConfiguration(Probe.class);

	@Test
	void hubRunsInMemoryOnManualTime() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ProcessHubTester.class).doesNotHaveBean(HazelcastInstance.class);
			assertThat(context.getBean(HubScheduler.class)).isSameAs(context.getBean(ManualTime.class));
			ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
			hub.start(ProcessSpec.of("p", "probe")).join();
			assertThat(hub.<String>call("p", "hello").join()).isEqualTo("hello");
		});
	}

	@Test
	void systemTimeGoesOnByItself() {
		this.runner
			.withPropertyValues("processhub-test.time=system",
					"processhub.hubs.default.supervisor.backoff.initial-delay=50ms",
					"processhub.hubs.default.supervisor.backoff.max-delay=50ms")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ManualTime.class);
				ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
				ProcessHubTester tester = context.getBean(ProcessHubTester.class);
				hub.start(ProcessSpec.of("p", "probe")).join();
				Probe first = tester.process("p", Probe.class);
				hub.send("p", new Probe.Crash());
				tester.awaitQuiet();
				assertThat(tester.process("p", Probe.class)).isNotSameAs(first);
				TestHubNode second = tester.startNode("second");
				assertThat(hub.nodes()).hasSize(2);
				second.stop();
				assertThat(hub.nodes()).hasSize(1);
				tester.startNode("third").kill();
				assertThat(hub.nodes()).hasSize(1);
				tester.reset();
				assertThat(hub.processes()).isEmpty();
			});
	}

	@Test
	void thereIsNothingWithoutHubs() {
		this.runner.withPropertyValues("processhub.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ProcessHubTester.class)
				.doesNotHaveBean(ManualTime.class)
				.doesNotHaveBean(ProcessHubOperations.class));
	}

	@Test
	void backsOffWhereHubsAreMadeOtherwise() {
		HubEngineFactory own = (settings, strategies, types) -> {
			throw new IllegalStateException("Not made");
		};
		this.runner.withBean(HubEngineFactory.class, () -> own)
			.run((context) -> assertThat(context).getFailure().hasRootCauseMessage("Not made"));
	}

	@Test
	void contextsDoNotMeet() {
		this.runner.run((one) -> this.runner.run((two) -> {
			ProcessHubOperations hub = one.getBean(ProcessHubOperations.class);
			hub.start(ProcessSpec.of("p", "probe")).join();
			assertThat(hub.nodes()).hasSize(1);
			assertThat(two.getBean(ProcessHubOperations.class).contains("p")).isFalse();
			two.getBean(ManualTime.class).advance(Duration.ofMinutes(1));
			assertThat(one.getBean(ManualTime.class).nanoTime()).isLessThan(Duration.ofSeconds(30).toNanos());
		}));
	}

	@Test
	void timeGoesOnWhileHubsStop() {
		Probe.prepare();
		Duration shutdownTimeout = Duration.ofMillis(50);
		AtomicReference<ManualTime> time = new AtomicReference<>();
		AtomicLong before = new AtomicLong();
		this.runner.run((context) -> {
			ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
			hub.start(ProcessSpec.of("p", "probe").withShutdownTimeout(shutdownTimeout)).join();
			hub.send("p", new Probe.Hang());
			assertThat(Probe.hanging.await(10, TimeUnit.SECONDS)).isTrue();
			time.set(context.getBean(ManualTime.class));
			before.set(time.get().nanoTime());
			time.get().advanceWithoutWaiting(Duration.ofHours(1));
			assertThat(Probe.interrupted.getCount()).isOne();
		});
		assertThat(Probe.interrupted.getCount()).isZero();
		assertThat(time.get().nanoTime() - before.get())
			.isGreaterThanOrEqualTo(Duration.ofHours(1).plus(shutdownTimeout).toNanos());
	}

	@Test
	void whatCannotBeSerializedIsRefusedAsInACluster() {
		this.runner.run((context) -> {
			ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
			assertThatExceptionOfType(MessageSerializationException.class)
				.isThrownBy(() -> hub.start(ProcessSpec.of("p", "probe", new Thread())))
				.withMessageContaining("java.lang.Thread");
		});
	}

}
