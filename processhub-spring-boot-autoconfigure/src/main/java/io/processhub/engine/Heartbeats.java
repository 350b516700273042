/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.processhub.cluster.Membership;

/**
 * Knows which members have not been heard of for as long as the cluster library lets them
 * be silent. The library itself may remove a member much later: a node that is cut off
 * together with others asks each of them first whether it follows.
 * <p>
 * Silence is counted in beats of this node, not in time: while it stands still itself it
 * does not miss anybody. Members that have never sent a beat, as they speak another
 * version or do not run the hub, are never missed. Thread-safe.
 */
final class Heartbeats {

	/**
	 * Beats of different keys do not wait for each other, so that one which is lost with
	 * its connection does not hold up the next.
	 */
	private static final int KEYS = 8;

	private static final int FIRST_KEY = 2;

	private final int limit;

	private final Requests requests;

	private final byte[] beat = Requests.write(Kind.ALIVE, 0, (writer) -> {
	});

	/**
	 * How many beats of this node each member has been silent for.
	 */
	private final Map<String, Integer> silence = new ConcurrentHashMap<>();

	private int count;

	Heartbeats(Membership membership, Requests requests) {
		// The first beat may come at once after the member was heard
		this.limit = (int) (membership.maxSilence().toNanos() / membership.heartbeatInterval().toNanos()) + 1;
		this.requests = requests;
	}

	/**
	 * Let members know that this node is there, and look who is silent. By one thread at
	 * a time.
	 * @param members the members that speak the same version of the messages
	 * @return whether somebody is found to be silent who was not before
	 */
	boolean beat(Collection<String> members) {
		int key = FIRST_KEY + Math.floorMod(this.count++, KEYS);
		members.forEach((member) -> this.requests.tell(member, key, this.beat));
		this.silence.keySet().retainAll(members);
		boolean found = false;
		for (String member : this.silence.keySet()) {
			Integer silent = this.silence.computeIfPresent(member, (each, beats) -> Math.min(beats, this.limit) + 1);
			found |= silent != null && silent == this.limit;
		}
		return found;
	}

	/**
	 * Take note of a beat.
	 * @return whether the member was silent
	 */
	boolean alive(String member) {
		Integer silent = this.silence.put(member, 0);
		return silent != null && silent >= this.limit;
	}

	/**
	 * Take note of a message other than a beat.
	 * @return whether the member was silent
	 */
	boolean heard(String member) {
		Integer silent = this.silence.get(member);
		return silent != null && silent > 0 && this.silence.replace(member, silent, 0) && silent >= this.limit;
	}

	/**
	 * Return whether a member has not been heard of for too long.
	 */
	boolean isSilent(String member) {
		return this.silence.getOrDefault(member, 0) >= this.limit;
	}

}
