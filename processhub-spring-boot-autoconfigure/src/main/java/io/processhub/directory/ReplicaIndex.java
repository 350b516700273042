/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Which further replicas there are of each process. One thread at a time may change it,
 * while others read.
 *
 * @since 0.1.0
 */
public final class ReplicaIndex {

	private final Map<String, List<String>> ids = new ConcurrentHashMap<>(1);

	/**
	 * Return the further replicas of a process.
	 * @param process the process id
	 * @return their ids in the order of their numbers, empty for most processes
	 */
	public List<String> of(String process) {
		return this.ids.isEmpty() ? List.of() : this.ids.getOrDefault(process, List.of());
	}

	/**
	 * Return whether there is no further replica of any process.
	 * @return whether it is empty
	 */
	public boolean isEmpty() {
		return this.ids.isEmpty();
	}

	/**
	 * Take in a record that is there now.
	 * @param id the id of a process, which changes nothing, or of a replica
	 */
	public void add(String id) {
		if (ReplicaId.isFurther(id)) {
			this.ids.merge(ReplicaId.process(id), List.of(id),
					(present, added) -> Stream.concat(present.stream(), added.stream()).distinct().sorted().toList());
		}
	}

	/**
	 * Forget a record that is not there any more.
	 * @param id the id of a process, which changes nothing, or of a replica
	 */
	public void remove(String id) {
		if (ReplicaId.isFurther(id)) {
			this.ids.computeIfPresent(ReplicaId.process(id), (process, present) -> {
				List<String> left = present.stream().filter((other) -> !other.equals(id)).toList();
				return left.isEmpty() ? null : left;
			});
		}
	}

}
