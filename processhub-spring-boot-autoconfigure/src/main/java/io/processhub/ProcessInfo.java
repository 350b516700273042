/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the local registry knows of a process.
 *
 * @since 0.1.0
 */
public interface ProcessInfo {

	/**
	 * Return the id of the process.
	 * @return the id
	 */
	String id();

	/**
	 * Return the type of the process.
	 * @return the type
	 */
	String type();

	/**
	 * Return the tag of the process.
	 * @return the tag, or {@code null} if there is none
	 */
	@Nullable String tag();

	/**
	 * Return the metadata of the process.
	 * @return the string pairs
	 */
	Map<String, String> metadata();

	/**
	 * Return the spec of the process. The argument is deserialized anew by each call.
	 * @return the spec
	 */
	ProcessSpec spec();

	/**
	 * Return the instances of the process.
	 * @return the instances, the active one first
	 */
	List<ProcessInstance> instances();

	/**
	 * Return the active instance.
	 * @return the first of {@link #instances()}
	 */
	default ProcessInstance instance() {
		return instances().get(0);
	}

	/**
	 * Return the node of the active instance.
	 * @return the node
	 */
	default HubNode node() {
		return instance().node();
	}

}
