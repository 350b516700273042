/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster;

import org.jspecify.annotations.Nullable;

/**
 * The port through which a hub sends messages to the same hub on other members.
 * Thread-safe; never blocks.
 *
 * @since 0.1.0
 */
public interface Messaging {

	/**
	 * Send a message to a member, at most once. Messages to one member on the same lane
	 * with the same key arrive in the order in which they were sent. A message to a
	 * member that is not there, or that leaves, is dropped.
	 * @param member the member, as {@link Membership} names it; not the local one
	 * @param lane the kind of traffic
	 * @param key messages with the same key keep their order
	 * @param message the message, not to be changed afterwards
	 */
	void send(String member, Lane lane, int key, byte[] message);

	/**
	 * Take the messages that come in, until the returned registration is closed. One
	 * handler at a time.
	 * @param handler the handler
	 * @return the registration
	 */
	Registration receive(MessageReceiver handler);

	/**
	 * Takes messages that come in.
	 */
	@FunctionalInterface
	interface MessageReceiver {

		/**
		 * Take a message. Must not block on {@link Lane#REPLY}, and throws nothing.
		 * @param member the member that sent it
		 * @param lane the kind of traffic
		 * @param message the message
		 * @param working run on this thread before it does a little work for the message,
		 * when the message has got its place before those that come after it;
		 * {@code null} if the thread is not to be used for that, because no other would
		 * take messages meanwhile
		 */
		void receive(String member, Lane lane, byte[] message, @Nullable Runnable working);

	}

}
