/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * What came of a start.
 *
 * @param status the whole in one word
 * @param started references to what was started, by process id and node
 * @param errors what was not started, and why
 * @param rolledBack whether what had been started was stopped again
 * @since 0.1.0
 */
public record StartResult(Status status, Map<String, Map<HubNode, ProcessReference>> started, List<ProcessError> errors,
		boolean rolledBack) {

	public StartResult {
		started = Collections.unmodifiableMap(started);
		errors = List.copyOf(errors);
	}

	/**
	 * Return the ids of the processes that were started.
	 * @return the ids
	 */
	public Set<String> ids() {
		return this.started.keySet();
	}

	/**
	 * Return the id of the first process that was started.
	 * @return the id
	 * @throws NoSuchElementException if none was
	 */
	public String first() {
		return this.started.keySet().iterator().next();
	}

	/**
	 * Return the node that the first process was started on.
	 * @return the node
	 * @throws NoSuchElementException if none was
	 */
	public HubNode node() {
		return this.started.values().iterator().next().keySet().iterator().next();
	}

	/**
	 * Return all nodes that processes were started on.
	 * @return the nodes
	 */
	public Set<HubNode> nodes() {
		Set<HubNode> nodes = new LinkedHashSet<>();
		this.started.values().forEach((instances) -> nodes.addAll(instances.keySet()));
		return nodes;
	}

	/**
	 * Return a reference to the first process that was started.
	 * @return the reference
	 * @throws NoSuchElementException if none was
	 */
	public ProcessReference reference() {
		return this.started.values().iterator().next().values().iterator().next();
	}

	/**
	 * Return references to all processes that were started.
	 * @return the references
	 */
	public List<ProcessReference> references() {
		List<ProcessReference> references = new ArrayList<>(this.started.size());
		this.started.values().forEach((instances) -> references.addAll(instances.values()));
		return references;
	}

	/**
	 * A start in one word.
	 */
	public enum Status {

		/**
		 * All processes run.
		 */
		STARTED,

		/**
		 * Some processes run, others do not.
		 */
		PARTIAL,

		/**
		 * No process was started.
		 */
		FAILED,

		/**
		 * Some could not be started, so the others were stopped again.
		 */
		ROLLED_BACK

	}

}
