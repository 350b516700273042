/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What goes over the network, by member and by kind of message. What a member sends
 * itself does not.
 */
final class Traffic {

	private final Map<SimulatedMember, Tally> sent = new HashMap<>();

	private final Map<SimulatedMember, Tally> received = new HashMap<>();

	private final Map<String, Tally> kinds = new TreeMap<>();

	private final Tally all = new Tally();

	void count(SimulatedMember from, SimulatedMember to, String kind, int size) {
		if (from != to) {
			this.all.add(size);
			this.sent.computeIfAbsent(from, (key) -> new Tally()).add(size);
			this.received.computeIfAbsent(to, (key) -> new Tally()).add(size);
			this.kinds.computeIfAbsent(kind, (key) -> new Tally()).add(size);
		}
	}

	/**
	 * Count from zero.
	 */
	void clear() {
		this.sent.clear();
		this.received.clear();
		this.kinds.clear();
		this.all.messages = 0;
		this.all.bytes = 0;
	}

	long messages() {
		return this.all.messages;
	}

	long bytes() {
		return this.all.bytes;
	}

	/**
	 * Return what each kind of message makes up.
	 */
	Map<String, Sum> byKind() {
		Map<String, Sum> sums = new TreeMap<>();
		this.kinds.forEach((kind, tally) -> sums.put(kind, tally.sum("all")));
		return sums;
	}

	/**
	 * Return what the member has sent that has sent the most bytes.
	 */
	Sum mostSent() {
		return most(this.sent);
	}

	/**
	 * Return what the member has received that has received the most bytes.
	 */
	Sum mostReceived() {
		return most(this.received);
	}

	private static Sum most(Map<SimulatedMember, Tally> tallies) {
		return tallies.entrySet()
			.stream()
			.map((entry) -> entry.getValue().sum(entry.getKey().name()))
			.max(Comparator.comparingLong(Sum::bytes))
			.orElse(new Sum("none", 0, 0));
	}

	/**
	 * A number of messages.
	 *
	 * @param whose the member that sent or received them
	 * @param messages how many they are
	 * @param bytes how long they are together
	 */
	record Sum(String whose, long messages, long bytes) {

	}

	private static final class Tally {

		private long messages;

		private long bytes;

		private void add(int size) {
			this.messages++;
			this.bytes += size;
		}

		private Sum sum(String whose) {
			return new Sum(whose, this.messages, this.bytes);
		}

	}

}
