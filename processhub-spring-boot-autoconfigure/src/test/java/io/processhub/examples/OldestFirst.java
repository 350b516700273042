/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples;

import org.springframework.stereotype.Component;

import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;

/**
 * Prefers the node that has been there for the longest time.
 */
@Component("oldest-first")
class OldestFirst implements DistributionStrategy {

	@Override
	public Placement placement(HubView view) {
		return (processId, count) -> view.targets().stream().limit(count).toList();
	}

}
