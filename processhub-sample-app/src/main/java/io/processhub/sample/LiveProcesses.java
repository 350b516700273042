/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

import io.processhub.process.ProcessContext;

/**
 * The instances that run on this node, as they say themselves. With it one can check the
 * registry against what really runs. Thread-safe.
 */
@Component
class LiveProcesses {

	private final Map<Object, LiveProcess> processes = new ConcurrentHashMap<>();

	/**
	 * Add an instance that has started.
	 * @param instance the instance, which must not override {@code equals}
	 * @param context its context
	 */
	void add(Object instance, ProcessContext context) {
		this.processes.put(instance, new LiveProcess(context.id(), context.epoch()));
	}

	/**
	 * Remove an instance that stops.
	 * @param instance the instance
	 */
	void remove(Object instance) {
		this.processes.remove(instance);
	}

	/**
	 * Return the number of instances.
	 * @return the number of instances
	 */
	int count() {
		return this.processes.size();
	}

	/**
	 * Return all instances. An id that has two of them is there twice.
	 * @return a snapshot of the instances
	 */
	Collection<LiveProcess> all() {
		return List.copyOf(this.processes.values());
	}

	/**
	 * An instance.
	 *
	 * @param id the id of the process
	 * @param epoch the epoch of the instance
	 */
	record LiveProcess(String id, long epoch) {

	}

}
