/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.processhub.RestartPolicy;
import io.processhub.cluster.Directory;
import io.processhub.cluster.Lane;
import io.processhub.cluster.Membership;
import io.processhub.cluster.Messaging;
import io.processhub.cluster.Registration;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.engine.HubEngine;
import io.processhub.engine.HubEnginePorts;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotReply;
import io.processhub.directory.Slots;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.strategy.migration.ColdSwap;
import io.processhub.strategy.partition.Divergence;
import io.processhub.strategy.redundancy.Singularity;
import io.processhub.strategy.synchronization.PubSub;
import io.processhub.supervisor.MessageHandlers;
import io.processhub.supervisor.ProcessType;
import io.processhub.time.HubScheduler;

/**
 * A member of a simulated cluster, with the real engine on simulated ports.
 */
final class SimulatedMember implements Membership, Messaging, Directory, HubScheduler {

	private final SimulatedCluster cluster;

	private final SimulatedWorld world;

	private final String name;

	private final HubEngine engine;

	private final ProcessHubTemplate template;

	private @Nullable MessageReceiver receiver;

	private @Nullable Runnable listener;

	private boolean alive = true;

	private boolean leaving;

	private boolean up;

	private List<String> seen;

	SimulatedMember(SimulatedCluster cluster, String name) {
		this.cluster = cluster;
		this.world = cluster.world();
		this.name = name;
		this.seen = new ArrayList<>(cluster.memberNames());
		this.seen.add(name);
		Executor executor = (task) -> this.world.at(this.world.between(1, 500), whileAlive(task));
		Random random = new Random(this.world.random().nextLong());
		HubEnginePorts ports = new HubEnginePorts(this, this, this, this.world.codec(), this, executor, executor,
				Thread::new, random);
		HubEngineStrategies strategies = new HubEngineStrategies(new ConsistentHashing(64), new Singularity(),
				new ColdSwap(), new PubSub(Duration.ofSeconds(15)), new Divergence());
		ProcessType type = new ProcessType("twin", RestartPolicy.PERMANENT, null, null, false, new TwinFactory(),
				MessageHandlers.forAll((instance, message, context) -> ((SimulatedTwin) instance).handle(message)));
		this.engine = new HubEngine(HubEngineSettings.defaults("sim"), strategies, ports, Map.of("twin", type));
		this.template = new ProcessHubTemplate(this.engine);
	}

	String name() {
		return this.name;
	}

	ProcessHubTemplate hub() {
		return this.template;
	}

	boolean isAlive() {
		return this.alive;
	}

	boolean isUp() {
		return this.alive && this.up && !this.leaving;
	}

	Runnable whileAlive(Runnable task) {
		return () -> {
			if (this.alive) {
				task.run();
			}
		};
	}

	void start() {
		this.engine.start().whenComplete((started, failure) -> this.up = failure == null);
	}

	CompletionStage<Void> stop() {
		this.leaving = true;
		return this.engine.stop(Duration.ofSeconds(25));
	}

	void kill() {
		this.alive = false;
		this.cluster.ledger().died(this.name);
	}

	void receive(String from, Lane lane, byte[] message) {
		if (this.alive && this.receiver != null) {
			this.receiver.receive(from, lane, message, this.world.random().nextBoolean());
		}
	}

	void membersChanged() {
		if (this.alive) {
			this.seen = this.cluster.memberNames();
			if (this.listener != null) {
				this.listener.run();
			}
		}
	}

	@Override
	public String local() {
		return this.name;
	}

	List<String> membersSeen() {
		return this.seen;
	}

	@Override
	public List<String> members() {
		return List.copyOf(this.seen);
	}

	@Override
	public String address(String member) {
		return member;
	}

	@Override
	public Registration listen(Runnable listener) {
		this.listener = listener;
		return () -> this.listener = null;
	}

	@Override
	public void send(String member, Lane lane, int key, byte[] message) {
		if (this.alive) {
			this.cluster.send(this, member, lane, key, message);
		}
	}

	@Override
	public Registration receive(MessageReceiver handler) {
		this.receiver = handler;
		return () -> this.receiver = null;
	}

	@Override
	public CompletionStage<Map<Integer, SlotReply>> execute(Map<Integer, SlotCommand> commands) {
		return this.alive ? this.cluster.execute(this, commands) : new CompletableFuture<>();
	}

	@Override
	public int slots() {
		return Slots.COUNT;
	}

	@Override
	public CompletionStage<Boolean> isSafe() {
		return CompletableFuture.completedFuture(true);
	}

	@Override
	public List<Integer> ownedSlots() {
		List<String> members = this.cluster.memberNames();
		int rank = members.indexOf(this.name);
		return IntStream.range(0, Slots.COUNT).filter((slot) -> slot % members.size() == rank).boxed().toList();
	}

	@Override
	public long nanoTime() {
		return this.world.now();
	}

	@Override
	public Cancellable schedule(Duration delay, Runnable task) {
		SimulatedWorld.Event event = this.world.at(delay, whileAlive(task));
		return () -> this.world.cancel(event);
	}

	/**
	 * Makes the processes of this member.
	 */
	private final class TwinFactory implements ProcessType.InstanceFactory {

		@Override
		public Object create() {
			return new SimulatedTwin(SimulatedMember.this.name, SimulatedMember.this.cluster.ledger());
		}

		@Override
		public void destroy(Object instance) {
			((SimulatedTwin) instance).destroyed();
		}

	}

}
