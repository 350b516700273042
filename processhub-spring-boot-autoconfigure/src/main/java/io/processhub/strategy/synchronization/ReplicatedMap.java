/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.synchronization;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import io.processhub.HubNode;
import io.processhub.strategy.SynchronizationStrategy;

/**
 * Every change is put once into a replicated map, and the cluster library brings it to
 * all members. Digests go to all nodes in messages, so that they do not depend on the
 * map.
 *
 * @param syncInterval how often digests are exchanged
 * @since 0.1.0
 */
public record ReplicatedMap(Duration syncInterval) implements SynchronizationStrategy {

	@Override
	public List<Relay> relays(List<HubNode> nodes, RandomGenerator random) {
		return nodes.stream().map((node) -> new Relay(node, List.of())).toList();
	}

	@Override
	public Channel channel() {
		return Channel.REPLICATED_MAP;
	}

}
