/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.util.Set;
import java.util.function.BooleanSupplier;

import io.processhub.cluster.Lane;
import io.processhub.cluster.Messaging;
import io.processhub.cluster.Registration;
import io.processhub.engine.MessageKinds;

/**
 * Loses the messages in which nodes tell each other of changes, from time to time.
 *
 * @param messaging sends the others
 * @param loses asked for each whether it is lost
 */
record LossyMessaging(Messaging messaging, BooleanSupplier loses) implements Messaging {

	private static final Set<String> NEWS = Set.of("CHANGES", "RELAY");

	@Override
	public void send(String member, Lane lane, int key, byte[] message) {
		if (!NEWS.contains(MessageKinds.of(message)) || !this.loses.getAsBoolean()) {
			this.messaging.send(member, lane, key, message);
		}
	}

	@Override
	public Registration receive(MessageReceiver handler) {
		return this.messaging.receive(handler);
	}

}
