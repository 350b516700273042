/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The replicated map that news are laid out in. An entry goes to the member that it falls
 * to, which brings it to all others that it sees; some of that is lost, all that is on
 * its way when sides come together, and who comes to another side may get what is old.
 */
final class SimulatedBoard {

	private static final int LANE = 3;

	private static final double LOSS = 0.02;

	private static final int KEPT = 40;

	private final SimulatedCluster cluster;

	private final SimulatedWorld world;

	private final Deque<Entry> entries = new ArrayDeque<>();

	private int count;

	SimulatedBoard(SimulatedCluster cluster) {
		this.cluster = cluster;
		this.world = cluster.world();
	}

	/**
	 * Return how many entries there were.
	 */
	int count() {
		return this.count;
	}

	void layOut(SimulatedMember member, byte[] news) {
		this.count++;
		Entry entry = new Entry(member.local(), news);
		this.entries.add(entry);
		if (this.entries.size() > KEPT) {
			this.entries.remove();
		}
		List<String> seen = member.members();
		SimulatedMember holder = this.cluster.member(seen.get(this.world.random().nextInt(seen.size())));
		if (holder == member) {
			replicate(holder, entry);
		}
		else if (holder != null) {
			bring(member, holder, entry, () -> replicate(holder, entry));
		}
	}

	private void replicate(SimulatedMember holder, Entry entry) {
		holder.takeNews(entry.sender(), entry.news());
		for (String uuid : holder.members()) {
			SimulatedMember member = this.cluster.member(uuid);
			if (member != null && member != holder && !this.world.chance(LOSS)) {
				bring(holder, member, entry, () -> member.takeNews(entry.sender(), entry.news()));
			}
		}
	}

	private void bring(SimulatedMember from, SimulatedMember to, Entry entry, Runnable arrive) {
		String sender = from.local();
		String receiver = to.local();
		this.cluster.network().sendSurely(from, to, LANE, "NEWS", entry.news().length + 60, () -> {
			if (to.local().equals(receiver) && to.sees(sender)) {
				arrive.run();
			}
		});
	}

	/**
	 * Bring what was laid out of late, or some of it, to a member that has come from
	 * another side.
	 */
	void replay(SimulatedMember member) {
		for (Entry entry : this.entries) {
			if (this.world.chance(0.5)) {
				this.world.at(this.world.between(1000, 3_000_000),
						() -> member.whenAwake(() -> member.takeNews(entry.sender(), entry.news())));
			}
		}
	}

	private record Entry(String sender, byte[] news) {

	}

}
