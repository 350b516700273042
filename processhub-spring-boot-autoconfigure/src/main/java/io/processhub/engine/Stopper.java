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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessError;
import io.processhub.ProcessError.Reason;
import io.processhub.StopReason;
import io.processhub.StopResult;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.WireFields;
import io.processhub.registry.RegistryChange;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * Stops processes: the directory entry goes first, the instance after.
 */
final class Stopper {

	private final Hub hub;

	Stopper(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Stop processes wherever they run.
	 * @param ids the process ids
	 * @param deadline the reading of the clock at which to give up waiting
	 * @return what came of each
	 */
	CompletionStage<StopResult> stop(Collection<String> ids, long deadline) {
		return stop(ids, (id) -> new SlotOperation.Remove(id, 0), (record) -> true, deadline);
	}

	/**
	 * Stop the processes that a request has started, and those only.
	 * @param ids the process ids of the request
	 * @param token the request
	 * @param deadline the reading of the clock at which to give up waiting
	 * @return what came of each
	 */
	CompletionStage<StopResult> withdraw(Collection<String> ids, long token, long deadline) {
		return stop(ids, (id) -> new SlotOperation.Withdraw(id, token), (record) -> record.incarnation() == token,
				deadline);
	}

	/**
	 * Take back what a request may have started: once the entries are gone, nobody waits
	 * for the instances to stop.
	 * @param ids the process ids of the request
	 * @param token the request
	 * @param deadline the reading of the clock at which to give up waiting for instances
	 * @return completes when this node knows what the directory says of each
	 */
	CompletionStage<Void> takeBack(Collection<String> ids, long token, long deadline) {
		return remove(ids, (id) -> new SlotOperation.Withdraw(id, token), (record) -> record.incarnation() == token)
			.thenAccept((removed) -> end(removed, deadline));
	}

	private CompletionStage<StopResult> stop(Collection<String> ids, Function<String, SlotOperation> removal,
			Predicate<ProcessRecord> meant, long deadline) {
		return TimeLimit.answered(this.hub, remove(ids, removal, meant), deadline)
			.thenCompose((removed) -> end(removed, deadline));
	}

	/**
	 * Remove the entries of processes, here and in the directory.
	 * @param ids the process ids
	 * @param removal makes the operation that removes an entry
	 * @param meant tells which processes it would remove
	 * @return what was removed
	 */
	private CompletionStage<Removed> remove(Collection<String> ids, Function<String, SlotOperation> removal,
			Predicate<ProcessRecord> meant) {
		Map<String, ProcessRecord> known = new HashMap<>();
		for (String id : ids) {
			ProcessRecord record = this.hub.registry().get(id);
			if (record != null && meant.test(record)) {
				known.put(id, record);
			}
		}
		return removeEntries(ids, removal).thenApply((answers) -> {
			Removed removed = new Removed(new LinkedHashMap<>(), new LinkedHashSet<>(), new ArrayList<>());
			List<RegistryChange> removals = new ArrayList<>();
			for (String id : ids) {
				DirectoryClient.Answer answer = answers.get(id);
				ProcessRecord record = (answer != null) ? removed(answer, known.get(id)) : null;
				if (answer == null || record == null) {
					removed.errors()
						.add(new ProcessError(id, null, Reason.NOT_FOUND,
								"There is no process '%s' in hub '%s'".formatted(id, this.hub.id())));
					if (answer != null) {
						this.hub.synchronizer().learn(id, answer);
					}
					continue;
				}
				RegistryChange change = RegistryChange.removal(id,
						answer.done() ? answer.outcome().revision() : answer.slotRevision(), record.incarnation());
				removals.add(change);
				removed.ids().add(id);
				removed.add(change, record);
				this.hub.registry().replicas(id).forEach((replica) -> removed.add(change, replica));
			}
			removals.forEach(this.hub.registry()::apply);
			this.hub.synchronizer().publish(removals);
			return removed;
		});
	}

	/**
	 * Return the process that a removal has ended. One that was carried out twice,
	 * because a member died, finds nothing: but what was known to be there, and is not
	 * lost, has been removed.
	 */
	private static @Nullable ProcessRecord removed(DirectoryClient.Answer answer, @Nullable ProcessRecord known) {
		ProcessRecord present = answer.outcome().present();
		if (answer.done()) {
			return present;
		}
		return (present == null && known != null && !answer.hasLost(known)) ? known : null;
	}

	/**
	 * Stop the instances of processes whose entries are gone.
	 */
	private CompletionStage<StopResult> end(Removed removed, long deadline) {
		List<CompletableFuture<?>> parts = new ArrayList<>();
		removed.byNode()
			.forEach((node,
					instances) -> parts.add(stopOn(node, instances, deadline)
						.exceptionally((failure) -> late(instances, removed.errors(), failure))
						.toCompletableFuture()));
		return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
			.thenApply((all) -> new StopResult(removed.ids(), removed.errors()));
	}

	/**
	 * Remove the entries of processes. One that this node knows and the directory does
	 * not may have been lost there.
	 */
	private CompletionStage<Map<String, DirectoryClient.Answer>> removeEntries(Collection<String> ids,
			Function<String, SlotOperation> removal) {
		return this.hub.directory().change(ids.stream().map(removal).toList()).thenCompose((answers) -> {
			List<String> doubtful = new ArrayList<>();
			answers.forEach((id, answer) -> {
				ProcessRecord known = this.hub.registry().get(id);
				if (!answer.done() && known != null && answer.hasLost(known)) {
					doubtful.add(id);
				}
			});
			if (doubtful.isEmpty()) {
				return CompletableFuture.completedStage(answers);
			}
			return this.hub.synchronizer()
				.resolve(doubtful)
				.thenCompose((resolved) -> this.hub.directory().change(doubtful.stream().map(removal).toList()))
				.thenApply((again) -> {
					answers.putAll(again);
					return answers;
				});
		});
	}

	private Void late(List<Instance> instances, List<ProcessError> errors, Throwable failure) {
		synchronized (errors) {
			instances.forEach((instance) -> errors.add(new ProcessError(instance.id(), null, Reason.TIMEOUT,
					"The process is removed, but its instance has not stopped yet: "
							+ Failures.unwrap(failure).getMessage())));
		}
		return null;
	}

	private CompletionStage<Void> stopOn(String node, List<Instance> instances, long deadline) {
		Duration left = Duration.ofNanos(Math.max(1, deadline - this.hub.ports().scheduler().nanoTime()));
		if (node.equals(this.hub.localNode().id())) {
			Map<String, Long> here = new HashMap<>();
			instances.forEach((instance) -> here.put(instance.id(), instance.epoch()));
			return TimeLimit.bound(this.hub, this.hub.supervisor().stop(here, StopReason.STOPPED), left, () -> {
				throw this.hub.router().timedOut(instances.get(0).id());
			});
		}
		String member = this.hub.cluster().member(node);
		if (member == null) {
			return CompletableFuture.completedStage(null);
		}
		if (this.hub.cluster().isForeign(node)) {
			// Its reconciler finds out
			return CompletableFuture.failedStage(this.hub.router().notUnderstood(instances.get(0).id(), node));
		}
		return this.hub.requests()
			.ask(member, Kind.STOP, instances.size() * 24, left,
					(writer) -> writer.writeAll(instances, (to, instance) -> instance.writeTo(to)))
			.thenApply((answer) -> null);
	}

	/**
	 * Stop instances on this node whose directory entry is gone.
	 * @param request the ids as another node sent them
	 * @return completes when they have stopped
	 */
	CompletionStage<Void> requested(WireReader request) {
		Map<String, Long> epochs = new HashMap<>();
		List<RegistryChange> removals = request.readAll((reader) -> {
			RegistryChange removal = RegistryChange.removal(WireFields.readProcess(reader),
					WireFields.readRevision(reader), reader.readLong());
			epochs.put(removal.id(), WireFields.readEpoch(reader));
			return removal;
		});
		// Only now, for what follows something garbled must not count either
		removals.forEach(this.hub.registry()::apply);
		return this.hub.supervisor().stop(epochs, StopReason.STOPPED);
	}

	/**
	 * Remove the entries of processes that did not come up on this node.
	 * @param records the records of the processes
	 * @return completes when the directory has it; fails if it does not answer
	 */
	CompletionStage<Void> abandon(Collection<ProcessRecord> records) {
		if (records.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		List<SlotOperation> removals = new ArrayList<>();
		records.forEach((record) -> removals.add(new SlotOperation.Abandon(record.id(), record.epoch())));
		return this.hub.directory().change(removals).thenAccept((answers) -> {
			List<RegistryChange> changes = new ArrayList<>();
			answers.forEach((id, answer) -> {
				if (answer.done() || answer.outcome().present() == null) {
					RegistryChange change = RegistryChange.removal(id,
							answer.done() ? answer.outcome().revision() : answer.slotRevision());
					this.hub.registry().correct(change, answer.slotRevision());
					changes.add(change);
				}
			});
			this.hub.synchronizer().publish(changes);
		});
	}

	/**
	 * An instance of a process whose entry is gone.
	 *
	 * @param removal the removal of the process
	 * @param epoch the epoch of the instance
	 */
	private record Instance(RegistryChange removal, long epoch) {

		String id() {
			return this.removal.id();
		}

		void writeTo(WireWriter writer) {
			writer.writeString(id()).writeLong(this.removal.revision()).writeLong(this.removal.incarnation());
			writer.writeLong(this.epoch);
		}

	}

	/**
	 * Processes whose entries are gone, and the errors of the others.
	 *
	 * @param byNode the instances by the id of the node that has them
	 * @param ids the ids of the processes, in the order of the request
	 * @param errors the errors
	 */
	private record Removed(Map<String, List<Instance>> byNode, Set<String> ids, List<ProcessError> errors) {

		void add(RegistryChange removal, ProcessRecord record) {
			this.byNode.computeIfAbsent(record.node(), (node) -> new ArrayList<>())
				.add(new Instance(removal, record.epoch()));
		}

	}

}
