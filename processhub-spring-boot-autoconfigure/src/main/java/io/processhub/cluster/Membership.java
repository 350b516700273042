/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster;

import java.time.Duration;
import java.util.List;

/**
 * The port through which a hub sees the members of the cluster. Which of them take part
 * in the hub, the hub finds out by itself. Thread-safe; never blocks.
 *
 * @since 0.1.0
 */
public interface Membership {

	/**
	 * Return the local member.
	 * @return its name within the cluster, which another member never had
	 */
	String local();

	/**
	 * Return the members that are there now, the oldest first.
	 * @return the members, the local one included
	 */
	List<String> members();

	/**
	 * Return the address of a member, for people.
	 * @param member the member
	 * @return host and port, or the member itself if it is not there any more
	 */
	String address(String member);

	/**
	 * Return how often members let each other know that they are there.
	 * @return the time between two heartbeats
	 */
	Duration heartbeatInterval();

	/**
	 * Return after what silence a member is taken for dead.
	 * @return the time without a heartbeat
	 */
	Duration maxSilence();

	/**
	 * Be told when members came or went, on a thread of the cluster library: the listener
	 * must return at once.
	 * @param listener told after {@link #members()} has changed
	 * @return the registration
	 */
	Registration listen(Runnable listener);

}
