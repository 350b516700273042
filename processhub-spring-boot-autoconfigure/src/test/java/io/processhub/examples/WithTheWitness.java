/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples;

import org.springframework.stereotype.Component;

import io.processhub.strategy.ClusterHistory;
import io.processhub.strategy.HubView;
import io.processhub.strategy.PartitionToleranceStrategy;

/**
 * Lets a side work that has a certain node.
 */
@Component("with-the-witness")
class WithTheWitness implements PartitionToleranceStrategy {

	@Override
	public boolean hasQuorum(HubView view, ClusterHistory history) {
		return view.nodes().stream().anyMatch((node) -> node.name().equals("witness"));
	}

}
