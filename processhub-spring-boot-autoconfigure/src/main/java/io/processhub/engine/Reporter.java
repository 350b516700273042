/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessState;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.SlotOperation;
import io.processhub.registry.RegistryChange;
import io.processhub.supervisor.Envelope;
import io.processhub.supervisor.SupervisorListener;

/**
 * Brings into the directory what processes do by themselves: restart, end, fail. News are
 * gathered for a moment, and kept until the directory has them.
 */
final class Reporter implements SupervisorListener {

	private static final Log logger = LogFactory.getLog(Reporter.class);

	private static final Duration GATHER = Duration.ofMillis(50);

	private final Hub hub;

	private final Map<String, SlotOperation> news = new HashMap<>();

	private boolean scheduled;

	Reporter(Hub hub) {
		this.hub = hub;
	}

	@Override
	public void restarted(String id, long epoch, int restarts) {
		report(new SlotOperation.Amend(recordId(id, epoch), epoch, ProcessState.RUNNING, restarts));
		settled(id, epoch);
		this.hub.news().restarted(id, epoch, restarts);
	}

	/**
	 * A process that comes to its end ends on all nodes.
	 */
	@Override
	public void ended(String id, long epoch) {
		ProcessRecord record = this.hub.registry().get(recordId(id, epoch));
		report((record != null && record.number() > 0) ? new SlotOperation.Withdraw(id, record.incarnation())
				: new SlotOperation.Remove(id, epoch));
	}

	@Override
	public void failed(String id, long epoch, int restarts) {
		logger.warn("Process '%s' of hub '%s' was given up after %d restarts".formatted(id, this.hub.id(), restarts));
		report(new SlotOperation.Amend(recordId(id, epoch), epoch, ProcessState.FAILED, restarts));
	}

	/**
	 * Have an instance that runs go on in the place of the first one, which was given up:
	 * its node did not know of the other one.
	 * @param first the record of the first instance
	 */
	void succeed(ProcessRecord first) {
		report(new SlotOperation.Amend(first.id(), first.epoch(), ProcessState.FAILED, first.restarts()));
	}

	@Override
	public void displaced(String id, List<Envelope> messages) {
		this.hub.ports()
			.background()
			.execute(() -> messages.forEach((envelope) -> this.hub.router().route((Parcel) envelope, false)));
	}

	@Override
	public void leftState(String id) {
		this.hub.ports().background().execute(() -> this.hub.merger().review(id));
	}

	@Override
	public void stalled() {
		this.hub.ports().background().execute(this.hub.recovery()::stalled);
	}

	/**
	 * Note that an instance is up with the state that waited for it.
	 * @param id the process id
	 * @param epoch the epoch of its assignment
	 */
	void settled(String id, long epoch) {
		report(new SlotOperation.Settle(recordId(id, epoch), epoch));
	}

	/**
	 * Return the id of the record of an instance of this node.
	 */
	private String recordId(String process, long epoch) {
		for (ProcessRecord replica : this.hub.registry().replicas(process)) {
			if (replica.epoch() == epoch) {
				return replica.id();
			}
		}
		return process;
	}

	private synchronized void report(SlotOperation operation) {
		if (this.news.put(key(operation), operation) == null) {
			this.hub.busy().mark(List.of(operation.id()));
		}
		schedule();
	}

	private static String key(SlotOperation operation) {
		return operation.id() + ((operation instanceof SlotOperation.Settle) ? "/settled" : "/news");
	}

	private void schedule() {
		if (!this.scheduled) {
			this.scheduled = true;
			this.hub.ports().scheduler().schedule(GATHER, () -> this.hub.ports().background().execute(this::flush));
		}
	}

	/**
	 * Bring the news into the directory now.
	 * @return completes when the directory has answered, or failed to
	 */
	CompletionStage<Void> flush() {
		List<SlotOperation> operations;
		synchronized (this) {
			this.scheduled = false;
			operations = new ArrayList<>(this.news.values());
			this.news.clear();
		}
		if (operations.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		List<SlotOperation> settled = operations.stream()
			.filter((each) -> each instanceof SlotOperation.Settle)
			.toList();
		List<SlotOperation> others = operations.stream()
			.filter((each) -> !(each instanceof SlotOperation.Settle))
			.toList();
		return bring(others).thenCompose((done) -> bring(settled));
	}

	private CompletionStage<Void> bring(List<SlotOperation> operations) {
		if (operations.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		return this.hub.directory().change(operations).handle((answers, failure) -> {
			if (failure != null) {
				keep(operations);
				return null;
			}
			List<RegistryChange> changes = new ArrayList<>();
			Map<String, List<ProcessRecord>> successors = new HashMap<>();
			for (SlotOperation operation : operations) {
				apply(operation, answers.get(operation.id()), changes, successors);
			}
			changes.forEach(this.hub.registry()::apply);
			this.hub.busy().unmark(operations.stream().map(SlotOperation::id).toList());
			this.hub.synchronizer().publish(changes);
			successors.forEach(this::goOn);
			return null;
		});
	}

	/**
	 * Have instances of a node go on as the first ones of their processes. The others are
	 * told only then what their numbers were given to, lest they are taken for some that
	 * have gone.
	 */
	private void goOn(String node, List<ProcessRecord> successors) {
		String member = this.hub.cluster().member(node);
		logger.info("%d processes of hub '%s' that were given up go on on %s".formatted(successors.size(),
				this.hub.id(), this.hub.nodes().node(node)));
		CompletionStage<?> told = CompletableFuture.completedStage(null);
		if (node.equals(this.hub.localNode().id())) {
			told = this.hub.activator().activate(successors);
		}
		else if (member != null) {
			told = this.hub.activator().order(member, successors);
		}
		else {
			this.hub.reconciler().sweep();
		}
		told.exceptionally((failure) -> null)
			.thenCompose(
					(answer) -> this.hub.directory().read(successors.stream().map(ProcessRecord::process).toList()))
			.thenAccept((answers) -> {
				List<RegistryChange> changes = new ArrayList<>();
				answers.forEach((id, answer) -> {
					ProcessRecord present = this.hub.synchronizer().learn(id, answer);
					if (present != null) {
						changes.add(RegistryChange.of(present.stripped()));
					}
				});
				this.hub.synchronizer().publish(changes);
			});
	}

	private synchronized void keep(List<SlotOperation> operations) {
		for (SlotOperation operation : operations) {
			if (this.news.putIfAbsent(key(operation), operation) != null) {
				this.hub.busy().unmark(List.of(operation.id()));
			}
		}
		schedule();
	}

	private void apply(SlotOperation operation, DirectoryClient.@Nullable Answer answer, List<RegistryChange> changes,
			Map<String, List<ProcessRecord>> successors) {
		if (answer == null || !answer.done()) {
			return;
		}
		ProcessRecord present = answer.outcome().present();
		if (present != null
				&& (operation instanceof SlotOperation.Remove || operation instanceof SlotOperation.Withdraw)) {
			changes.add(RegistryChange.removal(operation.id(), answer.outcome().revision(), present.incarnation()));
		}
		else if (operation instanceof SlotOperation.Amend amend && present != null) {
			if (present.state() == amend.state()) {
				changes.add(RegistryChange.of(present));
			}
			else {
				this.hub.registry().apply(RegistryChange.of(present));
				successors.computeIfAbsent(present.node(), (node) -> new ArrayList<>())
					.add(present.withHandover(answer.outcome().handover()));
			}
		}
	}

}
