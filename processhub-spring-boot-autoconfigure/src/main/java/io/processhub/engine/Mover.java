/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.HubNode;
import io.processhub.StopReason;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.Slots;
import io.processhub.supervisor.ProcessSupervisor;

/**
 * Moves the processes of this node that belong on another, a bounded number at a time.
 */
final class Mover {

	private static final Log logger = LogFactory.getLog(Mover.class);

	/**
	 * How long a process whose move was given up is left alone.
	 */
	private static final Duration BACKOFF = Duration.ofSeconds(8);

	private final Hub hub;

	private final AtomicInteger moving = new AtomicInteger();

	private final LongAdder movedEver = new LongAdder();

	private final LongAdder givenUpEver = new LongAdder();

	/**
	 * When the last move of a process was given up, by process id.
	 */
	private final Map<String, Long> stuck = new ConcurrentHashMap<>();

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
			.anyMatch((record) -> record != null
					&& !this.hub.replicas().fate(cluster, record, false).equals(Replicas.Fate.STAYS));
	}

	/**
	 * Return how many processes have moved from this node.
	 */
	long moved() {
		return this.movedEver.sum();
	}

	/**
	 * Return how many moves of a process from this node were given up.
	 */
	long givenUp() {
		return this.givenUpEver.sum();
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
				: plan(replicas.areNone(cluster) ? this.hub.loads().batch() : this.hub.loads().takeover(), rebalancing,
						surplus);
		return this.hub.reconciler()
			.whileItAnswers("replicas to be released", release(surplus))
			.thenCombine(move(plan, rebalancing, isLeaving(cluster)), (released, moved) -> moved);
	}

	private static boolean isLeaving(Cluster cluster) {
		return !cluster.view().targets().contains(cluster.view().local());
	}

	private CompletionStage<Boolean> move(Map<HubNode, List<String>> plan, boolean rebalancing, boolean leaving) {
		if (plan.isEmpty()) {
			return CompletableFuture.completedStage(true);
		}
		this.hub.news().locked(true);
		int count = plan.values().stream().mapToInt(List::size).sum();
		long from = this.hub.ports().scheduler().nanoTime();
		Run run = new Run(plan, rebalancing, leaving);
		run.next();
		return run.done.thenApply((done) -> {
			if (logger.isDebugEnabled()) {
				logger
					.debug("Hub '%s' moved %d of %d processes to %s in %d ms".formatted(this.hub.id(), run.moved.get(),
							count, plan.keySet(), (this.hub.ports().scheduler().nanoTime() - from) / 1_000_000));
			}
			return run.moved.get() + run.givenUp.get() == count;
		});
	}

	private boolean isTriedAlready(String id) {
		Long since = this.stuck.get(id);
		return since != null && this.hub.ports().scheduler().nanoTime() - since < BACKOFF.toNanos();
	}

	private Map<HubNode, List<String>> plan(Cluster cluster, boolean rebalancing, List<ProcessRecord> surplus) {
		Collection<String> ids = this.hub.supervisor().ids();
		if (!this.stuck.isEmpty()) {
			this.stuck.keySet().retainAll(Set.copyOf(ids));
		}
		if (!isLeaving(cluster) && !rebalancing) {
			ids.removeIf(this::isTriedAlready);
		}
		Map<HubNode, List<String>> plan = new HashMap<>();
		String local = this.hub.localNode().id();
		for (String id : ids) {
			ProcessRecord here = this.hub.registry().on(local, id);
			if (here == null || this.hub.busy().contains(id)) {
				continue;
			}
			Replicas.Fate fate = this.hub.replicas().fate(cluster, here, rebalancing);
			if (fate.destination() != null) {
				plan.computeIfAbsent(fate.destination(), (node) -> new ArrayList<>()).add(id);
			}
			else if (fate.surplus()) {
				surplus.add(here);
			}
		}
		return plan;
	}

	/**
	 * Stop replicas of this node that are not needed any more.
	 */
	private CompletionStage<Void> release(List<ProcessRecord> surplus) {
		List<ProcessRecord> released = surplus.stream().filter((each) -> this.hub.busy().tryMark(each.id())).toList();
		if (released.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		return this.hub.stopper().abandon(released).whenComplete((dropped, failure) -> {
			Map<String, Long> epochs = new HashMap<>();
			for (ProcessRecord replica : released) {
				if (failure == null && this.hub.registry().get(replica.id()) == null) {
					epochs.put(replica.process(), replica.epoch());
				}
			}
			this.hub.supervisor().stop(epochs, StopReason.FENCED);
			this.hub.busy().unmark(released.stream().map(ProcessRecord::id).toList());
			logger.debug(
					"Hub '%s' stops %d replicas that are not needed any more".formatted(this.hub.id(), epochs.size()));
		});
	}

	/**
	 * Plan to give some processes away, no matter which.
	 */
	private Map<HubNode, List<String>> give(Map<HubNode, Integer> surplus) {
		Cluster cluster = this.hub.cluster();
		Set<String> left = new LinkedHashSet<>(this.hub.supervisor().ids());
		Map<HubNode, List<String>> plan = new HashMap<>();
		surplus.forEach((node, count) -> {
			List<String> gifts = left.stream().filter((id) -> mayGo(cluster, id, node)).limit(count).toList();
			left.removeAll(Set.copyOf(gifts));
			if (!gifts.isEmpty()) {
				plan.put(node, new ArrayList<>(gifts));
			}
		});
		return plan;
	}

	/**
	 * Return whether a process may be given to a node. Of several instances of one, only
	 * one is given away at a time, lest two of them go to the same node.
	 */
	private boolean mayGo(Cluster cluster, String id, HubNode node) {
		ProcessRecord here = this.hub.registry().on(this.hub.localNode().id(), id);
		if (here == null || this.hub.busy().contains(id) || !cluster.knows(node, here.spec())) {
			return false;
		}
		List<ProcessRecord> replicas = this.hub.registry().replicas(id);
		int turn = Math.floorMod(id.hashCode(), replicas.size() + 1);
		int number = (turn == 0) ? 0 : replicas.get(turn - 1).number();
		return here.number() == number && this.hub.registry().on(node.id(), id) == null;
	}

	/**
	 * One round of moves.
	 */
	private final class Run {

		private final Queue<MoveBatch> batches = new ArrayDeque<>();

		private final CompletableFuture<Void> done = new CompletableFuture<>();

		private final AtomicInteger moved = new AtomicInteger();

		private final AtomicInteger givenUp = new AtomicInteger();

		private final boolean rebalancing;

		private int active;

		Run(Map<HubNode, List<String>> plan, boolean rebalancing, boolean leaving) {
			this.rebalancing = rebalancing;
			ProcessSupervisor supervisor = Mover.this.hub.supervisor();
			plan.forEach((target, ids) -> {
				// Each slot is asked once then, rather than once for each batch
				ids.sort(Comparator.comparingInt(Slots::of));
				// Loops take their time to end, and keep the others of a batch waiting
				Map<Boolean, List<String>> byLoop = ids.stream().collect(Collectors.partitioningBy(supervisor::isLoop));
				byLoop.values()
					.forEach((group) -> group.stream()
						.collect(Collectors.partitioningBy((id) -> isCold(id, leaving)))
						.forEach((urgent, members) -> split(target, members, urgent)));
			});
		}

		/**
		 * Return whether a process moves without much ado: the time of this node is
		 * short, or the node that it goes to may have an instance that goes on.
		 */
		private boolean isCold(String id, boolean leaving) {
			return (leaving && Mover.this.stuck.containsKey(id)) || !Mover.this.hub.registry().replicas(id).isEmpty();
		}

		private void split(HubNode target, List<String> ids, boolean urgent) {
			int batch = Mover.this.hub.strategies().migration().batchSize();
			for (int from = 0; from < ids.size(); from += batch) {
				this.batches.add(new MoveBatch(Mover.this.hub, target,
						ids.subList(from, Math.min(from + batch, ids.size())), this.rebalancing, urgent));
			}
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
			WatchedMove watched = new WatchedMove(Mover.this.hub, batch);
			CompletionStage<Void> moved;
			try {
				moved = batch.begin() ? tellAndMove(batch, watched) : CompletableFuture.completedStage(null);
			}
			catch (RuntimeException ex) {
				moved = CompletableFuture.failedStage(ex);
			}
			CompletionStage<Void> ended = moved.handle((nothing, failure) -> batch.end(failure))
				.thenCompose((settled) -> settled)
				.whenComplete((nothing, failure) -> count(batch));
			watched.untilTheEnd(ended).whenComplete((nothing, failure) -> {
				Mover.this.moving.addAndGet(-batch.size());
				synchronized (this) {
					this.active--;
				}
				next();
			});
		}

		private CompletionStage<Void> tellAndMove(MoveBatch batch, WatchedMove watched) {
			News news = Mover.this.hub.news();
			return news.then(news.moving(batch.target(), batch::ids),
					() -> watched.migrate(Mover.this.hub.strategies().migration()));
		}

		private void count(MoveBatch batch) {
			Mover.this.hub.news().moved(batch.target(), batch.moved());
			this.moved.addAndGet(batch.moved().size());
			this.givenUp.addAndGet(batch.givenUp().size());
			Mover.this.movedEver.add(batch.moved().size());
			Mover.this.givenUpEver.add(batch.givenUp().size());
			long now = Mover.this.hub.ports().scheduler().nanoTime();
			batch.givenUp().forEach((id) -> Mover.this.stuck.put(id, now));
		}

		private int limit() {
			return Mover.this.hub.settings().maxConcurrentMigrations();
		}

	}

}
