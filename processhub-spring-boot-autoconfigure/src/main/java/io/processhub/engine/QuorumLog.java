/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.processhub.HubNode;
import io.processhub.directory.WireFields;
import io.processhub.strategy.ClusterHistory;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * What the nodes remember of the cluster, for the sake of the quorum. Each tells the
 * others with every announcement. Nodes are remembered by their names, which they keep
 * when they are restarted. Not thread-safe.
 */
final class QuorumLog {

	private static final int MAX_LOST = 1000;

	private static final long MAX_AGE = Duration.ofDays(365).toMillis();

	private final Duration memory;

	/**
	 * When each lost node was missed, by its name.
	 */
	private final Map<String, Long> lost = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
			return size() > MAX_LOST;
		}
	};

	private int resets;

	private int largest;

	QuorumLog(Duration memory) {
		this.memory = memory;
	}

	ClusterHistory history() {
		return new ClusterHistory(this.largest, this.lost.size());
	}

	/**
	 * Take note of the nodes that are there.
	 */
	void seen(Collection<HubNode> nodes) {
		this.largest = Math.max(this.largest, nodes.size());
		if (!this.lost.isEmpty()) {
			nodes.forEach((node) -> this.lost.remove(node.name()));
		}
	}

	/**
	 * Take note of a node that has gone without a word.
	 * @param node the node
	 * @param now the reading of the clock
	 */
	void lost(HubNode node, long now) {
		this.lost.put(node.name(), now);
	}

	/**
	 * Forget the nodes that were lost long ago. Not to be done while there is no quorum,
	 * for time alone does not bring it back.
	 * @param now the reading of the clock
	 */
	void forget(long now) {
		this.lost.values().removeIf((time) -> now - time > this.memory.toNanos());
	}

	/**
	 * Forget which nodes were lost, for this node is on another side of the cluster now,
	 * which knows better.
	 */
	void startOver() {
		this.lost.clear();
	}

	/**
	 * Begin anew with the nodes that are there.
	 */
	void reset(Collection<HubNode> nodes) {
		this.resets++;
		this.largest = nodes.size();
		this.lost.clear();
	}

	/**
	 * Return what to tell the others. What a side without quorum remembers is as good as
	 * new: a node that comes to it must not make light of it.
	 * @param now the reading of the clock
	 * @param quorum whether this side has a quorum
	 * @return what this node remembers
	 */
	Snapshot snapshot(long now, boolean quorum) {
		Map<String, Long> ages = new HashMap<>();
		this.lost.forEach((name, time) -> ages.put(name, quorum ? Duration.ofNanos(now - time).toMillis() : 0));
		return new Snapshot(this.resets, this.largest, ages);
	}

	/**
	 * Take in what another node remembers.
	 * @param other what it remembers
	 * @param now the reading of the clock
	 * @return whether it was reset there since
	 */
	boolean learn(Snapshot other, long now) {
		if (other.resets() < this.resets) {
			return false;
		}
		boolean reset = other.resets() > this.resets;
		if (reset) {
			this.resets = other.resets();
			this.largest = 0;
			this.lost.clear();
		}
		this.largest = Math.max(this.largest, other.largest());
		other.lost().forEach((name, age) -> {
			if (age == 0 || !this.lost.containsKey(name)) {
				this.lost.put(name, now - Duration.ofMillis(age).toNanos());
			}
		});
		return reset;
	}

	/**
	 * What a node remembers, as it tells the others.
	 *
	 * @param resets how often it was reset
	 * @param largest the greatest number of nodes since
	 * @param lost how many milliseconds ago each lost node was missed, by its name
	 */
	record Snapshot(int resets, int largest, Map<String, Long> lost) {

		static final Snapshot EMPTY = new Snapshot(0, 0, Map.of());

		void writeTo(WireWriter writer) {
			writer.writeInt(this.resets).writeInt(this.largest);
			writer.writeAll(this.lost.entrySet(),
					(to, each) -> to.writeString(each.getKey()).writeLong(each.getValue()));
		}

		static Snapshot readFrom(WireReader reader) {
			int resets = WireFields.readNumber(reader);
			int largest = WireFields.readNumber(reader);
			Map<String, Long> lost = new HashMap<>();
			reader.readAll((from) -> Map.entry(WireFields.readName(from), from.readLong()))
				.forEach((each) -> lost.put(each.getKey(), Math.max(0, Math.min(each.getValue(), MAX_AGE))));
			return new Snapshot(resets, largest, lost);
		}

	}

}
