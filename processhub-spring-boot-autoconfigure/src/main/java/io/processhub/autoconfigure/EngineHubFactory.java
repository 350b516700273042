/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import io.processhub.context.ManagedHub;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.engine.HubEngine;
import io.processhub.engine.HubEngineFactory;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.strategy.HubView;
import io.processhub.supervisor.ProcessType;

/**
 * Makes hubs that run.
 */
final class EngineHubFactory implements HubFactory {

	private static final Duration DEFAULT_SHUTDOWN_PHASE = Duration.ofSeconds(30);

	private final HubEngineFactory engines;

	private final Duration patience;

	EngineHubFactory(HubEngineFactory engines, Duration patience) {
		this.engines = engines;
		this.patience = patience;
	}

	// The rest of the phase is for stopping what could not move
	static Duration patience(Environment environment) {
		Duration phase = Binder.get(environment)
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(DEFAULT_SHUTDOWN_PHASE);
		return phase.multipliedBy(2).dividedBy(3);
	}

	@Override
	public ManagedHub create(HubEngineSettings settings, HubEngineStrategies strategies,
			Map<String, ProcessType> types) {
		HubEngine engine = this.engines.create(settings, strategies, types);
		return new EngineHub(engine, new ProcessHubTemplate(engine), this.patience);
	}

	private record EngineHub(HubEngine engine, ProcessHubTemplate template, Duration patience) implements ManagedHub {

		@Override
		public Optional<HubView> view() {
			return Optional.ofNullable(this.engine.view());
		}

		@Override
		public CompletionStage<Void> start() {
			return this.engine.start();
		}

		@Override
		public CompletionStage<Void> stop() {
			return this.engine.stop(this.patience);
		}

	}

}
