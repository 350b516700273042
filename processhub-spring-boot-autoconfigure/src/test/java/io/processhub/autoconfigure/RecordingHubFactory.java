/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.processhub.context.ManagedHub;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.supervisor.ProcessType;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Makes hubs that run nothing, and keeps what it was given.
 */
final class RecordingHubFactory implements HubFactory {

	final Map<String, FakeHub> hubs = new LinkedHashMap<>();

	final List<String> events = new ArrayList<>();

	@Override
	public ManagedHub create(HubEngineSettings settings, HubEngineStrategies strategies,
			Map<String, ProcessType> types) {
		ProcessHubTemplate template = mock(ProcessHubTemplate.class);
		given(template.hubId()).willReturn(settings.hubId());
		FakeHub hub = new FakeHub(settings, strategies, types, template, this.events);
		this.hubs.put(settings.hubId(), hub);
		return hub;
	}

	record FakeHub(HubEngineSettings settings, HubEngineStrategies strategies, Map<String, ProcessType> types,
			ProcessHubTemplate template, List<String> events) implements ManagedHub {

		@Override
		public CompletionStage<Void> start() {
			this.events.add("start " + this.settings.hubId());
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public CompletionStage<Void> stop() {
			this.events.add("stop " + this.settings.hubId());
			return CompletableFuture.completedFuture(null);
		}

	}

}
