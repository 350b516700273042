/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples;

import java.util.Comparator;
import java.util.SplittableRandom;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

import io.processhub.HubNode;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;
import io.processhub.strategy.StrategyContext;
import io.processhub.strategy.StrategyFactory;

/**
 * Spreads processes over the nodes whose names begin in a certain way, and over the
 * others only while there are too few of those.
 */
@Component("big-nodes-first")
class BigNodesFirst implements StrategyFactory<DistributionStrategy> {

	@Override
	public DistributionStrategy create(StrategyContext context) {
		return new Strategy(context.bind(Options.class));
	}

	record Options(@DefaultValue("big-") String prefix, @DefaultValue("1") int minNodes) {

		Options {
			Assert.isTrue(minNodes > 0, "'min-nodes' must be positive");
		}

	}

	record Strategy(Options options) implements DistributionStrategy {

		@Override
		public Placement placement(HubView view) {
			long bigNodes = view.targets().stream().filter(this::isBig).count();
			boolean enough = bigNodes >= this.options.minNodes();
			return (processId, count) -> view.targets()
				.stream()
				.sorted(Comparator.comparing((HubNode node) -> enough && !isBig(node))
					.thenComparing((node) -> weight(node, processId))
					.thenComparing(HubNode::name))
				.limit(count)
				.toList();
		}

		private boolean isBig(HubNode node) {
			return node.name().startsWith(this.options.prefix());
		}

		private static long weight(HubNode node, String processId) {
			return new SplittableRandom((node.name() + processId).hashCode()).nextLong();
		}

		@Override
		public String signature() {
			return "big-nodes-first " + this.options;
		}

	}

}
