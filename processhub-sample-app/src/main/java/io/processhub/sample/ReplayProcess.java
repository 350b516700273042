/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.io.ClassPathResource;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.annotation.HubProcess;
import io.processhub.process.HandoverAware;
import io.processhub.process.HubRunnable;
import io.processhub.process.ProcessContext;

/**
 * Starts the devices of the file of readings and replays the file to them, over and over.
 * There is one replay in the whole cluster; when its node goes, another node takes it up:
 * where it was if the node left in order, from the first line if the node died.
 */
@HubProcess(value = ReplayProcess.ID, id = ReplayProcess.ID)
@ConditionalOnBooleanProperty(name = "sample.replay.enabled", matchIfMissing = true)
@ImportRuntimeHints(ReplayProcess.Hints.class)
class ReplayProcess implements HubRunnable, HandoverAware<Integer> {

	static final String ID = "replay";

	private static final ClassPathResource READINGS = new ClassPathResource("readings.csv");

	private static final Log logger = LogFactory.getLog(ReplayProcess.class);

	private final ProcessHubOperations hub;

	private final SampleProperties properties;

	private final LiveProcesses live;

	private volatile int position;

	ReplayProcess(ProcessHubOperations hub, SampleProperties properties, LiveProcesses live) {
		this.hub = hub;
		this.properties = properties;
		this.live = live;
	}

	@Override
	public void run(ProcessContext context) throws Exception {
		this.live.add(this, context);
		try {
			List<DeviceReading> readings = DeviceReading.readAll(READINGS);
			startDevices(readings);
			logger.info("Process '%s' of hub '%s' replays %d readings from number %d on".formatted(context.id(),
					context.hub(), readings.size(), this.position + 1));
			while (!Thread.currentThread().isInterrupted()) {
				replay(readings.get(this.position));
				this.position = (this.position + 1) % readings.size();
				Thread.sleep(this.properties.replay().interval().toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.live.remove(this);
		}
	}

	private void startDevices(List<DeviceReading> readings) throws Exception {
		StartOptions options = StartOptions.defaults()
			.withCheckExisting(false)
			.withTimeout(this.properties.requestTimeout());
		this.hub.start(specs(readings), options).get(this.properties.requestTimeout());
	}

	private void replay(DeviceReading reading) {
		if (this.hub.contains(reading.device())) {
			this.hub.send(reading.device(), reading.reading());
		}
	}

	private static Collection<ProcessSpec> specs(List<DeviceReading> readings) {
		Map<String, ProcessSpec> specs = new LinkedHashMap<>();
		for (DeviceReading reading : readings) {
			specs.computeIfAbsent(reading.device(),
					(id) -> ProcessSpec.of(id, DeviceTwin.TYPE)
						.withTag(reading.kind())
						.withMetadata(Map.of("zone", reading.zone())));
		}
		return specs.values();
	}

	@Override
	public Integer handoverState() {
		return this.position;
	}

	@Override
	public void restoreState(Integer state) {
		this.position = state;
	}

	/**
	 * The file is in a native image, too.
	 */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerResource(READINGS);
		}

	}

}
