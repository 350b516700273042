/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.ProcessState;
import io.processhub.ProcessUnavailableException;
import io.processhub.StopReason;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotReply;
import io.processhub.registry.RegistryChange;
import io.processhub.supervisor.Assignment;
import io.processhub.wire.WireReader;

/**
 * Brings together, again and again, what the directory says, where the strategies want
 * processes, and what runs here. Events only wake it early.
 */
final class Reconciler {

	private static final Log logger = LogFactory.getLog(Reconciler.class);

	private static final Duration SOON = Duration.ofMillis(500);

	private final Hub hub;

	private final Takeover takeover;

	private final Repeater places;

	private final Repeater sweep;

	/**
	 * The changes of the view since the others were compared with.
	 */
	private final AtomicInteger changes = new AtomicInteger();

	private final AtomicBoolean rebalancing = new AtomicBoolean();

	private volatile boolean running;

	Reconciler(Hub hub) {
		this.hub = hub;
		this.takeover = new Takeover(hub);
		this.places = new Repeater(hub.ports().background(), "Reconciliation of hub '" + hub.id() + "'",
				this::reconcile);
		this.sweep = new Repeater(hub.ports().background(), "Sweep of hub '" + hub.id() + "'", this::sweepAll);
	}

	void start() {
		this.running = true;
	}

	void stop() {
		this.running = false;
	}

	boolean isRunning() {
		return this.running;
	}

	boolean isWorking() {
		return this.places.isRunning() || this.hub.mover().isMoving();
	}

	/**
	 * Bring things together now.
	 * @return completes when a round that began after this call has ended
	 */
	CompletableFuture<Void> wake() {
		return this.places.wake();
	}

	/**
	 * Bring things together now, and move what could stay where it is, too.
	 * @return completes when a round that began after this call has ended
	 */
	CompletableFuture<Void> rebalance() {
		this.rebalancing.set(true);
		return this.places.wake();
	}

	/**
	 * Bring things together in a moment, for something could not be done now.
	 */
	void later() {
		this.hub.ports().scheduler().schedule(SOON, this::wake);
	}

	void clusterChanged(Cluster before, Cluster after) {
		if (!this.running) {
			return;
		}
		if (before.view() != after.view()) {
			if (logger.isDebugEnabled()) {
				logger.debug("Hub '%s' on %s has %d nodes, %d of them take processes: %s".formatted(this.hub.id(),
						this.hub.localNode(), after.view().nodes().size(), after.view().targets().size(),
						after.view().nodes()));
			}
			this.places.wake();
			lookSoon();
		}
	}

	/**
	 * Compare with the others and look for orphans in a moment, once for all changes of
	 * the view that come meanwhile.
	 */
	private void lookSoon() {
		if (this.changes.getAndIncrement() == 0) {
			this.hub.ports().scheduler().schedule(SOON, () -> this.hub.ports().background().execute(this::lookNow));
		}
	}

	private void lookNow() {
		boolean again = this.changes.getAndSet(0) > 1;
		this.hub.synchronizer().tellDigests();
		sweep();
		if (again) {
			// The last change may have come just now
			lookSoon();
		}
	}

	/**
	 * Stop the instance of a process that was removed, or has gone to another node, and
	 * look after one that is to run here and does not.
	 * @param change a change of the registry
	 */
	void registryChanged(RegistryChange change) {
		if (!this.running) {
			return;
		}
		String process = ReplicaId.process(change.id());
		long epoch = this.hub.supervisor().epoch(process);
		ProcessRecord record = this.hub.registry().on(this.hub.localNode().id(), process);
		if (record != null) {
			if (record.state() == ProcessState.FAILED && epoch != 0) {
				// An order to run it came again when it had just been given up
				sweep();
			}
			if (epoch < record.epoch() && record.state() == ProcessState.RUNNING
					&& !this.hub.busy().contains(process)) {
				// The order to run it was lost, or two sides have come together and the
				// assignment goes on under a new epoch
				sweep();
			}
			return;
		}
		ProcessRecord elsewhere = change.record();
		if (epoch != 0 && ReplicaId.isFurther(change.id()) && this.hub.registry().get(process) != null) {
			// It may go on as the first one, which is not known here yet
			sweep();
			return;
		}
		long since = (elsewhere != null) ? elsewhere.epoch() : change.revision();
		if (epoch != 0 && epoch < since && !this.hub.busy().contains(process)) {
			StopReason reason = (elsewhere != null) ? StopReason.FENCED : StopReason.STOPPED;
			this.hub.ports().background().execute(() -> this.hub.supervisor().stop(Map.of(process, epoch), reason));
		}
	}

	private CompletionStage<Void> reconcile() {
		boolean all = this.rebalancing.getAndSet(false);
		News.Redistribution redistribution = this.hub.news().pending();
		if (!mayAct()) {
			return CompletableFuture.completedStage(null);
		}
		return whileItAnswers("processes to be taken over", this.takeover.takeOverFromGone())
			.thenCompose((taken) -> this.hub.mover().moveMisplaced(all))
			.thenCompose((moved) -> this.hub.replicator().completeAll().thenApply((completed) -> {
				this.rebalancing.compareAndSet(false, all && !moved);
				return completed && (moved || !all);
			}))
			.handle((done, failure) -> {
				if (failure != null) {
					this.rebalancing.compareAndSet(false, all);
				}
				if (failure != null || !done) {
					later();
				}
				else {
					this.hub.news().redistributed(redistribution);
				}
				this.hub.news().locked(false);
				return null;
			});
	}

	/**
	 * Wait for the directory, but not for ever, for other slots may answer. What it says
	 * after that counts all the same.
	 * @param what what was asked for
	 * @param answer what is waited for
	 * @return completes as the answer does, or exceptionally when it has been waited for
	 * long enough
	 */
	<T> CompletionStage<T> whileItAnswers(String what, CompletionStage<T> answer) {
		Duration limit = this.hub.settings().deadlockRecoveryTimeout();
		return TimeLimit.bound(this.hub, answer, limit, () -> {
			logger.warn("Hub '%s' goes on without waiting for %s, of which the directory has said nothing for %s"
				.formatted(this.hub.id(), what, limit));
			throw new ProcessUnavailableException(this.hub.id(), null,
					"The directory of hub '%s' did not answer in time".formatted(this.hub.id()));
		});
	}

	/**
	 * Look for what events have missed: processes that nobody runs, and instances that
	 * nobody ordered.
	 */
	void sweep() {
		this.sweep.wake();
	}

	/**
	 * Return whether this node knows how things are, and its side of the cluster may
	 * work.
	 */
	boolean mayAct() {
		return this.running && this.hub.cluster().quorum() && !this.hub.recovery().isUnderWay();
	}

	private CompletionStage<Void> sweepAll() {
		if (!mayAct()) {
			return CompletableFuture.completedStage(null);
		}
		return whileItAnswers("orphans", sweepOrphans().thenCompose((swept) -> sweepStrays())).thenAccept((swept) -> {
			this.hub.merger().review();
			this.places.wake();
		});
	}

	private CompletionStage<Void> sweepOrphans() {
		Cluster cluster = this.hub.loads().takeover();
		Set<String> nodes = new HashSet<>(cluster.members().keySet());
		return this.hub.directory()
			.ask(this.hub.synchronizer().slotsToLookAfter(cluster), new SlotCommand.ReadOrphans(nodes))
			.thenAccept((replies) -> adopt(cluster, replies));
	}

	private void adopt(Cluster cluster, Map<Integer, SlotReply> replies) {
		Map<String, List<ProcessRecord>> byTarget = new HashMap<>();
		for (SlotReply reply : replies.values()) {
			for (ProcessRecord orphan : reply.records()) {
				boolean gone = cluster.complete() || this.hub.nodes().isDeparted(orphan.node());
				// A further replica is looked after by the node of the first
				String target = (gone && orphan.number() == 0) ? this.hub.replicas().successor(cluster, orphan) : null;
				if (target != null) {
					byTarget.computeIfAbsent(target, (node) -> new ArrayList<>()).add(orphan);
				}
			}
		}
		byTarget.forEach((target, orphans) -> {
			String member = cluster.member(target);
			if (target.equals(this.hub.localNode().id())) {
				this.takeover.takeOver(orphans);
			}
			else if (member != null) {
				this.hub.requests()
					.tell(member, Kind.ADOPT, orphans.size() * 96,
							(writer) -> writer.writeAll(orphans, (to, record) -> record.writeTo(to)));
			}
		});
	}

	/**
	 * Take over processes that another node found without one.
	 * @param message the processes
	 */
	void adopt(WireReader message) {
		Cluster cluster = this.hub.cluster();
		List<ProcessRecord> orphans = message.readAll(ProcessRecord::readFrom)
			.stream()
			.filter((record) -> record.number() == 0 && cluster.member(record.node()) == null && !contradicts(record))
			.toList();
		if (mayAct()) {
			this.takeover.takeOver(orphans);
		}
	}

	/**
	 * Return whether this node knows the assignment otherwise, which makes one of the two
	 * garbled.
	 */
	private boolean contradicts(ProcessRecord record) {
		ProcessRecord known = this.hub.registry().get(record.id());
		return known != null && known.epoch() == record.epoch() && !known.node().equals(record.node());
	}

	private CompletionStage<Void> sweepStrays() {
		String local = this.hub.localNode().id();
		Set<String> doubtful = new HashSet<>();
		for (String id : this.hub.supervisor().ids()) {
			ProcessRecord record = this.hub.registry().on(local, id);
			Assignment assignment = this.hub.supervisor().assignment(id);
			if (record == null || record.state() == ProcessState.FAILED
					|| (assignment != null && !isOf(record, assignment))) {
				doubtful.add(id);
			}
		}
		for (ProcessRecord record : this.hub.registry().onNode(local)) {
			if (record.state() == ProcessState.RUNNING && !this.hub.supervisor().contains(record.process())) {
				doubtful.add(record.process());
			}
		}
		doubtful.removeIf(this.hub.busy()::contains);
		if (doubtful.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		Map<String, Long> epochs = new HashMap<>();
		Set<String> records = new HashSet<>(doubtful);
		doubtful.forEach((process) -> {
			epochs.put(process, this.hub.supervisor().epoch(process));
			this.hub.registry().replicas(process).forEach((replica) -> records.add(replica.id()));
		});
		return this.hub.directory().read(records).thenAccept((answers) -> clear(epochs, answers));
	}

	private static boolean isOf(ProcessRecord record, Assignment assignment) {
		return record.epoch() == assignment.epoch() && record.number() == assignment.replica();
	}

	private void clear(Map<String, Long> epochs, Map<String, DirectoryClient.Answer> answers) {
		Map<String, Long> strays = new HashMap<>();
		List<ProcessRecord> missing = new ArrayList<>();
		List<ProcessRecord> ahead = new ArrayList<>();
		Map<String, ProcessRecord> here = new HashMap<>();
		answers.forEach((id, answer) -> {
			ProcessRecord record = answer.outcome().present();
			if (!this.hub.busy().contains(id)) {
				this.hub.synchronizer().learn(id, answer);
			}
			if (record != null && record.node().equals(this.hub.localNode().id())) {
				here.merge(record.process(), record, ReplicaPlan::real);
			}
		});
		epochs.forEach((process, epoch) -> {
			if (!answers.containsKey(process) || this.hub.busy().contains(process)) {
				return;
			}
			ProcessRecord present = here.get(process);
			if (present == null || (present.state() == ProcessState.FAILED && epoch <= present.epoch())) {
				strays.put(process, epoch);
			}
			else if (epoch < present.epoch() && present.state() == ProcessState.RUNNING) {
				if (this.hub.type(present.spec().type()) != null) {
					missing.add(present);
				}
			}
			else if (epoch > present.epoch()) {
				Assignment assignment = this.hub.supervisor().assignment(process);
				if (assignment == null || assignment.epoch() != epoch) {
					return;
				}
				if (assignment.replica() != present.number()) {
					strays.put(process, epoch);
				}
				else {
					ahead.add(present.withAssignment(epoch, assignment.token()));
				}
			}
		});
		strays.values().removeIf((epoch) -> epoch == 0);
		if (!strays.isEmpty()) {
			logger.warn("Hub '%s' stops %d instances that are not assigned to this node".formatted(this.hub.id(),
					strays.size()));
			this.hub.supervisor().stop(strays, StopReason.FENCED).thenRun(this::sweep);
		}
		if (!ahead.isEmpty()) {
			this.hub.synchronizer().bringAlong(ahead);
		}
		if (!missing.isEmpty()) {
			logger.warn("Hub '%s' starts %d processes that are assigned to this node but do not run"
				.formatted(this.hub.id(), missing.size()));
			this.hub.activator().activate(missing);
		}
	}

}
