/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import org.springframework.util.Assert;

/**
 * What is known of the load of a node where processes are placed.
 *
 * @param capacity how much a node can take, compared to one that has nothing to do: more
 * than 0, and 1 at most
 * @param processes how many processes of the hub it has
 * @since 0.1.0
 */
public record NodeLoad(double capacity, int processes) {

	public NodeLoad {
		Assert.isTrue(capacity > 0 && capacity <= 1, "'capacity' must be more than 0, and 1 at most");
		Assert.isTrue(processes >= 0, "'processes' must not be negative");
	}

}
