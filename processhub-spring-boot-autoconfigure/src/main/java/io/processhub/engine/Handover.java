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

import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.SlotOperation;
import io.processhub.logging.ErrorText;
import io.processhub.registry.RegistryChange;
import io.processhub.supervisor.ProcessType;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;

/**
 * Takes processes that another node hands over while it keeps their old instances. What
 * does not come up here is given back.
 */
final class Handover {

	private final Hub hub;

	Handover(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Make instances for processes that are about to come.
	 * @param request the order
	 * @return why it failed, by process id
	 */
	CompletionStage<Map<String, String>> prepare(WireReader request) {
		PrepareOrder order = PrepareOrder.readFrom(request);
		Map<String, ProcessType> types = new HashMap<>();
		Map<String, String> failed = new HashMap<>();
		order.types().forEach((id, name) -> {
			ProcessType type = this.hub.type(name);
			if (type != null) {
				types.put(id, type);
			}
			else {
				failed.put(id, "there is no process type '%s' on %s".formatted(name, this.hub.localNode()));
			}
		});
		return this.hub.supervisor().prepare(types, order.limit(), order.retention()).thenApply((failures) -> {
			failures.forEach((id, failure) -> failed.put(id, ErrorText.of(failure)));
			return failed;
		});
	}

	/**
	 * Run processes that were handed over.
	 * @param member the member that they come from
	 * @param request the order
	 * @return why they did not come up and were given back, by process id
	 */
	CompletionStage<Map<String, String>> take(String member, WireReader request) {
		HandoverOrder order = HandoverOrder.readFrom(request);
		if (!member.equals(this.hub.cluster().member(order.from()))) {
			throw new WireException("Processes are handed over by " + order.from() + ", which is another member");
		}
		return this.hub.activator().assigned(order.records()).thenCompose((records) -> {
			List<String> ids = records.stream().map(ProcessRecord::id).toList();
			// What goes back is not to be run here meanwhile
			this.hub.busy().mark(ids);
			return this.hub.activator()
				.activateOnTrial(records, order)
				.thenCompose((failures) -> giveBack(order, records, failures))
				.whenComplete((back, failure) -> this.hub.busy().unmark(ids));
		});
	}

	private CompletionStage<Map<String, String>> giveBack(HandoverOrder order, Collection<ProcessRecord> records,
			Map<String, Throwable> failures) {
		List<SlotOperation> assignments = new ArrayList<>();
		for (ProcessRecord record : records) {
			if (failures.containsKey(record.process())) {
				assignments.add(new SlotOperation.Assign(record.id(), record.epoch(), order.from(),
						HandoverOrder.back(record.token()), null));
			}
		}
		if (assignments.isEmpty()) {
			return CompletableFuture.completedStage(Map.of());
		}
		return this.hub.directory().change(assignments).thenApply((answers) -> {
			Map<String, String> back = new HashMap<>();
			List<RegistryChange> changes = new ArrayList<>();
			answers.forEach((id, answer) -> {
				ProcessRecord present = answer.outcome().present();
				Throwable failure = failures.get(ReplicaId.process(id));
				if (answer.done() && present != null && failure != null) {
					changes.add(RegistryChange.of(present));
					back.put(ReplicaId.process(id), ErrorText.of(failure));
				}
				else {
					this.hub.synchronizer().learn(id, answer);
				}
			});
			changes.forEach(this.hub.registry()::apply);
			this.hub.synchronizer().publish(changes);
			return back;
		});
	}

}
