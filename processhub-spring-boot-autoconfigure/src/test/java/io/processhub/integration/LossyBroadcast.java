/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.util.function.BooleanSupplier;

import io.processhub.cluster.Broadcast;
import io.processhub.cluster.Registration;

/**
 * Loses what is laid out for all nodes, from time to time.
 *
 * @param broadcast lays out the rest
 * @param loses asked for each whether it is lost
 */
record LossyBroadcast(Broadcast broadcast, BooleanSupplier loses) implements Broadcast {

	@Override
	public void tell(byte[] news) {
		if (!this.loses.getAsBoolean()) {
			this.broadcast.tell(news);
		}
	}

	@Override
	public Registration receive(NewsReceiver handler) {
		return this.broadcast.receive(handler);
	}

}
