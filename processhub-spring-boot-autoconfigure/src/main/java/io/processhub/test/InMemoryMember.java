/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.processhub.cluster.Broadcast;
import io.processhub.cluster.Directory;
import io.processhub.cluster.Lane;
import io.processhub.cluster.Membership;
import io.processhub.cluster.Messaging;
import io.processhub.cluster.Registration;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotReply;
import io.processhub.directory.Slots;

/**
 * A member of a cluster in memory. What comes in is handled by the executor, on each lane
 * in the order in which it was sent.
 */
final class InMemoryMember implements Membership, Directory, Messaging, Broadcast {

	private final String id = UUID.randomUUID().toString();

	private final String address;

	private final Executor executor;

	private final Map<Lane, Line> lines = new EnumMap<>(Lane.class);

	private volatile InMemoryCluster cluster;

	private volatile @Nullable MessageReceiver receiver;

	private volatile @Nullable NewsReceiver newsReceiver;

	private volatile @Nullable Runnable listener;

	InMemoryMember(InMemoryCluster cluster, String address, Executor executor) {
		this.cluster = cluster;
		this.address = address;
		this.executor = executor;
		for (Lane lane : Lane.values()) {
			this.lines.put(lane, new Line(executor));
		}
		cluster.join(this);
	}

	/**
	 * Leave the cluster. From now on this member is alone in one of its own.
	 */
	void leave() {
		InMemoryCluster left = this.cluster;
		this.cluster = new InMemoryCluster();
		this.cluster.join(this);
		left.leave(this);
		membersChanged();
	}

	void membersChanged() {
		Runnable present = this.listener;
		if (present != null) {
			present.run();
		}
	}

	@Override
	public String local() {
		return this.id;
	}

	@Override
	public List<String> members() {
		return this.cluster.names();
	}

	@Override
	public String address(String member) {
		InMemoryMember present = this.cluster.member(member);
		return (present != null) ? present.address : member;
	}

	@Override
	public Duration heartbeatInterval() {
		return Duration.ofSeconds(2);
	}

	@Override
	public Duration maxSilence() {
		return Duration.ofSeconds(10);
	}

	@Override
	public Registration listen(Runnable listener) {
		this.listener = listener;
		return () -> this.listener = null;
	}

	@Override
	public int slots() {
		return Slots.COUNT;
	}

	@Override
	public CompletionStage<Map<Integer, SlotReply>> execute(Map<Integer, SlotCommand> commands) {
		return CompletableFuture.supplyAsync(() -> this.cluster.execute(commands), this.executor);
	}

	@Override
	public CompletionStage<Boolean> isSafe() {
		return CompletableFuture.completedStage(true);
	}

	@Override
	public List<Integer> ownedSlots() {
		List<String> members = members();
		int place = members.indexOf(this.id);
		return IntStream.range(0, Slots.COUNT).filter((slot) -> slot % members.size() == place).boxed().toList();
	}

	@Override
	public void send(String member, Lane lane, int key, byte[] message) {
		InMemoryMember target = this.cluster.member(member);
		if (target != null) {
			target.line(lane).add(() -> {
				MessageReceiver present = target.receiver;
				if (present != null && target.cluster.member(this.id) != null) {
					present.receive(this.id, lane, message, null);
				}
			});
		}
	}

	private Line line(Lane lane) {
		Line line = this.lines.get(lane);
		if (line == null) {
			throw new IllegalArgumentException("There is no lane " + lane);
		}
		return line;
	}

	@Override
	public Registration receive(MessageReceiver handler) {
		this.receiver = handler;
		return () -> this.receiver = null;
	}

	@Override
	public void tell(byte[] news) {
		this.cluster.others(this).forEach((other) -> other.line(Lane.CONTROL).add(() -> {
			NewsReceiver present = other.newsReceiver;
			if (present != null && other.cluster.member(this.id) != null) {
				present.receive(this.id, news);
			}
		}));
	}

	@Override
	public Registration receive(NewsReceiver handler) {
		this.newsReceiver = handler;
		return () -> this.newsReceiver = null;
	}

	/**
	 * Runs tasks one after the other.
	 */
	private static final class Line implements Runnable {

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private final Executor executor;

		private boolean running;

		Line(Executor executor) {
			this.executor = executor;
		}

		void add(Runnable task) {
			synchronized (this) {
				this.tasks.add(task);
				if (this.running) {
					return;
				}
				this.running = true;
			}
			this.executor.execute(this);
		}

		@Override
		public void run() {
			Runnable task;
			synchronized (this) {
				task = this.tasks.poll();
				if (task == null) {
					this.running = false;
					return;
				}
			}
			try {
				task.run();
			}
			finally {
				this.executor.execute(this);
			}
		}

	}

}
