/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import io.processhub.ProcessState;
import io.processhub.StopReason;
import io.processhub.UnknownProcessTypeException;
import io.processhub.directory.ProcessRecord;
import io.processhub.hook.StartCause;
import io.processhub.registry.RegistryChange;
import io.processhub.supervisor.Activation;
import io.processhub.supervisor.Assignment;
import io.processhub.supervisor.ProcessType;
import io.processhub.time.HubScheduler.Cancellable;
import io.processhub.wire.WireReader;

/**
 * Runs processes that the directory has assigned to this node.
 */
final class Activator {

	/**
	 * How long the others may be left without news of processes that do not come up.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final Hub hub;

	Activator(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Run processes here, and tell the other nodes of those that run. A process that does
	 * not come up is restarted as after a crash.
	 * @param records the records of the processes, with this node as theirs
	 * @return what failed, by process id
	 */
	CompletionStage<Map<String, Throwable>> activate(Collection<ProcessRecord> records) {
		return activate(records, StartCause.TAKEN_OVER);
	}

	private CompletionStage<Map<String, Throwable>> activate(Collection<ProcessRecord> records, StartCause cause) {
		return activate(records, (activations) -> this.hub.supervisor().start(activations, true), Duration.ZERO, cause);
	}

	/**
	 * Run processes here that are started, and tell the other nodes of those that run. A
	 * process that does not come up is given up at once, and the caller sees to it that
	 * the others have all their instances.
	 * @param records the records of the processes, with this node as theirs
	 * @return what failed, by process id
	 */
	CompletionStage<Map<String, Throwable>> activateNew(Collection<ProcessRecord> records) {
		return activate(records, (activations) -> this.hub.supervisor().start(activations, false), Duration.ZERO,
				StartCause.REQUESTED);
	}

	/**
	 * Run processes here that go back to where they come from if they do not come up.
	 * @param records the records of the processes, with this node as theirs
	 * @param order how they were handed over
	 * @return what failed, by process id
	 */
	CompletionStage<Map<String, Throwable>> activateOnTrial(Collection<ProcessRecord> records, HandoverOrder order) {
		return activate(records,
				(activations) -> this.hub.supervisor().startOnTrial(activations, order.trial(), order.confirm()),
				order.retention(), StartCause.MOVED);
	}

	private CompletionStage<Map<String, Throwable>> activate(Collection<ProcessRecord> records,
			Function<List<Activation>, CompletionStage<Map<String, Throwable>>> start, Duration retention,
			StartCause cause) {
		int lineage = this.hub.directory().lineage();
		Map<String, ProcessRecord> wanted = new LinkedHashMap<>();
		Map<String, Throwable> failures = new HashMap<>();
		List<Activation> activations = new ArrayList<>(records.size());
		for (ProcessRecord record : records) {
			ProcessType type = this.hub.type(record.spec().type());
			if (type == null) {
				failures.put(record.process(), unknownType(record));
				continue;
			}
			if (isOutdated(record)) {
				// A replica may run here once another has gone
				this.hub.registry().apply(RegistryChange.of(record));
				continue;
			}
			wanted.put(record.id(), record);
			activations.add(this.hub.replicas().activation(record, type, record.handover()));
		}
		this.hub.busy().mark(wanted.keySet());
		List<ProcessRecord> fresh = new ArrayList<>(wanted.size());
		List<ProcessRecord> continued = new ArrayList<>();
		for (ProcessRecord record : wanted.values()) {
			if (isContinued(record)) {
				continued.add(record);
			}
			else {
				fresh.add(record);
				this.hub.registry().apply(RegistryChange.of(record));
			}
		}
		if (cause != StartCause.REQUESTED && !fresh.isEmpty()) {
			this.hub.news().starting(cause, ids(fresh));
		}
		CompletionStage<Map<String, Throwable>> started = activations.isEmpty()
				? CompletableFuture.completedStage(Map.of()) : start.apply(activations);
		// Only now, for a passive instance must not get messages before it is active
		continued.forEach((record) -> this.hub.registry().apply(RegistryChange.of(record)));
		List<ProcessRecord> assigned = List.copyOf(wanted.values());
		AtomicBoolean told = new AtomicBoolean();
		Cancellable late = this.hub.ports()
			.scheduler()
			.schedule(PATIENCE, () -> tell(assigned, assigned, told, lineage));
		CompletableFuture<Map<String, Throwable>> result = new CompletableFuture<>();
		started.thenAccept((failed) -> {
			late.cancel();
			failures.putAll(failed);
			this.hub.news().started(cause, fresh, failures);
			// Whoever waits is served first
			result.complete(failures);
			tell(assigned, assigned.stream().filter((record) -> !failed.containsKey(record.process())).toList(), told,
					lineage);
			settleAfter(retention, assigned);
			stopOutdated(assigned);
			if (cause != StartCause.REQUESTED && isAnyUnsettled(assigned)) {
				this.hub.reconciler().wake();
			}
		});
		return result;
	}

	private static Supplier<List<String>> ids(List<ProcessRecord> records) {
		return () -> records.stream().map(ProcessRecord::process).toList();
	}

	/**
	 * Return whether any process has too few instances now that its first one is here, or
	 * an instance that does not belong here any more.
	 */
	private boolean isAnyUnsettled(List<ProcessRecord> assigned) {
		Cluster cluster = this.hub.cluster();
		return assigned.stream().anyMatch((record) -> this.hub.replicas().isUnsettled(cluster, record));
	}

	/**
	 * Return whether the instance that is here goes on under the assignment.
	 */
	private boolean isContinued(ProcessRecord record) {
		Assignment assignment = this.hub.supervisor().assignment(record.process());
		return assignment != null && assignment.token() == record.token();
	}

	/**
	 * Have another node run what is assigned to it.
	 * @param member the member of that node
	 * @param records the records of the processes
	 * @return completes when they run there; fails if the node does not say so in time
	 */
	CompletionStage<Void> order(String member, Collection<ProcessRecord> records) {
		return this.hub.requests()
			.ask(member, Kind.RUN, records.size() * 96, this.hub.settings().migrationBaseTimeout(),
					(writer) -> writer.writeAll(records, (to, record) -> record.writeTo(to)))
			.thenApply((answer) -> null);
	}

	/**
	 * Run what another node has assigned to this one. A record that says otherwise is not
	 * believed, and one that this node should have heard of but has not is looked up: it
	 * may have been stopped long ago.
	 * @param request the message
	 * @return completes when all that is to run here runs
	 */
	CompletionStage<Map<String, Throwable>> requested(WireReader request) {
		return assigned(request.readAll(ProcessRecord::readFrom))
			.thenCompose((records) -> activate(records, StartCause.MOVED));
	}

	/**
	 * Return those of the processes that another node says are assigned to this one which
	 * are.
	 * @param records the processes
	 * @return those that are to run here
	 */
	CompletionStage<List<ProcessRecord>> assigned(Collection<ProcessRecord> records) {
		List<ProcessRecord> known = new ArrayList<>();
		Map<String, ProcessRecord> doubtful = new LinkedHashMap<>();
		for (ProcessRecord record : records) {
			if (!record.node().equals(this.hub.localNode().id())) {
				continue;
			}
			if (this.hub.registry().get(record.id()) != null) {
				known.add(record);
			}
			else {
				doubtful.put(record.id(), record);
			}
		}
		if (doubtful.isEmpty()) {
			return CompletableFuture.completedStage(known);
		}
		return this.hub.directory().read(doubtful.keySet()).thenApply((answers) -> {
			doubtful.forEach((id, record) -> {
				DirectoryClient.Answer answer = answers.get(id);
				ProcessRecord present = (answer != null) ? answer.outcome().present() : null;
				if (present != null && present.epoch() == record.epoch() && present.state() == ProcessState.RUNNING) {
					known.add(record);
				}
			});
			return known;
		});
	}

	/**
	 * Tell the other nodes where processes are now, and be done with them: all of them
	 * when they are up, or all that were ordered when that takes too long.
	 */
	private void tell(List<ProcessRecord> assigned, List<ProcessRecord> running, AtomicBoolean told, int lineage) {
		if (told.compareAndSet(false, true)) {
			this.hub.busy().unmark(assigned.stream().map(ProcessRecord::id).toList());
			if (this.hub.directory().isCurrent(lineage)) {
				this.hub.synchronizer().publish(running.stream().map(RegistryChange::of).toList());
			}
		}
	}

	private UnknownProcessTypeException unknownType(ProcessRecord record) {
		return new UnknownProcessTypeException(this.hub.id(), record.process(),
				"Node %s has no process type '%s' in hub '%s', which process '%s' is of".formatted(this.hub.localNode(),
						record.spec().type(), this.hub.id(), record.process()));
	}

	private boolean isOutdated(ProcessRecord record) {
		ProcessRecord here = this.hub.registry().on(record.node(), record.process());
		if (here != null && here.number() != record.number() && record.number() > 0
				&& (here.number() == 0 || here.epoch() > record.epoch())) {
			// Two nodes took different views of the cluster
			return true;
		}
		ProcessRecord known = this.hub.registry().get(record.id());
		if (known != null) {
			boolean givenUp = known.state() == ProcessState.FAILED && known.revision() > record.revision();
			return known.epoch() > record.epoch() || givenUp;
		}
		return this.hub.registry().isRemovedAfter(record.id(), record.epoch());
	}

	private void stopOutdated(Collection<ProcessRecord> records) {
		Map<String, Long> outdated = new HashMap<>();
		for (ProcessRecord record : records) {
			if (isOutdated(record)) {
				outdated.put(record.process(), record.epoch());
			}
		}
		if (!outdated.isEmpty()) {
			this.hub.supervisor().stop(outdated, StopReason.FENCED);
		}
	}

	/**
	 * Drop the states that waited for instances which have them now, but not before they
	 * have run for a while.
	 */
	private void settleAfter(Duration retention, Collection<ProcessRecord> records) {
		Map<String, Long> waiting = new HashMap<>();
		for (ProcessRecord record : records) {
			if (record.handover() != null) {
				waiting.put(record.process(), record.epoch());
			}
		}
		if (retention.isZero() || waiting.isEmpty()) {
			settle(waiting);
		}
		else {
			this.hub.ports()
				.scheduler()
				.schedule(retention, () -> this.hub.ports().background().execute(() -> settle(waiting)));
		}
	}

	private void settle(Map<String, Long> waiting) {
		waiting.forEach((id, epoch) -> {
			if (this.hub.supervisor().isUp(id, epoch)) {
				this.hub.reporter().settled(id, epoch);
			}
		});
	}

}
