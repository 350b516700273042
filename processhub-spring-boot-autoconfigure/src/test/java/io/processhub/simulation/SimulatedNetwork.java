/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The links between the members: how long bytes take, which links are down, and what
 * happens to messages on bad days.
 * <p>
 * A link that is down keeps what is sent, as TCP does, and brings it when it is up again;
 * by then the sender may not be a member any more for the receiver.
 */
final class SimulatedNetwork {

	private final SimulatedWorld world;

	private final Map<Long, Outage> down = new TreeMap<>();

	private final Map<Path, Long> arrivals = new HashMap<>();

	private int slowness = 1;

	private double loss;

	private double duplication;

	private boolean reordering;

	private final Traffic traffic = new Traffic();

	SimulatedNetwork(SimulatedWorld world) {
		this.world = world;
	}

	void slowness(int factor) {
		this.slowness = factor;
	}

	void loss(double probability) {
		this.loss = probability;
	}

	void duplication(double probability) {
		this.duplication = probability;
	}

	void reordering(boolean reordering) {
		this.reordering = reordering;
	}

	void down(SimulatedMember from, SimulatedMember to) {
		this.down.computeIfAbsent(link(from, to), (link) -> new Outage()).reasons++;
	}

	void up(SimulatedMember from, SimulatedMember to) {
		Outage outage = this.down.get(link(from, to));
		if (outage != null && --outage.reasons == 0) {
			this.down.remove(link(from, to));
			long delay = 0;
			for (Runnable arrival : outage.held) {
				delay += this.world.nanosBetween(1, 10);
				this.world.at(delay, arrival);
			}
		}
	}

	boolean isUp(SimulatedMember from, SimulatedMember to) {
		return this.down.isEmpty() || !this.down.containsKey(link(from, to));
	}

	private static long link(SimulatedMember from, SimulatedMember to) {
		return ((long) from.index() << 16) | to.index();
	}

	/**
	 * Bring a message to a member, in the order of its lane, unless the day is bad.
	 * @param lane what keeps its order
	 * @param kind what kind of message it is
	 * @param size the number of bytes
	 * @param robust whether the receiver is to cope with messages that come twice, or in
	 * another order
	 * @param arrive what happens there
	 */
	void send(SimulatedMember from, SimulatedMember to, int lane, String kind, int size, boolean robust,
			Runnable arrive) {
		this.traffic.count(from, to, kind, size);
		if (this.loss > 0 && this.world.chance(this.loss)) {
			return;
		}
		long delay = delay();
		bring(from, to, (this.reordering && robust) ? delay : inOrder(from, to, lane, delay), arrive);
		if (robust && this.duplication > 0 && this.world.chance(this.duplication)) {
			bring(from, to, delay + this.world.nanosBetween(1, 50_000), arrive);
		}
	}

	/**
	 * Bring bytes of the cluster library itself to a member, which come whatever the day.
	 */
	void sendSurely(SimulatedMember from, SimulatedMember to, int lane, String kind, int size, Runnable arrive) {
		this.traffic.count(from, to, kind, size);
		bring(from, to, inOrder(from, to, lane, delay()), arrive);
	}

	private long delay() {
		return this.world.nanosBetween(30, 1500 * this.slowness);
	}

	private long inOrder(SimulatedMember from, SimulatedMember to, int lane, long delay) {
		Path path = new Path(link(from, to), lane);
		long arrival = Math.max(this.world.now() + delay, this.arrivals.getOrDefault(path, 0L) + 1);
		this.arrivals.put(path, arrival);
		return arrival - this.world.now();
	}

	private void bring(SimulatedMember from, SimulatedMember to, long delay, Runnable arrive) {
		this.world.at(delay, () -> {
			Outage outage = this.down.get(link(from, to));
			if (outage != null) {
				outage.held.add(() -> to.whenAwake(arrive));
			}
			else {
				to.whenAwake(arrive);
			}
		});
	}

	/**
	 * Return what has gone over the network so far.
	 */
	Traffic traffic() {
		return this.traffic;
	}

	private record Path(long link, int lane) {

	}

	/**
	 * A link that is down.
	 */
	private static final class Outage {

		private final List<Runnable> held = new ArrayList<>();

		private int reasons;

	}

}
