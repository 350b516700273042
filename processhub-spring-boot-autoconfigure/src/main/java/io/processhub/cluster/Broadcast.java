/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster;

/**
 * The port through which a hub lays out news where the cluster library brings them to all
 * members by itself. News may be lost, come late, twice, or in another order: whoever
 * uses this must have another way to make them good. Thread-safe.
 *
 * @since 0.1.0
 */
public interface Broadcast {

	/**
	 * Tell the hub on all other members that take news. Never blocks.
	 * @param news the news, not to be changed afterwards
	 * @throws io.processhub.ProcessUnavailableException if too many wait to be laid out
	 */
	void tell(byte[] news);

	/**
	 * Take the news of other members, until the returned registration is closed. One
	 * handler at a time. May block for a moment.
	 * @param handler the handler
	 * @return the registration
	 */
	Registration receive(NewsReceiver handler);

	/**
	 * Takes news that come in.
	 */
	@FunctionalInterface
	interface NewsReceiver {

		/**
		 * Take news. Throws nothing.
		 * @param member the member that tells them, which is one of the cluster at this
		 * moment
		 * @param news the news
		 */
		void receive(String member, byte[] news);

	}

}
