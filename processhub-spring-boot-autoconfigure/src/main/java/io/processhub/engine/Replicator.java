/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.HubNode;
import io.processhub.ProcessState;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.SlotOperation;
import io.processhub.registry.RegistryChange;

/**
 * Sees to it that processes whose first instance is on this node have all the instances
 * that they are to have.
 */
final class Replicator {

	private static final Log logger = LogFactory.getLog(Replicator.class);

	private static final int BATCH = 512;

	private final Hub hub;

	Replicator(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Begin to complete all processes of this node.
	 * @return whether none had to be left out
	 */
	CompletionStage<Boolean> completeAll() {
		Cluster cluster = this.hub.cluster();
		if (this.hub.replicas().areNone(cluster)) {
			return CompletableFuture.completedStage(true);
		}
		List<String> incomplete = new ArrayList<>();
		boolean busy = false;
		for (ProcessRecord record : this.hub.registry().onNode(this.hub.localNode().id())) {
			succeed(record);
			boolean working = record.number() == 0 && record.state() == ProcessState.RUNNING;
			if (working && !this.hub.replicas().plan(cluster, record, false).isComplete()) {
				if (this.hub.busy().contains(record.id()) || !this.hub.supervisor().contains(record.id())) {
					busy = true;
				}
				else {
					incomplete.add(record.id());
				}
			}
		}
		// It may take long, and others need not wait for it
		complete(incomplete);
		return CompletableFuture.completedStage(!busy);
	}

	/**
	 * Let an instance of this node take the place of the first one, if that was given up
	 * without it.
	 */
	private void succeed(ProcessRecord record) {
		ProcessRecord first = (record.number() > 0) ? this.hub.registry().get(record.process()) : null;
		if (first != null && first.state() == ProcessState.FAILED && record.state() == ProcessState.RUNNING
				&& this.hub.supervisor().contains(record.process()) && !this.hub.busy().contains(first.id())) {
			this.hub.reporter().succeed(first);
		}
	}

	/**
	 * Complete processes.
	 * @param processes the process ids
	 * @return completes when all their instances run, or could not be made to
	 */
	CompletionStage<Void> complete(Collection<String> processes) {
		Cluster cluster = this.hub.loads().batch();
		List<SlotOperation> operations = new ArrayList<>();
		for (String process : processes) {
			ProcessRecord first = this.hub.registry().get(process);
			if (first != null) {
				plan(cluster, first, operations);
			}
		}
		if (operations.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		this.hub.busy().mark(processes);
		return this.hub.directory()
			.change(operations)
			.thenCompose((answers) -> run(operations, answers))
			.whenComplete((done, failure) -> {
				this.hub.busy().unmark(processes);
				if (failure != null || processes.stream().anyMatch(this::isIncomplete)) {
					this.hub.reconciler().later();
				}
			});
	}

	private boolean isIncomplete(String process) {
		ProcessRecord first = this.hub.registry().on(this.hub.localNode().id(), process);
		return first != null && first.number() == 0 && first.state() == ProcessState.RUNNING
				&& !this.hub.replicas().plan(this.hub.cluster(), first, false).isComplete();
	}

	private void plan(Cluster cluster, ProcessRecord first, List<SlotOperation> operations) {
		ReplicaPlan plan = this.hub.replicas().plan(cluster, first, false);
		Map<String, Long> epochs = new HashMap<>();
		this.hub.registry().replicas(first.id()).forEach((replica) -> epochs.put(replica.id(), replica.epoch()));
		plan.dropped().forEach((id) -> operations.add(new SlotOperation.Abandon(id, epochs.getOrDefault(id, 0L))));
		plan.replaced()
			.forEach((id, node) -> operations
				.add(new SlotOperation.Assign(id, epochs.getOrDefault(id, 0L), node.id(), token(), null)));
		plan.replaced().values().forEach(cluster.placement()::placed);
		plan.added().values().forEach(cluster.placement()::placed);
		plan.added()
			.forEach((number, node) -> operations.add(new SlotOperation.Replicate(ReplicaId.of(first.id(), number),
					first.incarnation(), node.id(), token())));
	}

	/**
	 * Return a token that no other replica has, so that they can be told apart when one
	 * becomes the first.
	 */
	private long token() {
		return this.hub.ports().random().nextLong() | 1;
	}

	private CompletionStage<Void> run(List<SlotOperation> operations, Map<String, DirectoryClient.Answer> answers) {
		Map<String, List<ProcessRecord>> byNode = new HashMap<>();
		List<RegistryChange> dropped = new ArrayList<>();
		for (SlotOperation operation : operations) {
			DirectoryClient.Answer answer = answers.get(operation.id());
			if (answer == null) {
				continue;
			}
			ProcessRecord present = answer.outcome().present();
			if (!answer.done() || present == null) {
				this.hub.synchronizer().learn(operation.id(), answer);
			}
			else if (operation instanceof SlotOperation.Abandon) {
				dropped.add(RegistryChange.removal(operation.id(), answer.outcome().revision()));
			}
			else {
				this.hub.registry().apply(RegistryChange.of(present));
				byNode.computeIfAbsent(present.node(), (node) -> new ArrayList<>())
					.add(present.withHandover(answer.outcome().handover()));
			}
		}
		dropped.forEach(this.hub.registry()::apply);
		this.hub.synchronizer().publish(dropped);
		List<CompletableFuture<?>> orders = new ArrayList<>();
		byNode.forEach((node, records) -> {
			for (int from = 0; from < records.size(); from += BATCH) {
				List<ProcessRecord> batch = records.subList(from, Math.min(from + BATCH, records.size()));
				orders.add(run(node, batch).toCompletableFuture());
			}
		});
		return CompletableFuture.allOf(orders.toArray(CompletableFuture[]::new));
	}

	private CompletionStage<Void> run(String node, List<ProcessRecord> records) {
		String member = this.hub.cluster().member(node);
		if (member == null) {
			return CompletableFuture.completedStage(null);
		}
		return this.hub.activator().order(member, records).handle((answer, failure) -> {
			HubNode target = this.hub.nodes().node(node);
			if (failure != null) {
				// That node looks for itself what is to run there
				logger.warn("Hub '%s' did not hear from %s that %d replicas run there: %s".formatted(this.hub.id(),
						target, records.size(), Failures.unwrap(failure).getMessage()));
			}
			else {
				logger.debug("Hub '%s' added %d replicas on %s".formatted(this.hub.id(), records.size(), target));
			}
			return null;
		});
	}

}
