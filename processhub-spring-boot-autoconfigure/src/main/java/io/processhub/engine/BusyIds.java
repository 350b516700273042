/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.processhub.directory.ReplicaId;

/**
 * The ids that this node is starting, moving, taking over or reporting on at the moment.
 * An id may have several marks, and is busy until the last is gone.
 */
final class BusyIds {

	private final Map<String, Integer> marks = new ConcurrentHashMap<>();

	boolean contains(String id) {
		return this.marks.containsKey(ReplicaId.process(id));
	}

	Set<String> ids() {
		return Set.copyOf(this.marks.keySet());
	}

	boolean isEmpty() {
		return this.marks.isEmpty();
	}

	/**
	 * Mark an id unless it is busy.
	 * @param id the process id
	 * @return whether it was not
	 */
	boolean tryMark(String id) {
		return this.marks.putIfAbsent(ReplicaId.process(id), 1) == null;
	}

	void mark(Collection<String> ids) {
		ids.forEach((id) -> this.marks.merge(ReplicaId.process(id), 1, Integer::sum));
	}

	void unmark(Collection<String> ids) {
		ids.forEach((id) -> this.marks.computeIfPresent(ReplicaId.process(id),
				(process, count) -> (count > 1) ? count - 1 : null));
	}

}
