/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.redundancy;

import io.processhub.strategy.HubView;
import io.processhub.strategy.RedundancyStrategy;

/**
 * One instance of each process.
 *
 * @since 0.1.0
 */
public final class Singularity implements RedundancyStrategy {

	@Override
	public int replicas(HubView view) {
		return 1;
	}

	@Override
	public String signature() {
		return "singularity";
	}

}
