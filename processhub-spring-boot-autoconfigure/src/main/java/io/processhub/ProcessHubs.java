/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.util.Set;

/**
 * The hubs of this application. Thread-safe.
 *
 * @since 0.1.0
 */
public interface ProcessHubs {

	/**
	 * Return the ids of all hubs.
	 * @return the hub ids, in the order of their configuration
	 */
	Set<String> ids();

	/**
	 * Return a hub.
	 * @param hubId the hub id
	 * @return its operations
	 * @throws IllegalArgumentException if there is no such hub
	 */
	ProcessHubOperations get(String hubId);

	/**
	 * Return the primary hub.
	 * @return its operations
	 */
	ProcessHubOperations primary();

	/**
	 * Start a hub that is not running, and wait until it runs.
	 * @param hubId the hub id
	 * @throws IllegalArgumentException if there is no such hub
	 */
	void start(String hubId);

	/**
	 * Stop a hub on this node: its processes move to the other nodes. Waits until that is
	 * done.
	 * @param hubId the hub id
	 * @throws IllegalArgumentException if there is no such hub
	 */
	void stop(String hubId);

}
