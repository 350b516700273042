/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.util.List;

import io.processhub.ProcessSpec;

/**
 * A process is about to be started by this node, and may still be altered: what it is,
 * with its metadata, and where it runs.
 *
 * @param hub the id of the hub
 * @param spec what is to run; the id must stay
 * @param nodes the names of the nodes that it is to run on, as the caller has said; empty
 * if the strategy decides
 * @since 0.1.0
 */
public record ChildDataAlter(String hub, ProcessSpec spec, List<String> nodes) implements HookPayload {

	public ChildDataAlter {
		nodes = List.copyOf(nodes);
	}

	/**
	 * Return a copy with another spec.
	 * @param spec what is to run
	 * @return the copy
	 */
	public ChildDataAlter withSpec(ProcessSpec spec) {
		return new ChildDataAlter(this.hub, spec, this.nodes);
	}

	/**
	 * Return a copy with other nodes.
	 * @param nodes the names of the nodes
	 * @return the copy
	 */
	public ChildDataAlter withNodes(List<String> nodes) {
		return new ChildDataAlter(this.hub, this.spec, nodes);
	}

}
