/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.redundancy;

import java.util.Locale;

import org.springframework.util.Assert;

import io.processhub.strategy.HubView;
import io.processhub.strategy.RedundancySignal;
import io.processhub.strategy.RedundancyStrategy;
import io.processhub.strategy.ReplicationModel;

/**
 * Several instances of each process, on different nodes.
 *
 * @param factor how many instances a process has, up to {@link #MAX_FACTOR}, or
 * {@link #CLUSTER_SIZE}; fewer if there are not as many nodes
 * @param model which of them do the work
 * @param signal which roles they are told of
 * @since 0.1.0
 */
public record Replication(int factor, ReplicationModel model, RedundancySignal signal) implements RedundancyStrategy {

	/**
	 * The factor that means an instance on every node.
	 */
	public static final int CLUSTER_SIZE = 0;

	/**
	 * The highest factor.
	 */
	public static final int MAX_FACTOR = 1000;

	public Replication {
		Assert.isTrue(factor >= 0 && factor <= MAX_FACTOR,
				() -> "'factor' must be from 1 to %d, or %d for all nodes".formatted(MAX_FACTOR, CLUSTER_SIZE));
		Assert.notNull(model, "'model' must not be null");
		Assert.notNull(signal, "'signal' must not be null");
	}

	@Override
	public int replicas(HubView view) {
		return (this.factor == CLUSTER_SIZE) ? Math.max(1, Math.min(view.targets().size(), MAX_FACTOR)) : this.factor;
	}

	@Override
	public String signature() {
		return "replication(%s, %s)".formatted((this.factor == CLUSTER_SIZE) ? "cluster-size" : this.factor,
				this.model.name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

}
