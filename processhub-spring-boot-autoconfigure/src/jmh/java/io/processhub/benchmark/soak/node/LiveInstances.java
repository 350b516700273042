/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

import io.processhub.process.ProcessContext;

/**
 * The instances that run on this node, as they say themselves. Thread-safe.
 */
@Component
class LiveInstances {

	private final Map<SoakProcess, LiveInstance> instances = new ConcurrentHashMap<>();

	void add(SoakProcess process, ProcessContext context) {
		this.instances.put(process, new LiveInstance(context.id(), context.epoch()));
	}

	void remove(SoakProcess process) {
		this.instances.remove(process);
	}

	int size() {
		return this.instances.size();
	}

	List<LiveInstance> all() {
		return List.copyOf(this.instances.values());
	}

}
