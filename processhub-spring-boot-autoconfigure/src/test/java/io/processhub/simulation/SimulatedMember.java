/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.processhub.cluster.Broadcast;
import io.processhub.cluster.Directory;
import io.processhub.cluster.Lane;
import io.processhub.cluster.Membership;
import io.processhub.cluster.Messaging;
import io.processhub.cluster.Registration;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.directory.Slot;
import io.processhub.engine.HubEngine;
import io.processhub.engine.HubEnginePorts;
import io.processhub.engine.MessageKinds;
import io.processhub.time.HubScheduler;

/**
 * A member of a simulated cluster, with the real engine on simulated ports.
 */
final class SimulatedMember implements Membership, Messaging, Broadcast, HubScheduler {

	private final SimulatedCluster cluster;

	private final SimulatedWorld world;

	private final int index;

	private final String name;

	private final SimulatedDirectory directory;

	private final HubEngine engine;

	private final ProcessHubTemplate template;

	private final Map<Integer, Slot> copies = new HashMap<>();

	private final long clockOffset;

	private double clockRate = 1;

	private long clockBase;

	private long clockSince;

	private final List<Runnable> arrivals = new ArrayList<>();

	private final List<Runnable> tasks = new ArrayList<>();

	private @Nullable MessageReceiver receiver;

	private @Nullable NewsReceiver newsReceiver;

	private @Nullable Runnable listener;

	private SimulatedSide side;

	private Object circle = new Object();

	private String uuid;

	private List<String> seen = List.of();

	private Set<String> seenNames = Set.of();

	private boolean alive = true;

	private boolean paused;

	private boolean leaving;

	private boolean up;

	private long partitionedSince = -1;

	private long upSince;

	private int mostSeen;

	private long minoritySince = -1;

	private long unheardSince = -1;

	SimulatedMember(SimulatedCluster cluster, int index, String name, SimulatedSide side,
			UnaryOperator<Directory> directories) {
		this.cluster = cluster;
		this.world = cluster.world();
		this.index = index;
		this.name = name;
		this.uuid = name + "/" + index;
		this.side = side;
		this.clockOffset = this.world.random().nextLong() >> 2;
		this.directory = new SimulatedDirectory(this, this.world, cluster.network(), cluster.plan().awaitsBackups());
		Executor executor = (task) -> later(this.world.nanosBetween(1, 300), task);
		Random random = new Random(this.world.random().nextLong());
		HubEnginePorts ports = new HubEnginePorts(this, directories.apply(this.directory), this, this, cluster.codec(),
				this, executor, executor, Thread::new, random);
		this.engine = cluster.plan().engine(this, ports);
		this.template = new ProcessHubTemplate(this.engine);
	}

	int index() {
		return this.index;
	}

	String name() {
		return this.name;
	}

	SimulatedCluster cluster() {
		return this.cluster;
	}

	ProcessHubTemplate hub() {
		return this.template;
	}

	Map<Integer, Slot> copies() {
		return this.copies;
	}

	SimulatedSide side() {
		return this.side;
	}

	void side(SimulatedSide side) {
		this.side = side;
	}

	/**
	 * Return what all members have in common that this one could talk to, without a
	 * break, since all were last together.
	 */
	Object circle() {
		return this.circle;
	}

	void circle(Object circle) {
		this.circle = circle;
	}

	boolean isAlive() {
		return this.alive;
	}

	boolean isAwake() {
		return this.alive && !this.paused;
	}

	boolean isPaused() {
		return this.paused;
	}

	boolean isUp() {
		return isAwake() && this.up && !this.leaving;
	}

	/**
	 * Return whether this member is up, and has been since then.
	 */
	boolean isUpSince(long millis) {
		return isUp() && this.upSince <= millis;
	}

	/**
	 * Return for how long this member has had no quorum, as far as it was looked at.
	 */
	long partitionedMillis() {
		this.mostSeen = Math.max(this.mostSeen, this.template.nodes().size());
		if (!this.template.isPartitioned()) {
			this.partitionedSince = -1;
			return 0;
		}
		if (this.partitionedSince < 0) {
			this.partitionedSince = this.world.millis();
			this.cluster.ledger().partitioned(this);
		}
		return this.world.millis() - this.partitionedSince;
	}

	/**
	 * Return for how long this member has seen no more members than half of the nodes
	 * that it has seen at a time, as far as it was looked at.
	 */
	long minorityMillis() {
		return (this.minoritySince < 0) ? 0 : this.world.millis() - this.minoritySince;
	}

	/**
	 * Return for how long this member has heard no more members than half of the nodes
	 * that it has seen at a time, as far as it was looked at.
	 */
	long unheardMillis() {
		if (!isAwake() || 2 * this.cluster.heard(this) > this.mostSeen) {
			this.unheardSince = -1;
			return 0;
		}
		if (this.unheardSince < 0) {
			this.unheardSince = this.world.millis();
		}
		return this.world.millis() - this.unheardSince;
	}

	String describe() {
		return "alive %s, paused %s, up %s, leaving %s".formatted(this.alive, this.paused, this.up, this.leaving);
	}

	boolean isLeaving() {
		return this.leaving;
	}

	boolean sees(SimulatedMember other) {
		return sees(other.uuid);
	}

	boolean sees(String uuid) {
		return this.seenNames.contains(uuid);
	}

	private void see(List<String> members) {
		if (2 * members.size() > this.mostSeen) {
			this.minoritySince = -1;
		}
		else if (this.minoritySince < 0) {
			this.minoritySince = this.world.millis();
		}
		this.seen = members;
		this.seenNames = Set.copyOf(members);
	}

	// What happens to it

	void start() {
		see(this.side.names());
		this.engine.start().whenComplete((started, failure) -> {
			this.up = failure == null;
			this.upSince = this.world.millis();
			if (failure != null) {
				this.cluster.note(this.name + " did not start: " + failure);
			}
		});
	}

	CompletionStage<Void> stop() {
		this.leaving = true;
		return this.engine.stop(Duration.ofSeconds(25));
	}

	void kill() {
		this.alive = false;
		this.arrivals.clear();
		this.tasks.clear();
	}

	void pause() {
		this.paused = true;
	}

	/**
	 * Go on: what came in meanwhile comes in its order, and the threads of the member run
	 * on in any.
	 */
	void resume() {
		this.paused = false;
		List<Runnable> arrived = List.copyOf(this.arrivals);
		List<Runnable> waiting = List.copyOf(this.tasks);
		this.arrivals.clear();
		this.tasks.clear();
		waiting.forEach((task) -> later(this.world.nanosBetween(1, 3000), task));
		long delay = 0;
		for (Runnable arrival : arrived) {
			delay += this.world.nanosBetween(1, 50);
			this.world.at(delay, () -> whenAwake(arrival));
		}
	}

	/**
	 * Let the clock go at another speed from now on.
	 */
	void skew(double rate) {
		this.clockBase = nanoTime() - this.clockOffset;
		this.clockSince = this.world.now();
		this.clockRate = rate;
	}

	/**
	 * Come back as a new member of another side, whose copies of slots are not ours.
	 */
	void merge(SimulatedSide target, String newUuid) {
		this.copies.clear();
		this.uuid = newUuid;
		see(List.of(newUuid));
		this.side = target;
		target.add(this);
		this.directory.reset();
	}

	void membersChanged() {
		Set<String> before = this.seenNames;
		see(this.side.names());
		this.directory.membersChanged(!this.seenNames.containsAll(before));
		if (this.listener != null) {
			this.listener.run();
		}
	}

	/**
	 * Do something that comes from the network, now or when the member goes on.
	 */
	void whenAwake(Runnable arrival) {
		if (this.alive) {
			if (this.paused) {
				this.arrivals.add(arrival);
			}
			else {
				arrival.run();
			}
		}
	}

	Runnable whileAlive(Runnable task) {
		return () -> {
			if (this.alive) {
				if (this.paused) {
					this.tasks.add(whileAlive(task));
				}
				else {
					task.run();
				}
			}
		};
	}

	Cancellable later(long delayNanos, Runnable task) {
		return this.world.at(delayNanos, whileAlive(task));
	}

	// Membership

	@Override
	public String local() {
		return this.uuid;
	}

	@Override
	public List<String> members() {
		return this.seen;
	}

	@Override
	public String address(String member) {
		return member;
	}

	@Override
	public Duration heartbeatInterval() {
		return Duration.ofSeconds(1);
	}

	@Override
	public Duration maxSilence() {
		return Duration.ofSeconds(4);
	}

	@Override
	public Registration listen(Runnable listener) {
		this.listener = listener;
		return () -> this.listener = null;
	}

	// Messaging

	@Override
	public void send(String member, Lane lane, int key, byte[] message) {
		SimulatedMember to = this.cluster.member(member);
		if (to == null || !sees(member)) {
			return;
		}
		String sender = this.uuid;
		this.cluster.network()
			.send(this, to, lane.ordinal() + 4 * key, MessageKinds.of(message), message.length + 40,
					lane != Lane.MESSAGE, () -> {
						MessageReceiver handler = to.receiver;
						if (handler != null && to.uuid.equals(member) && to.sees(sender)) {
							handler.receive(sender, lane, message, this.world.random().nextBoolean() ? () -> {
							} : null);
						}
					});
	}

	@Override
	public Registration receive(MessageReceiver handler) {
		this.receiver = handler;
		return () -> this.receiver = null;
	}

	// Broadcast

	@Override
	public void tell(byte[] news) {
		this.cluster.board().layOut(this, news);
	}

	@Override
	public Registration receive(NewsReceiver handler) {
		this.newsReceiver = handler;
		return () -> this.newsReceiver = null;
	}

	/**
	 * Take an entry of the replicated map.
	 */
	void takeNews(String sender, byte[] news) {
		NewsReceiver handler = this.newsReceiver;
		if (handler != null && !sender.equals(this.uuid) && sees(sender)) {
			handler.receive(sender, news);
		}
	}

	// Time

	@Override
	public long nanoTime() {
		return this.clockOffset + this.clockBase + (long) ((this.world.now() - this.clockSince) * this.clockRate);
	}

	@Override
	public Cancellable schedule(Duration delay, Runnable task) {
		return later((long) (delay.toNanos() / this.clockRate), task);
	}

}
