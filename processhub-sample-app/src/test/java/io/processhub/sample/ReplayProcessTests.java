/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.StartFuture;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.process.ProcessContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ReplayProcess}.
 */
class ReplayProcessTests {

	private final ProcessHubOperations hub = mock(ProcessHubOperations.class);

	private final LiveProcesses live = new LiveProcesses();

	private final ProcessContext context = mock(ProcessContext.class);

	private final List<String> devices = new ArrayList<>();

	@BeforeEach
	void prepareHub() {
		given(this.context.id()).willReturn("replay");
		given(this.hub.start(any(), any())).willReturn(new StartFuture(CompletableFuture
			.completedFuture(new StartResult(StartResult.Status.STARTED, Map.of(), List.of(), false))));
		given(this.hub.contains(anyString())).willReturn(true);
	}

	@Test
	void fileIsInANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		new ReplayProcess.Hints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource().forResource("readings.csv")).accepts(hints);
	}

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@Test
	@SuppressWarnings("unchecked")
	void startsTheDevicesOfTheFile() throws Exception {
		runUntilSent(replay(), 1);
		ArgumentCaptor<Collection<ProcessSpec>> specs = ArgumentCaptor.forClass(Collection.class);
		ArgumentCaptor<StartOptions> options = ArgumentCaptor.forClass(StartOptions.class);
		then(this.hub).should().start(specs.capture(), options.capture());
		assertThat(specs.getValue()).hasSize(50)
			.contains(ProcessSpec.of("sensor-01", "device").withTag("indoor").withMetadata(Map.of("zone", "north")));
		assertThat(options.getValue().checkExisting()).isFalse();
	}

	@Test
	void replaysTheFileOverAndOver() throws Exception {
		runUntilSent(replay(), 602);
		assertThat(this.devices).hasSize(602).startsWith("sensor-01", "sensor-02").endsWith("sensor-01", "sensor-02");
	}

	@Test
	void goesOnWhereTheInstanceBeforeWas() throws Exception {
		ReplayProcess first = replay();
		runUntilSent(first, 10);
		ReplayProcess second = replay();
		second.restoreState(first.handoverState());
		runUntilSent(second, 1);
		assertThat(this.devices).endsWith("sensor-10", "sensor-11");
	}

	@Test
	void sendsNothingToDevicesThatDoNotExist() throws Exception {
		given(this.hub.contains("sensor-02")).willReturn(false);
		runUntilSent(replay(), 2);
		assertThat(this.devices).containsExactly("sensor-01", "sensor-03");
	}

	@Test
	void isLiveWhileItRuns() throws Exception {
		List<Integer> counts = new ArrayList<>();
		willAnswer((invocation) -> {
			counts.add(this.live.count());
			Thread.currentThread().interrupt();
			return null;
		}).given(this.hub).send(anyString(), any(Reading.class));
		replay().run(this.context);
		assertThat(counts).containsExactly(1);
		assertThat(this.live.count()).isZero();
	}

	private ReplayProcess replay() {
		SampleProperties properties = new SampleProperties(Duration.ofSeconds(60),
				new SampleProperties.Device(Duration.ofSeconds(5), 1),
				new SampleProperties.Replay(true, Duration.ofMillis(0)));
		return new ReplayProcess(this.hub, properties, this.live);
	}

	private void runUntilSent(ReplayProcess process, int count) throws Exception {
		int end = this.devices.size() + count;
		willAnswer((invocation) -> {
			this.devices.add(invocation.getArgument(0));
			if (this.devices.size() == end) {
				Thread.currentThread().interrupt();
			}
			return null;
		}).given(this.hub).send(anyString(), any(Reading.class));
		process.run(this.context);
		Thread.interrupted();
	}

}
