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
		report(new SlotOperation.Amend(id, epoch, ProcessState.RUNNING, restarts));
	}

	@Override
	public void ended(String id, long epoch) {
		report(new SlotOperation.Remove(id, epoch));
	}

	@Override
	public void failed(String id, long epoch, int restarts) {
		logger.warn("Process '%s' of hub '%s' was given up after %d restarts".formatted(id, this.hub.id(), restarts));
		report(new SlotOperation.Amend(id, epoch, ProcessState.FAILED, restarts));
	}

	private synchronized void report(SlotOperation operation) {
		this.news.put(operation.id(), operation);
		this.hub.busy().add(operation.id());
		schedule();
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
		return this.hub.directory().change(operations).handle((answers, failure) -> {
			if (failure != null) {
				keep(operations);
				return null;
			}
			List<RegistryChange> changes = new ArrayList<>();
			for (SlotOperation operation : operations) {
				apply(operation, answers.get(operation.id()), changes);
			}
			changes.forEach(this.hub.registry()::apply);
			this.hub.synchronizer().publish(changes);
			operations.forEach((operation) -> this.hub.busy().remove(operation.id()));
			return null;
		});
	}

	private synchronized void keep(List<SlotOperation> operations) {
		operations.forEach((operation) -> this.news.putIfAbsent(operation.id(), operation));
		schedule();
	}

	private void apply(SlotOperation operation, DirectoryClient.@Nullable Answer answer, List<RegistryChange> changes) {
		if (answer == null || !answer.done()) {
			return;
		}
		if (operation instanceof SlotOperation.Remove) {
			changes.add(RegistryChange.removal(operation.id(), answer.outcome().revision()));
			return;
		}
		ProcessRecord before = this.hub.registry().get(operation.id());
		if (operation instanceof SlotOperation.Amend amend && before != null
				&& before.epoch() == answer.outcome().epoch()) {
			changes.add(RegistryChange.of(new ProcessRecord(before.spec(), before.node(), before.epoch(),
					answer.outcome().revision(), amend.state(), amend.restarts(), 0, null)));
		}
	}

}
