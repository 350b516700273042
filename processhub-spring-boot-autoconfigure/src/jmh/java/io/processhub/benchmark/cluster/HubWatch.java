/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.cluster;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessHubOperations;
import io.processhub.registry.Registry;

/**
 * Samples the state of the hub every millisecond, so that it is known when it changed
 * last.
 */
public class HubWatch {

	private static final long INTERVAL = TimeUnit.MICROSECONDS.toNanos(800);

	private final ProcessHubOperations hub;

	private final RegistryView view;

	private final IntSupplier live;

	private volatile @Nullable NodeState last;

	private volatile @Nullable Thread watcher;

	/**
	 * Create a watch, which is on.
	 * @param hub the hub
	 * @param live how many instances run, as they say themselves
	 */
	public HubWatch(ProcessHubOperations hub, IntSupplier live) {
		this.hub = hub;
		this.live = live;
		this.view = new RegistryView(hub);
		watch(true);
	}

	public final synchronized void watch(boolean on) {
		if (on && this.watcher == null) {
			Thread thread = new Thread(this::run, "hub-watch");
			thread.setDaemon(true);
			this.watcher = thread;
			thread.start();
		}
		else if (!on) {
			this.watcher = null;
		}
	}

	private void run() {
		while (this.watcher == Thread.currentThread()) {
			sample();
			LockSupport.parkNanos(INTERVAL);
		}
	}

	public NodeState state() {
		NodeState state = this.last;
		return (this.watcher != null && state != null) ? state : sample();
	}

	private synchronized NodeState sample() {
		NodeState before = this.last;
		NodeState now = read(before);
		if (before == null || !now.equals(before)) {
			this.last = now;
		}
		return now;
	}

	private NodeState read(@Nullable NodeState before) {
		Registry registry = this.view.registry();
		boolean up = this.hub.isAlive();
		if (registry == null || !up) {
			return stamp(before, new NodeState(false, 0, 0, 0, 0, this.live.getAsInt(), 0, 0, 0));
		}
		return stamp(before, new NodeState(true, this.hub.nodes().size(), RegistryView.digest(registry),
				registry.size(), registry.countOnNode(this.hub.localNode().id()), this.live.getAsInt(), 0, 0, 0));
	}

	private static NodeState stamp(@Nullable NodeState before, NodeState now) {
		long time = System.nanoTime();
		if (before == null) {
			return new NodeState(now.up(), now.nodes(), now.digest(), now.size(), now.own(), now.live(), time, time,
					time);
		}
		boolean same = now.up() == before.up() && now.nodes() == before.nodes() && now.digest() == before.digest()
				&& now.size() == before.size() && now.own() == before.own() && now.live() == before.live();
		return new NodeState(now.up(), now.nodes(), now.digest(), now.size(), now.own(), now.live(),
				same ? before.since() : time, (now.nodes() == before.nodes()) ? before.nodesSince() : time,
				(now.up() == before.up()) ? before.upSince() : time);
	}

}
