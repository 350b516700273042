/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.directory.ProcessRecord;
import io.processhub.directory.SlotOperation;
import io.processhub.registry.RegistryChange;
import io.processhub.supervisor.Envelope;
import io.processhub.supervisor.Suspended;

/**
 * Leaves the state of processes in the directory that may run on this node only, as it
 * goes, for the instances that they have when it is back.
 */
final class Parking {

	private static final Log logger = LogFactory.getLog(Parking.class);

	private static final int BATCH = 512;

	private final Hub hub;

	Parking(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Stop what still runs here, and leave its state.
	 * @param patience how long that may take
	 * @return completes when the directory has the states, or the time is over
	 */
	CompletionStage<Void> park(Duration patience) {
		if (!this.hub.strategies().distribution().isGuided()) {
			return CompletableFuture.completedStage(null);
		}
		List<String> ids = new ArrayList<>(this.hub.supervisor().ids());
		CompletionStage<Void> parked = park(ids, 0).exceptionally((failure) -> {
			logger.warn("Hub '%s' could not leave the state of its processes on %s behind: %s".formatted(this.hub.id(),
					this.hub.localNode(), Failures.unwrap(failure)));
			return null;
		});
		return TimeLimit.bound(this.hub, parked, patience, () -> null);
	}

	private CompletionStage<Void> park(List<String> ids, int from) {
		if (from >= ids.size()) {
			return CompletableFuture.completedStage(null);
		}
		int to = Math.min(from + BATCH, ids.size());
		return this.hub.supervisor()
			.suspend(ids.subList(from, to))
			.thenCompose(this::leaveState)
			.thenCompose((left) -> park(ids, to));
	}

	private CompletionStage<Void> leaveState(Map<String, Suspended> suspended) {
		long token = this.hub.ports().random().nextLong() | 1;
		List<SlotOperation> assignments = new ArrayList<>();
		suspended.forEach((id, process) -> {
			ProcessRecord here = this.hub.registry().on(this.hub.localNode().id(), id);
			if (process.state() != null && here != null) {
				assignments.add(new SlotOperation.Assign(here.id(), process.epoch(), this.hub.localNode().id(), token,
						process.state()));
			}
		});
		return this.hub.directory().change(assignments).thenAccept((answers) -> {
			tell(answers);
			suspended.keySet().forEach(this::giveBack);
		});
	}

	private void tell(Map<String, DirectoryClient.Answer> answers) {
		List<RegistryChange> changes = new ArrayList<>();
		answers.values().forEach((answer) -> {
			ProcessRecord present = answer.outcome().present();
			if (answer.done() && present != null) {
				changes.add(RegistryChange.of(present.stripped()));
			}
		});
		changes.forEach(this.hub.registry()::apply);
		this.hub.synchronizer().publish(changes);
	}

	/**
	 * Let the messages wait that a process has not handled.
	 */
	private void giveBack(String id) {
		for (Envelope envelope : this.hub.supervisor().evict(id)) {
			this.hub.router().route((Parcel) envelope, false);
		}
	}

}
