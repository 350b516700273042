/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.synchronization;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

import org.springframework.util.Assert;

import io.processhub.HubNode;
import io.processhub.strategy.SynchronizationStrategy;

/**
 * Tells few nodes at a time, which tell others in turn. Each time they are other ones, by
 * chance. So no node has to send much, however many there are, and news take as many hops
 * as the tree is deep.
 *
 * @param syncInterval how often digests are exchanged
 * @param recipients how many nodes each node tells
 * @param restrictedInit whether only the holder of each part of the directory begins to
 * compare, rather than every node for itself as well
 * @since 0.1.0
 */
public record Gossip(Duration syncInterval, int recipients, boolean restrictedInit) implements SynchronizationStrategy {

	public Gossip {
		Assert.isTrue(recipients > 0, "'recipients' must be positive");
	}

	@Override
	public List<Relay> relays(List<HubNode> nodes, RandomGenerator random) {
		List<HubNode> shuffled = new ArrayList<>(nodes);
		Collections.shuffle(shuffled, new Random(random.nextLong()));
		int told = Math.min(this.recipients, shuffled.size());
		List<Relay> relays = new ArrayList<>(told);
		for (int i = 0; i < told; i++) {
			List<HubNode> others = new ArrayList<>();
			for (int k = i + told; k < shuffled.size(); k += told) {
				others.add(shuffled.get(k));
			}
			relays.add(new Relay(shuffled.get(i), others));
		}
		return relays;
	}

	@Override
	public boolean comparesOnEveryNode() {
		return !this.restrictedInit;
	}

}
