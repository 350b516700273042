/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import org.springframework.util.Assert;

/**
 * What a node had to do at one moment.
 *
 * @param cpu the part of the machine's processors that the node used, from 0 to 1
 * @param heap the part of its heap that was in use, from 0 to 1
 * @param queue how many messages waited in the mailboxes of the hub's processes
 * @param processes how many processes of the hub it ran
 * @since 0.1.0
 */
public record LoadSample(double cpu, double heap, int queue, int processes) {

	public LoadSample {
		Assert.isTrue(cpu >= 0 && cpu <= 1, "'cpu' must be within 0 and 1");
		Assert.isTrue(heap >= 0 && heap <= 1, "'heap' must be within 0 and 1");
		Assert.isTrue(queue >= 0 && processes >= 0, "Numbers must not be negative");
	}

}
