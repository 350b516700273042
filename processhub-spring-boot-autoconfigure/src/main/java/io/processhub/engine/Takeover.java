/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.ProcessState;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.SlotOperation;
import io.processhub.registry.RegistryChange;
import io.processhub.supervisor.Assignment;

/**
 * Takes over the processes of nodes that are gone: each survivor takes what belongs on it
 * now, and the directory sees to it that only one succeeds.
 */
final class Takeover {

	private static final Log logger = LogFactory.getLog(Takeover.class);

	private final Hub hub;

	Takeover(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Take over what the registry knows to be on nodes that are gone.
	 * @return completes when that is done; fails if the directory did not answer
	 */
	CompletionStage<Void> takeOverFromGone() {
		Cluster cluster = this.hub.loads().takeover();
		List<ProcessRecord> mine = new ArrayList<>();
		for (String node : this.hub.registry().nodes()) {
			if (cluster.member(node) == null && this.hub.nodes().isDeparted(node)) {
				for (ProcessRecord record : this.hub.registry().onNode(node)) {
					if (belongsHere(cluster, record)) {
						mine.add(record);
					}
				}
			}
		}
		if (!mine.isEmpty()) {
			this.hub.news().locked(true);
		}
		return takeOver(mine);
	}

	private boolean belongsHere(Cluster cluster, ProcessRecord record) {
		return record.number() == 0 && this.hub.localNode().id().equals(this.hub.replicas().successor(cluster, record));
	}

	/**
	 * Take over processes whose node is gone.
	 * @param records the processes as they were last seen
	 * @return completes when that is done; fails if the directory did not answer
	 */
	CompletionStage<Void> takeOver(Collection<ProcessRecord> records) {
		Map<String, ProcessRecord> orphans = new LinkedHashMap<>();
		for (ProcessRecord record : records) {
			if (record.state() != ProcessState.FAILED && this.hub.type(record.spec().type()) != null
					&& this.hub.busy().tryMark(record.id())) {
				orphans.put(record.id(), record);
			}
		}
		if (orphans.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		long from = this.hub.ports().scheduler().nanoTime();
		long token = this.hub.ports().random().nextLong() | 1;
		List<SlotOperation> assignments = new ArrayList<>(orphans.size());
		orphans.values().forEach((record) -> assignments.add(assignment(record, token)));
		return this.hub.directory()
			.change(assignments)
			.thenAccept((answers) -> run(orphans, answers, from))
			.whenComplete((nothing, failure) -> this.hub.busy().unmark(orphans.keySet()));
	}

	/**
	 * Return the assignment to this node. If it has another instance of the process, that
	 * one takes the place of the first and goes on.
	 */
	private SlotOperation assignment(ProcessRecord orphan, long token) {
		String local = this.hub.localNode().id();
		ProcessRecord here = this.hub.registry().on(local, orphan.id());
		Assignment running = this.hub.supervisor().assignment(orphan.id());
		if (here == null) {
			return new SlotOperation.Assign(orphan.id(), orphan.epoch(), local, token, null);
		}
		long continued = (running != null && running.epoch() == here.epoch()) ? running.token() : token;
		return new SlotOperation.Assign(orphan.id(), orphan.epoch(), local, continued, null, here.id());
	}

	private void run(Map<String, ProcessRecord> orphans, Map<String, DirectoryClient.Answer> answers, long from) {
		List<ProcessRecord> taken = new ArrayList<>(orphans.size());
		List<RegistryChange> dropped = new ArrayList<>();
		orphans.forEach((id, orphan) -> {
			DirectoryClient.Answer answer = answers.get(id);
			if (answer == null) {
				return;
			}
			ProcessRecord present = answer.outcome().present();
			if (answer.done() && present != null) {
				taken.add(present.withHandover(answer.outcome().handover()));
				dropped.addAll(this.hub.replicas().replacedBy(present));
			}
			else {
				this.hub.synchronizer().learn(id, answer);
			}
		});
		CompletionStage<Map<String, Throwable>> activated = this.hub.activator().activate(taken);
		dropped.forEach(this.hub.registry()::apply);
		this.hub.synchronizer().publish(dropped);
		activated.thenAccept((failures) -> {
			if (!taken.isEmpty() && logger.isDebugEnabled()) {
				logger.debug("Hub '%s' took over %d processes in %d ms".formatted(this.hub.id(),
						taken.size() - failures.size(), (this.hub.ports().scheduler().nanoTime() - from) / 1_000_000));
			}
			if (!failures.isEmpty()) {
				Map.Entry<String, Throwable> first = failures.entrySet().iterator().next();
				logger.warn("Hub '%s' could not take over %d processes, the first is '%s': %s".formatted(this.hub.id(),
						failures.size(), first.getKey(), first.getValue()));
			}
		});
	}

}
