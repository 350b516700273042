/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

/**
 * Tells what kind of message the nodes of a hub send each other.
 */
public final class MessageKinds {

	private static final int KIND = 1;

	private MessageKinds() {
	}

	/**
	 * Return the kind of a message.
	 * @param message the message
	 * @return the name of its kind
	 */
	public static String of(byte[] message) {
		return Kind.of(message[KIND]).name();
	}

}
