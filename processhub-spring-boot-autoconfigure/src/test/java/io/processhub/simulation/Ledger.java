/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What really happens in the processes of a simulated cluster, seen from outside.
 */
final class Ledger {

	private final Map<String, Map<String, Long>> running = new TreeMap<>();

	private final Map<String, String> handlers = new HashMap<>();

	private final Map<String, Long> epochs = new HashMap<>();

	private final Map<Long, Integer> handled = new HashMap<>();

	void started(String member, String id, long epoch) {
		Map<String, Long> instances = this.running.computeIfAbsent(id, (key) -> new TreeMap<>());
		Long before = instances.put(member, epoch);
		if (before != null) {
			throw new AssertionError("I1: two instances of " + id + " on " + member);
		}
	}

	void stopped(String member, String id) {
		Map<String, Long> instances = this.running.get(id);
		if (instances != null) {
			instances.remove(member);
			if (instances.isEmpty()) {
				this.running.remove(id);
			}
		}
	}

	void died(String member) {
		this.running.values().forEach((instances) -> instances.remove(member));
		this.running.values().removeIf(Map::isEmpty);
	}

	/**
	 * Note that an instance handled a message.
	 */
	void handled(String member, String id, long epoch, long message) {
		String before = this.handlers.put(id + "@" + epoch, member);
		if (before != null && !before.equals(member)) {
			throw new AssertionError(
					"I1: " + id + " handled messages on " + before + " and " + member + " under epoch " + epoch);
		}
		this.epochs.merge(id, epoch, Math::max);
		this.handled.merge(message, 1, Integer::sum);
	}

	int timesHandled(long message) {
		return this.handled.getOrDefault(message, 0);
	}

	Map<String, Map<String, Long>> running() {
		return this.running;
	}

}
