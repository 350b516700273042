/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import io.processhub.HubNode;

/**
 * Decides how changes of the registry reach the other nodes. Lost ones are made good by
 * the exchange of digests. Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface SynchronizationStrategy {

	/**
	 * Return the nodes that a change made on this node, or passed on to it, is sent to
	 * now.
	 * @param others the other nodes of the hub
	 * @param random a source of chance
	 * @return some or all of them
	 */
	List<HubNode> recipients(List<HubNode> others, RandomGenerator random);

	/**
	 * Return how often digests are exchanged.
	 * @return the interval
	 */
	Duration syncInterval();

}
