/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import org.springframework.stereotype.Component;

import io.processhub.HubNode;
import io.processhub.strategy.SynchronizationStrategy;

/**
 * Tells one node after the other, in a row.
 */
@Component("one-by-one")
class OneByOne implements SynchronizationStrategy {

	@Override
	public List<Relay> relays(List<HubNode> nodes, RandomGenerator random) {
		return nodes.isEmpty() ? List.of() : List.of(new Relay(nodes.get(0), nodes.subList(1, nodes.size())));
	}

	@Override
	public Duration syncInterval() {
		return Duration.ofSeconds(10);
	}

}
