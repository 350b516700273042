/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.HubNode;
import io.processhub.StopReason;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.Slots;

/**
 * Moves the processes of this node that belong on another, a bounded number at a time.
 */
final class Mover {

	private static final Log logger = LogFactory.getLog(Mover.class);

	private static final int BATCH = 512;

	private final Hub hub;

	private final AtomicInteger moving = new AtomicInteger();

	Mover(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Return whether processes are on the move.
	 * @return whether any is
	 */
	boolean isMoving() {
		return this.moving.get() > 0;
	}

	/**
	 * Return whether anything runs here that is to run elsewhere, now that this node
	 * leaves.
	 * @return whether there is; what has to wait for this node to come back does not
	 * count
	 */
	boolean hasMisplaced() {
		Collection<String> ids = this.hub.supervisor().ids();
		if (!this.hub.strategies().distribution().isGuided()) {
			return !ids.isEmpty();
		}
		Cluster cluster = this.hub.cluster();
		String local = this.hub.localNode().id();
		return ids.stream()
			.map((id) -> this.hub.registry().on(local, id))
			.anyMatch((record) -> record != null && (this.hub.replicas().destination(cluster, record, false) != null
					|| this.hub.replicas().isSurplus(cluster, record)));
	}

	/**
	 * Move what belongs elsewhere.
	 * @param rebalancing whether what may stay moves, too
	 * @return completes when all of it has moved, or could not be moved now, with whether
	 * nothing is left to be moved
	 */
	CompletionStage<Boolean> moveMisplaced(boolean rebalancing) {
		Cluster cluster = this.hub.cluster();
		Replicas replicas = this.hub.replicas();
		if (replicas.areNone(cluster) && replicas.mayStay(cluster) && !rebalancing) {
			return CompletableFuture.completedStage(true);
		}
		Map<HubNode, Integer> shares = replicas.mayStay(cluster) ? this.hub.loads().surplus() : null;
		List<ProcessRecord> surplus = new ArrayList<>();
		Map<HubNode, List<String>> plan = (rebalancing && shares != null) ? give(shares)
				: plan(this.hub.loads().batch(), rebalancing, surplus);
		return release(surplus).thenCompose((released) -> move(plan, rebalancing));
	}

	private CompletionStage<Boolean> move(Map<HubNode, List<String>> plan, boolean rebalancing) {
		if (plan.isEmpty()) {
			return CompletableFuture.completedStage(true);
		}
		int count = plan.values().stream().mapToInt(List::size).sum();
		long from = this.hub.ports().scheduler().nanoTime();
		Run run = new Run(plan, rebalancing);
		run.next();
		return run.done.thenApply((done) -> {
			logger.info("Hub '%s' moved %d of %d processes to %s in %d ms".formatted(this.hub.id(), run.moved.get(),
					count, plan.keySet(), (this.hub.ports().scheduler().nanoTime() - from) / 1_000_000));
			return run.moved.get() == count;
		});
	}

	private Map<HubNode, List<String>> plan(Cluster cluster, boolean rebalancing, List<ProcessRecord> surplus) {
		Map<HubNode, List<String>> plan = new HashMap<>();
		String local = this.hub.localNode().id();
		for (String id : this.hub.supervisor().ids()) {
			ProcessRecord here = this.hub.registry().on(local, id);
			if (here == null || this.hub.busy().contains(id)) {
				continue;
			}
			HubNode target = this.hub.replicas().destination(cluster, here, rebalancing);
			if (target != null) {
				plan.computeIfAbsent(target, (node) -> new ArrayList<>()).add(id);
			}
			else if (this.hub.replicas().isSurplus(cluster, here)) {
				surplus.add(here);
			}
		}
		return plan;
	}

	/**
	 * Stop replicas of this node that are not needed any more.
	 */
	private CompletionStage<Void> release(List<ProcessRecord> surplus) {
		if (surplus.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		List<String> ids = surplus.stream().map(ProcessRecord::id).toList();
		Map<String, Long> epochs = new HashMap<>();
		surplus.forEach((replica) -> epochs.put(replica.process(), replica.epoch()));
		this.hub.busy().mark(ids);
		return this.hub.stopper()
			.abandon(surplus)
			.thenCompose((dropped) -> this.hub.supervisor().stop(epochs, StopReason.FENCED))
			.thenAccept((stopped) -> logger
				.info("Hub '%s' stopped %d replicas that are not needed any more".formatted(this.hub.id(), ids.size())))
			.whenComplete((released, failure) -> this.hub.busy().unmark(ids));
	}

	/**
	 * Plan to give some processes away, no matter which.
	 */
	private Map<HubNode, List<String>> give(Map<HubNode, Integer> surplus) {
		Iterator<String> ids = this.hub.supervisor().ids().iterator();
		Map<HubNode, List<String>> plan = new HashMap<>();
		surplus.forEach((node, count) -> {
			List<String> gifts = new ArrayList<>();
			while (gifts.size() < count && ids.hasNext()) {
				String id = ids.next();
				if (mayGo(id, node)) {
					gifts.add(id);
				}
			}
			if (!gifts.isEmpty()) {
				plan.put(node, gifts);
			}
		});
		return plan;
	}

	private boolean mayGo(String id, HubNode node) {
		ProcessRecord here = this.hub.registry().on(this.hub.localNode().id(), id);
		return here != null && this.hub.registry().on(node.id(), id) == null && !this.hub.busy().contains(id);
	}

	/**
	 * One round of moves.
	 */
	private final class Run {

		private final Queue<MoveBatch> batches = new ArrayDeque<>();

		private final CompletableFuture<Void> done = new CompletableFuture<>();

		private final AtomicInteger moved = new AtomicInteger();

		private int active;

		Run(Map<HubNode, List<String>> plan, boolean rebalancing) {
			plan.forEach((target, ids) -> {
				// Each slot is asked once then, rather than once for each batch
				ids.sort(Comparator.comparingInt(Slots::of));
				for (int from = 0; from < ids.size(); from += BATCH) {
					this.batches.add(new MoveBatch(Mover.this.hub, target,
							ids.subList(from, Math.min(from + BATCH, ids.size())), rebalancing));
				}
			});
		}

		void next() {
			List<MoveBatch> ready = new ArrayList<>();
			boolean finished;
			synchronized (this) {
				while (!this.batches.isEmpty()
						&& (this.active == 0 || Mover.this.moving.get() + this.batches.element().size() <= limit())) {
					MoveBatch batch = this.batches.remove();
					this.active++;
					Mover.this.moving.addAndGet(batch.size());
					ready.add(batch);
				}
				finished = this.active == 0 && this.batches.isEmpty();
			}
			if (finished) {
				this.done.complete(null);
			}
			ready.forEach(this::move);
		}

		private void move(MoveBatch batch) {
			CompletionStage<Void> moved;
			try {
				moved = batch.begin() ? Mover.this.hub.strategies().migration().migrate(batch)
						: CompletableFuture.completedStage(null);
			}
			catch (RuntimeException ex) {
				moved = CompletableFuture.failedStage(ex);
			}
			moved.handle((nothing, failure) -> batch.end(failure))
				.thenCompose((ended) -> ended)
				.whenComplete((nothing, failure) -> {
					this.moved.addAndGet(batch.moved());
					Mover.this.moving.addAndGet(-batch.size());
					synchronized (this) {
						this.active--;
					}
					next();
				});
		}

		private int limit() {
			return Mover.this.hub.settings().maxConcurrentMigrations();
		}

	}

}
