/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.HubNode;
import io.processhub.ProcessUnavailableException;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.supervisor.Assignment;

/**
 * Brings this node back to the others, after it stood still or was on another side of the
 * cluster. Until it knows again how things are, it takes nothing over and moves nothing;
 * and if it stood still, it handles no message either.
 */
final class Recovery {

	private static final Log logger = LogFactory.getLog(Recovery.class);

	/**
	 * When to compare with the directory after two sides have come together: the cluster
	 * library brings the slots of the smaller side along one after the other.
	 */
	private static final List<Duration> LATER_LOOKS = List.of(Duration.ofMillis(500), Duration.ofSeconds(2),
			Duration.ofSeconds(5));

	private static final int MAX_DEFERRED = 10_000;

	private static final Duration RETRY_DELAY = Duration.ofMillis(100);

	/**
	 * How long a node that stood still and finds that most others are gone waits to be
	 * joined with them before it goes on as a side of its own: they have taken it for
	 * dead rather than died.
	 */
	private static final Duration ALONE = Duration.ofSeconds(30);

	private final Hub hub;

	private final Repeater rejoining;

	private String member;

	private boolean merged;

	private boolean stalled;

	private long stalledSince;

	/**
	 * The nodes that were there when this one was last known not to have stood still.
	 */
	private List<HubNode> nodesBefore = List.of();

	private List<Runnable> deferred = new ArrayList<>();

	Recovery(Hub hub) {
		this.hub = hub;
		this.member = hub.ports().membership().local();
		this.rejoining = new Repeater(hub.ports().background(), "Recovery of hub '" + hub.id() + "'", this::rejoin);
	}

	/**
	 * Return whether this node does not know how things are.
	 * @return whether it is to keep still
	 */
	synchronized boolean isUnderWay() {
		return this.merged || this.stalled || !this.member.equals(this.hub.ports().membership().local());
	}

	/**
	 * Let something wait until it is known how things are.
	 * @param task what is to be done then
	 * @return {@code false} if that is known
	 */
	boolean defer(Runnable task) {
		if (!this.hub.supervisor().isStalled() && !isUnderWay()) {
			return false;
		}
		synchronized (this) {
			if (this.deferred.size() < MAX_DEFERRED) {
				this.deferred.add(task);
			}
		}
		this.rejoining.wake();
		return true;
	}

	/**
	 * Wait until it is known how things are. What a caller wants started or stopped
	 * before would meet a directory that does not have yet what this node brings along.
	 * @param patience how long to wait at most
	 * @return completes then, at once if it is known, or exceptionally when the time is
	 * over
	 */
	CompletionStage<Void> whenCertain(Duration patience) {
		CompletableFuture<Void> certain = new CompletableFuture<>();
		if (!defer(() -> certain.complete(null))) {
			return CompletableFuture.completedStage(null);
		}
		return TimeLimit.bound(this.hub, certain, patience, () -> {
			throw new ProcessUnavailableException(this.hub.id(), null,
					"This node does not know yet what the others did while it was away");
		});
	}

	/**
	 * Look whether this node has become another member, which it does when its side of
	 * the cluster joins another.
	 */
	void membersChanged() {
		synchronized (this) {
			String present = this.hub.ports().membership().local();
			if (present.equals(this.member)) {
				return;
			}
			this.member = present;
			this.merged = true;
		}
		logger.info(
				"Hub '%s' on %s has joined another side of the cluster".formatted(this.hub.id(), this.hub.localNode()));
		this.rejoining.wake();
	}

	/**
	 * Remember which nodes are there, for the cluster library may notice first that this
	 * node stood still, and cast the others out.
	 * @param after the cluster as it is now
	 */
	void clusterChanged(Cluster after) {
		if (!this.hub.supervisor().isStalled()) {
			remember(after);
		}
	}

	private synchronized void remember(Cluster cluster) {
		if (!this.stalled) {
			this.nodesBefore = cluster.view().nodes();
		}
	}

	/**
	 * This node stood still.
	 */
	void stalled() {
		synchronized (this) {
			this.stalled = true;
			this.stalledSince = this.hub.ports().scheduler().nanoTime();
		}
		logger.warn("Hub '%s' on %s stood still, and looks whether it was taken for dead before it goes on"
			.formatted(this.hub.id(), this.hub.localNode()));
		this.rejoining.wake();
	}

	private CompletionStage<Void> rejoin() {
		boolean startingOver;
		String present;
		synchronized (this) {
			boolean waiting = !this.deferred.isEmpty() && !this.hub.supervisor().isStalled();
			if (!this.merged && !this.stalled && !waiting) {
				return CompletableFuture.completedStage(null);
			}
			startingOver = this.merged;
			present = this.member;
		}
		CompletionStage<Boolean> back = startingOver ? startOver() : standing();
		return back.handle((known, failure) -> {
			if (failure != null || !known) {
				this.hub.ports().scheduler().schedule(RETRY_DELAY, this.rejoining::wake);
			}
			else {
				goOn(startingOver, present);
			}
			return null;
		});
	}

	private CompletionStage<Boolean> startOver() {
		return this.hub.nodes()
			.startOver()
			.thenCompose((told) -> this.hub.synchronizer().startOver())
			.thenApply((read) -> true);
	}

	/**
	 * Return whether the others still count this node among them.
	 */
	private CompletionStage<Boolean> standing() {
		return this.hub.nodes().announce().thenApply((answered) -> answered && isAmongMost());
	}

	private synchronized boolean isAmongMost() {
		if (!this.stalled) {
			return true;
		}
		// The view may lag behind the members who were asked
		Cluster cluster = this.hub.cluster();
		Set<String> members = new HashSet<>(this.hub.ports().membership().members());
		long left = this.nodesBefore.stream()
			.filter((node) -> cluster.isHere(node) || members.contains(cluster.member(node.id())))
			.count();
		long waited = this.hub.ports().scheduler().nanoTime() - this.stalledSince;
		return 2 * left > this.nodesBefore.size() || waited > ALONE.toNanos();
	}

	private void goOn(boolean startedOver, String as) {
		List<Runnable> tasks;
		synchronized (this) {
			if (!this.member.equals(as) || (this.merged && !startedOver)) {
				this.rejoining.wake();
				return;
			}
			this.merged = false;
			this.stalled = false;
			tasks = this.deferred;
			this.deferred = new ArrayList<>();
		}
		this.hub.supervisor().recover(this::isOutdated);
		remember(this.hub.cluster());
		tasks.forEach(Runnable::run);
		this.hub.reconciler().sweep();
		if (startedOver) {
			this.hub.synchronizer().bringOrphans();
			LATER_LOOKS.forEach((delay) -> this.hub.ports()
				.scheduler()
				.schedule(delay, () -> this.hub.ports().background().execute(this::lookAgain)));
		}
	}

	/**
	 * Return whether a process was assigned anew while this node knew nothing of it, to
	 * this node or another. One whose assignment goes on under a new epoch was not.
	 */
	private boolean isOutdated(String id, Assignment assignment) {
		ProcessRecord record = this.hub.registry().get(ReplicaId.of(id, assignment.replica()));
		return record != null && record.epoch() > assignment.epoch() && record.token() != assignment.token();
	}

	private void lookAgain() {
		if (this.hub.reconciler().isRunning() && !isUnderWay()) {
			this.hub.synchronizer()
				.loadMerged()
				.thenRun(this.hub.synchronizer()::bringOrphans)
				.thenRun(this.hub.reconciler()::sweep);
		}
	}

}
