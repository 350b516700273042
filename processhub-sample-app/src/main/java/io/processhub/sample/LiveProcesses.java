/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

import io.processhub.ProcessRole;
import io.processhub.process.ProcessContext;

/**
 * The instances that run on this node, as they say themselves. With it one can check the
 * registry against what really runs. Thread-safe.
 */
@Component
class LiveProcesses {

	private final Map<Object, Entry> processes = new ConcurrentHashMap<>();

	/**
	 * Add an instance that has started.
	 * @param instance the instance, which must not override {@code equals}
	 * @param context its context
	 */
	void add(Object instance, ProcessContext context) {
		this.processes.put(instance, new Entry(context, Instant.now()));
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
		return this.processes.values().stream().map(Entry::view).toList();
	}

	private record Entry(ProcessContext context, Instant since) {

		private LiveProcess view() {
			return new LiveProcess(this.context.id(), this.context.epoch(), this.context.role(), this.since);
		}

	}

	/**
	 * An instance.
	 *
	 * @param id the id of the process
	 * @param epoch the epoch of the instance
	 * @param role the role of the instance
	 * @param since when the instance was started
	 */
	record LiveProcess(String id, long epoch, ProcessRole role, Instant since) {

	}

}
