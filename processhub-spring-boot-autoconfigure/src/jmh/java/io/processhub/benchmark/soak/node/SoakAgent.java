/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak.node;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import io.processhub.ProcessError;
import io.processhub.ProcessHubException;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopOptions;
import io.processhub.StopResult;
import io.processhub.benchmark.cluster.ExportedAgent;
import io.processhub.benchmark.cluster.HubWatch;

/**
 * Does on this node what the driver asks for.
 */
@Component
class SoakAgent extends ExportedAgent implements SoakNode {

	private final ProcessHubOperations hub;

	private final LiveInstances live;

	SoakAgent(ProcessHubOperations hub, HubWatch watch, LiveInstances live,
			@Value("${benchmark.registry-port}") int registryPort, @Value("${benchmark.agent}") String name) {
		super(watch, registryPort, name);
		this.hub = hub;
		this.live = live;
	}

	@Override
	public Outcome start(List<String> ids) {
		List<ProcessSpec> specs = ids.stream().map((id) -> ProcessSpec.of(id, SoakProcess.TYPE)).toList();
		try {
			StartResult result = this.hub.start(specs, StartOptions.defaults()).join();
			return new Outcome(new HashSet<>(result.ids()), errors(result.errors()));
		}
		catch (ProcessHubException ex) {
			return failed(ids, ex);
		}
	}

	@Override
	public Outcome stop(List<String> ids) {
		try {
			StopResult result = this.hub.stop(ids, StopOptions.defaults()).join();
			return new Outcome(new HashSet<>(result.stopped()), errors(result.errors()));
		}
		catch (ProcessHubException ex) {
			return failed(ids, ex);
		}
	}

	private static Map<String, String> errors(List<ProcessError> errors) {
		Map<String, String> reasons = new HashMap<>();
		errors.forEach((error) -> reasons.put(error.id(), error.reason().name()));
		return reasons;
	}

	private static Outcome failed(List<String> ids, ProcessHubException failure) {
		Map<String, String> reasons = new HashMap<>();
		ids.forEach((id) -> reasons.put(id, failure.getClass().getSimpleName()));
		return new Outcome(new HashSet<>(), reasons);
	}

	@Override
	public List<LiveInstance> live() {
		return this.live.all();
	}

	@Override
	public List<String> registered() {
		return this.hub.processes().stream().map(ProcessInfo::id).toList();
	}

}
