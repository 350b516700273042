/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples;

import org.springframework.stereotype.Component;

import io.processhub.strategy.HubView;
import io.processhub.strategy.RedundancyStrategy;

/**
 * Two instances of each process once there are three nodes, so that one is left when
 * either node of them goes.
 */
@Component("two-if-possible")
class TwoIfPossible implements RedundancyStrategy {

	@Override
	public int replicas(HubView view) {
		return (view.targets().size() < 3) ? 1 : 2;
	}

}
