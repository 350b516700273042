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
	 * Return by which way changes go to the other nodes. Always the same.
	 * @return the way, messages by default
	 */
	default Channel channel() {
		return Channel.MESSAGES;
	}

	/**
	 * Work out how news reach some nodes in messages: digests, and changes unless they go
	 * another way.
	 * @param nodes the nodes that are to get the news
	 * @param random a source of chance
	 * @return whom this node tells, and whom each of those tells in turn; every node
	 * should be in it once
	 */
	List<Relay> relays(List<HubNode> nodes, RandomGenerator random);

	/**
	 * Return how often digests are exchanged.
	 * @return the interval
	 */
	Duration syncInterval();

	/**
	 * Return whether every node compares its registry with the directory by itself, in
	 * each interval, besides being told the digests by those that hold it.
	 * @return whether it does
	 */
	default boolean comparesOnEveryNode() {
		return false;
	}

	/**
	 * The ways that changes may go.
	 */
	enum Channel {

		/**
		 * In messages, to the nodes that {@link #relays} says.
		 */
		MESSAGES,

		/**
		 * Through a map of the cluster library, of which every member has a copy. Nodes
		 * whose strategy says otherwise do not look into it.
		 */
		REPLICATED_MAP

	}

	/**
	 * A node that is told something, and passes it on.
	 *
	 * @param node the node
	 * @param others the nodes that it passes it on to, in the way that its own strategy
	 * says
	 */
	record Relay(HubNode node, List<HubNode> others) {

		public Relay {
			others = List.copyOf(others);
		}

	}

}
