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
import java.util.function.UnaryOperator;

import io.processhub.HubNode;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.SlotOperation;
import io.processhub.registry.RegistryChange;
import io.processhub.supervisor.Activation;
import io.processhub.supervisor.Assignment;
import io.processhub.supervisor.ProcessType;
import io.processhub.supervisor.Suspended;

/**
 * Lets processes that were suspended for a move, and have not moved, go on where the
 * directory says.
 */
final class MoveReturn {

	private static final Duration RETRY_DELAY = Duration.ofMillis(200);

	private final Hub hub;

	private final HubNode target;

	private final UnaryOperator<String> recordIds;

	/**
	 * The tokens of assignments under which an instance that was kept goes on.
	 */
	private final Set<Long> ours = new HashSet<>();

	private final Map<String, ProcessRecord> lost = new HashMap<>();

	/**
	 * Create a new {@code MoveReturn}.
	 * @param hub the hub
	 * @param target where the processes were to go
	 * @param token the token of the move
	 * @param recordIds tells the id of the record of the instance that was here of each
	 * process
	 */
	MoveReturn(Hub hub, HubNode target, long token, UnaryOperator<String> recordIds) {
		this.hub = hub;
		this.target = target;
		this.recordIds = recordIds;
		mayComeBack(token);
	}

	/**
	 * Note that a process was assigned with a token, and may be given back.
	 */
	void mayComeBack(long token) {
		this.ours.add(HandoverOrder.back(token));
	}

	/**
	 * Return whether the target is no member any more, be it that the view has it still.
	 */
	boolean isTargetGone() {
		String member = this.hub.cluster().member(this.target.id());
		return member == null || !this.hub.ports().membership().members().contains(member);
	}

	/**
	 * Have back what was assigned to the target, which has left before it said whether it
	 * runs there.
	 * @param records the processes as they were assigned
	 */
	void reclaim(Map<String, ProcessRecord> records) {
		this.lost.putAll(records);
	}

	/**
	 * Ask the directory where processes are, until it answers, and let them go on there.
	 * @param waiting the processes that are suspended
	 * @return completes when none is suspended here any more
	 */
	CompletableFuture<Void> settle(Map<String, Suspended> waiting) {
		CompletableFuture<Void> ended = new CompletableFuture<>();
		settle(waiting, ended);
		return ended;
	}

	private void settle(Map<String, Suspended> waiting, CompletableFuture<Void> ended) {
		CompletionStage<Void> settled = waiting.isEmpty() ? CompletableFuture.completedStage(null)
				: takeBack(waiting).thenCompose(
						(taken) -> this.hub.directory().read(waiting.keySet().stream().map(this.recordIds).toList()))
					.thenCompose((answers) -> goOn(waiting, answers));
		settled.whenComplete((nothing, trouble) -> {
			if (trouble == null) {
				ended.complete(null);
			}
			else {
				this.hub.ports()
					.scheduler()
					.schedule(RETRY_DELAY, () -> this.hub.ports().background().execute(() -> settle(waiting, ended)));
			}
		});
	}

	/**
	 * Take processes back from a node that is gone, unless others are quicker.
	 */
	private CompletionStage<?> takeBack(Map<String, Suspended> waiting) {
		if (this.lost.isEmpty() || !isTargetGone() || !this.hub.cluster().quorum()) {
			return CompletableFuture.completedStage(null);
		}
		long token = this.hub.ports().random().nextLong() | 1;
		this.ours.add(token);
		String local = this.hub.localNode().id();
		List<SlotOperation> assignments = new ArrayList<>();
		this.lost.forEach((id, record) -> {
			if (waiting.containsKey(id)) {
				assignments.add(new SlotOperation.Assign(record.id(), record.epoch(), local, token, null));
			}
		});
		this.lost.clear();
		return this.hub.directory().change(assignments);
	}

	/**
	 * Let processes go on where the directory says.
	 * @param waiting the processes that are suspended
	 * @param answers what the directory says
	 * @return completes when those that belong here run
	 */
	CompletionStage<Void> goOn(Map<String, Suspended> waiting, Map<String, DirectoryClient.Answer> answers) {
		Map<String, Activation> here = new HashMap<>();
		Map<String, Activation> anew = new HashMap<>();
		List<Parcel> homeless = new ArrayList<>();
		List<RegistryChange> changes = new ArrayList<>();
		waiting.forEach((id, process) -> {
			String record = this.recordIds.apply(id);
			DirectoryClient.Answer answer = answers.get(record);
			ProcessRecord present = (answer != null) ? this.hub.synchronizer().learn(record, answer) : null;
			ProcessType type = (present != null) ? this.hub.type(present.spec().type()) : null;
			if (answer == null || present == null || type == null
					|| !present.node().equals(this.hub.localNode().id())) {
				this.hub.supervisor().evict(id).forEach((envelope) -> homeless.add((Parcel) envelope));
				return;
			}
			boolean continued = present.epoch() == process.epoch() || isContinued(present);
			byte[] state = continued ? process.state() : answer.outcome().handover();
			(continued ? here : anew).put(id, this.hub.replicas().activation(present, type, state));
			if (present.epoch() != process.epoch()) {
				changes.add(RegistryChange.of(present.stripped()));
			}
		});
		homeless.forEach((parcel) -> this.hub.router().route(parcel, false));
		this.hub.synchronizer().publish(changes);
		return resume(here).thenCompose((resumed) -> anew.isEmpty() ? CompletableFuture.completedStage(null)
				: this.hub.supervisor().start(anew.values(), true).thenApply((failures) -> null));
	}

	private CompletionStage<Void> resume(Map<String, Activation> here) {
		if (here.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		return this.hub.supervisor().resume(here.values()).thenAccept((failures) -> here.forEach((id, activation) -> {
			// Its state may wait in the directory for an instance that never was
			if (this.ours.contains(activation.token()) && this.hub.supervisor().isUp(id, activation.epoch())) {
				this.hub.reporter().settled(id, activation.epoch());
			}
		}));
	}

	/**
	 * Return whether a process has run nowhere else since it was suspended: it was given
	 * or taken back, or two sides of the cluster have come together, and the assignment
	 * goes on under a higher epoch.
	 */
	private boolean isContinued(ProcessRecord present) {
		Assignment assignment = this.hub.supervisor().assignment(present.process());
		return this.ours.contains(present.token()) || (assignment != null && assignment.token() == present.token());
	}

}
