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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.HubPartitionedException;
import io.processhub.ProcessError;
import io.processhub.ProcessError.Reason;
import io.processhub.ProcessState;
import io.processhub.StopReason;
import io.processhub.UnknownProcessTypeException;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.StoredSpec;
import io.processhub.engine.StartOutcome.Failed;
import io.processhub.engine.StartOutcome.Started;
import io.processhub.logging.ErrorText;
import io.processhub.hook.StartCause;
import io.processhub.registry.RegistryChange;
import io.processhub.wire.WireReader;

/**
 * Starts processes: groups them by the nodes that they belong on, and on each node claims
 * them in the directory before it runs them.
 */
final class Starter {

	private static final int BATCH = 16_384;

	private static final int MAX_HOPS = 3;

	private static final Duration RETRY_DELAY = Duration.ofMillis(20);

	/**
	 * How long the answer waits for the directory to have it that processes did not come
	 * up.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final Hub hub;

	Starter(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Start processes wherever they belong.
	 * @param order what to start
	 * @param deadline the reading of the clock at which to give up
	 * @return what came of each process, by id
	 */
	CompletionStage<Map<String, StartOutcome>> start(Order order, long deadline) {
		Map<HubNode, List<StoredSpec>> byTarget = new LinkedHashMap<>();
		Map<String, StartOutcome> outcomes = new HashMap<>(order.specs().size() * 2);
		Cluster cluster = this.hub.loads().batch();
		List<StoredSpec> homeless = new ArrayList<>();
		for (StoredSpec spec : order.specs()) {
			HubNode target = cluster.target(spec);
			if (target == null && cluster.isAbsent(spec)) {
				outcomes.put(spec.id(), new Failed(absent(spec, cluster)));
			}
			else if (target == null) {
				homeless.add(spec);
			}
			else {
				byTarget.computeIfAbsent(target, (node) -> new ArrayList<>()).add(spec);
			}
		}
		List<CompletableFuture<?>> parts = new ArrayList<>();
		if (!homeless.isEmpty()) {
			parts.add(
					again(order.of(homeless), deadline, "Hub '%s' has no node that takes them".formatted(this.hub.id()))
						.thenAccept((part) -> putAll(outcomes, part))
						.toCompletableFuture());
		}
		byTarget.forEach((target, specs) -> {
			if (order.hops() > 0 && !target.equals(this.hub.localNode())) {
				this.hub.news().forwarded(target, ids(specs));
			}
			for (int from = 0; from < specs.size(); from += BATCH) {
				List<StoredSpec> batch = specs.subList(from, Math.min(from + BATCH, specs.size()));
				parts.add(startOn(target, order.of(batch), deadline).thenAccept((part) -> putAll(outcomes, part))
					.toCompletableFuture());
			}
		});
		return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
			.thenCompose((all) -> retryUnavailable(order, outcomes, deadline));
	}

	/**
	 * Try again what failed because a node died or did not answer; what was claimed
	 * already is known by its token.
	 */
	private CompletionStage<Map<String, StartOutcome>> retryUnavailable(Order order, Map<String, StartOutcome> outcomes,
			long deadline) {
		List<StoredSpec> unavailable = new ArrayList<>();
		String why = null;
		for (StoredSpec spec : order.specs()) {
			if (outcomes.get(spec.id()) instanceof Failed failed && failed.error().reason() == Reason.UNAVAILABLE) {
				unavailable.add(spec);
				why = failed.error().message();
			}
		}
		if (order.hops() > 0 || unavailable.isEmpty()) {
			return CompletableFuture.completedStage(outcomes);
		}
		return again(order.of(unavailable), deadline, why).thenApply((part) -> {
			putAll(outcomes, part);
			return outcomes;
		});
	}

	private static void putAll(Map<String, StartOutcome> outcomes, Map<String, StartOutcome> part) {
		synchronized (outcomes) {
			outcomes.putAll(part);
		}
	}

	private CompletionStage<Map<String, StartOutcome>> startOn(HubNode target, Order order, long deadline) {
		if (target.equals(this.hub.localNode())) {
			return startHere(order, deadline);
		}
		String member = this.hub.cluster().member(target.id());
		Duration left = TimeLimit.left(this.hub, deadline);
		if (member == null || left.isNegative() || left.isZero()) {
			return again(order, deadline, "Node %s has left".formatted(target));
		}
		return this.hub.requests()
			.ask(member, Kind.START, order.size() * 48, left,
					(writer) -> order.writeTo(writer, left.toMillis() * 9 / 10))
			.thenApply(StartOutcome::readAll)
			.handle((outcomes, failure) -> (failure == null)
					? CompletableFuture.<Map<String, StartOutcome>>completedStage(outcomes)
					: again(order, deadline, Failures.unwrap(failure).getMessage()))
			.thenCompose((stage) -> stage);
	}

	private CompletionStage<Map<String, StartOutcome>> again(Order order, long deadline, @Nullable String why) {
		boolean tooLate = this.hub.ports().scheduler().nanoTime() + RETRY_DELAY.toNanos() - deadline >= 0;
		if (tooLate || order.hops() > 0) {
			return CompletableFuture.completedStage(
					fail(order.specs(), tooLate ? Reason.TIMEOUT : Reason.UNAVAILABLE, String.valueOf(why)));
		}
		CompletableFuture<Void> later = new CompletableFuture<>();
		this.hub.ports().scheduler().schedule(RETRY_DELAY, () -> later.complete(null));
		return later.thenComposeAsync((waited) -> startWhenCertain(order, deadline), this.hub.ports().background());
	}

	/**
	 * Start processes once this node knows how things are: if it has joined another side
	 * of the cluster meanwhile, those over there do not know yet what was stopped here.
	 */
	private CompletionStage<Map<String, StartOutcome>> startWhenCertain(Order order, long deadline) {
		return this.hub.recovery()
			.whenCertain(TimeLimit.left(this.hub, deadline))
			.handle((certain, failure) -> (failure == null) ? start(order, deadline)
					: CompletableFuture.completedStage(
							fail(order.specs(), Reason.TIMEOUT, String.valueOf(Failures.unwrap(failure).getMessage()))))
			.thenCompose((stage) -> stage);
	}

	/**
	 * Return that processes could not be started.
	 * @param specs the processes
	 * @param reason the kind of failure
	 * @param why the text for the caller
	 * @return what came of each
	 */
	Map<String, StartOutcome> fail(Collection<StoredSpec> specs, Reason reason, String why) {
		Map<String, StartOutcome> outcomes = new HashMap<>();
		for (StoredSpec spec : specs) {
			outcomes.put(spec.id(), new Failed(new ProcessError(spec.id(), this.hub.localNode().name(), reason, why)));
		}
		return outcomes;
	}

	private Map<String, StartOutcome> late(Collection<StoredSpec> specs) {
		return fail(specs, Reason.TIMEOUT, "The directory did not answer in time");
	}

	/**
	 * Start processes on this node, or pass on those that belong elsewhere.
	 * @param request the order as another node sent it
	 * @return what came of each
	 */
	CompletionStage<Map<String, StartOutcome>> requested(WireReader request) {
		long deadline = this.hub.ports().scheduler().nanoTime() + Frame.readPatience(request).toNanos();
		Order order = Order.readFrom(request);
		Cluster cluster = this.hub.cluster();
		boolean misplaced = order.hops() < MAX_HOPS && order.specs()
			.stream()
			.anyMatch((spec) -> cluster.target(spec) != null
					&& !this.hub.loads().isStillRight(cluster, spec, cluster.view().local()));
		return misplaced ? start(order.passedOn(), deadline) : startHere(order, deadline);
	}

	private CompletionStage<Map<String, StartOutcome>> startHere(Order order, long deadline) {
		if (!this.hub.cluster().quorum()) {
			return CompletableFuture.completedStage(fail(order.specs(), Reason.PARTITIONED,
					String.valueOf(this.hub.quorum().refusal(null).getMessage())));
		}
		News news = this.hub.news();
		return news.then(news.starting(StartCause.REQUESTED, ids(order.specs())), () -> claim(order, deadline));
	}

	private static Supplier<List<String>> ids(List<StoredSpec> specs) {
		return () -> specs.stream().map(StoredSpec::id).toList();
	}

	private CompletionStage<Map<String, StartOutcome>> claim(Order order, long deadline) {
		String local = this.hub.localNode().id();
		Map<String, StartOutcome> unknown = new HashMap<>();
		List<SlotOperation> claims = new ArrayList<>(order.size());
		for (StoredSpec spec : order.specs()) {
			if (this.hub.type(spec.type()) != null) {
				remind(claims, spec.id());
				claims.add(new SlotOperation.Claim(spec, local, order.token()));
			}
			else {
				unknown.put(spec.id(),
						new Failed(new ProcessError(spec.id(), this.hub.localNode().name(), Reason.UNKNOWN_TYPE,
								"Node %s has no process type '%s'".formatted(this.hub.localNode(), spec.type()))));
			}
		}
		List<String> ids = order.specs().stream().map(StoredSpec::id).toList();
		this.hub.busy().mark(ids);
		CompletionStage<Map<String, DirectoryClient.Answer>> claimed = this.hub.directory().change(claims);
		CompletionStage<Map<String, StartOutcome>> ended = claimed
			.thenCompose((answers) -> run(order, answers, deadline))
			.whenComplete((result, failure) -> this.hub.busy().unmark(ids));
		return TimeLimit
			.bound(this.hub, claimed.thenApply((answers) -> true), TimeLimit.left(this.hub, deadline), () -> false)
			.thenCompose((answered) -> answered ? ended : CompletableFuture.completedStage(late(order.specs())))
			.exceptionally((failure) -> fail(order.specs(), Reason.UNAVAILABLE,
					"The directory did not answer: " + Failures.unwrap(failure).getMessage()))
			.thenApply((outcomes) -> {
				outcomes.putAll(unknown);
				return outcomes;
			});
	}

	/**
	 * Remind the directory of what is known here of a process, in case that it has lost
	 * it: what was removed must not be taken for what is to be started, and what is there
	 * must not be started a second time.
	 */
	private void remind(List<SlotOperation> operations, String id) {
		long removed = this.hub.registry().removed(id);
		if (removed != 0) {
			operations.add(new SlotOperation.Bury(id, removed));
		}
		ProcessRecord known = this.hub.registry().get(id);
		if (known != null) {
			operations.add(new SlotOperation.Restore(known));
		}
	}

	private CompletionStage<Map<String, StartOutcome>> run(Order order, Map<String, DirectoryClient.Answer> answers,
			long deadline) {
		String local = this.hub.localNode().id();
		Map<String, StartOutcome> outcomes = new HashMap<>(order.size() * 2);
		Map<String, ProcessRecord> claimed = new LinkedHashMap<>();
		for (StoredSpec spec : order.specs()) {
			DirectoryClient.Answer answer = answers.get(spec.id());
			if (answer == null) {
				continue;
			}
			ProcessRecord present = answer.outcome().present();
			if (answer.done()) {
				claimed.put(spec.id(), new ProcessRecord(spec, local, order.token(), answer.outcome().epoch(),
						answer.outcome().revision(), ProcessState.RUNNING, 0, order.token(), null));
			}
			else if (present != null) {
				this.hub.registry().apply(RegistryChange.of(present));
				outcomes.put(spec.id(), order.checkExisting() && present.token() != order.token()
						? new Failed(exists(present)) : Started.existing(present));
			}
		}
		if (TimeLimit.left(this.hub, deadline).isNegative()) {
			// The caller has been told that it failed
			outcomes.putAll(late(claimed.values().stream().map(ProcessRecord::spec).toList()));
			return abandon(claimed.values()).thenApply((removed) -> outcomes);
		}
		return inTime(this.hub.activator().activateNew(claimed.values()), claimed.values(), deadline)
			.thenCompose((failures) -> {
				failures.forEach((id, failure) -> outcomes.put(id, failed(id, failure)));
				return abandon(failures.keySet().stream().map(claimed::get).toList())
					.thenCompose((removed) -> replicate(claimed, failures.keySet(), deadline))
					.thenApply((started) -> {
						outcomes.putAll(started);
						return outcomes;
					});
			});
	}

	/**
	 * Start the further replicas of processes whose first instance is up. What is not up
	 * when the time is over follows later.
	 */
	private CompletionStage<Map<String, StartOutcome>> replicate(Map<String, ProcessRecord> claimed, Set<String> failed,
			long deadline) {
		Map<String, ProcessRecord> up = new LinkedHashMap<>(claimed);
		up.keySet().removeAll(failed);
		CompletionStage<Void> replicated = this.hub.replicas().areNone(this.hub.cluster())
				? CompletableFuture.completedStage(null) : this.hub.replicator().complete(up.keySet());
		return TimeLimit
			.bound(this.hub, replicated.exceptionally((failure) -> null), TimeLimit.left(this.hub, deadline),
					() -> null)
			.thenApply((done) -> {
				Map<String, StartOutcome> started = new HashMap<>(up.size() * 2);
				up.forEach((id, record) -> started.put(id, Started.of(record, this.hub.registry().replicas(id))));
				return started;
			});
	}

	/**
	 * Remove the entries of processes that did not come up. The answer waits for it, but
	 * not for ever; nobody else touches the processes before it has ended.
	 */
	private CompletionStage<Void> abandon(Collection<ProcessRecord> records) {
		List<String> ids = records.stream().map(ProcessRecord::id).toList();
		this.hub.busy().mark(ids);
		CompletionStage<Void> abandoned = this.hub.stopper()
			.abandon(records)
			.whenComplete((removed, failure) -> this.hub.busy().unmark(ids));
		return TimeLimit.bound(this.hub, abandoned, PATIENCE, () -> null);
	}

	/**
	 * Return what failed when all are up or failed, or when the time is over: what is not
	 * up by then is stopped and has failed.
	 */
	private CompletionStage<Map<String, Throwable>> inTime(CompletionStage<Map<String, Throwable>> activation,
			Collection<ProcessRecord> records, long deadline) {
		return TimeLimit.bound(this.hub, activation, TimeLimit.left(this.hub, deadline), () -> {
			Map<String, Throwable> late = new HashMap<>();
			Map<String, Long> epochs = new HashMap<>();
			for (ProcessRecord record : records) {
				if (!this.hub.supervisor().isUp(record.id(), record.epoch())) {
					late.put(record.id(), new TimeoutException("It did not come up in time"));
					epochs.put(record.id(), record.epoch());
				}
			}
			if (!epochs.isEmpty()) {
				this.hub.supervisor().stop(epochs, StopReason.STOPPED);
			}
			return late;
		});
	}

	private Failed failed(String id, Throwable failure) {
		Reason reason = Reason.START_FAILED;
		if (failure instanceof UnknownProcessTypeException) {
			reason = Reason.UNKNOWN_TYPE;
		}
		else if (failure instanceof TimeoutException) {
			reason = Reason.TIMEOUT;
		}
		else if (failure instanceof HubPartitionedException) {
			reason = Reason.PARTITIONED;
		}
		return new Failed(new ProcessError(id, this.hub.localNode().name(), reason, ErrorText.of(failure)));
	}

	private ProcessError absent(StoredSpec spec, Cluster cluster) {
		List<String> names = cluster.view().nodes().stream().map(HubNode::name).toList();
		return new ProcessError(spec.id(), String.join(", ", spec.nodes()), Reason.NODE_ABSENT,
				"Process '%s' of hub '%s' is to run on node %s, which is not there. Choose among %s, or start that node first"
					.formatted(spec.id(), this.hub.id(), String.join(", ", spec.nodes()), names));
	}

	/**
	 * Return the error of a process that exists already.
	 * @param present what is there
	 * @return the error
	 */
	ProcessError exists(ProcessRecord present) {
		String node = this.hub.nodes().node(present.node()).name();
		return new ProcessError(present.id(), node, Reason.ALREADY_STARTED,
				"Process '%s' of hub '%s' exists already on node %s. Stop it first, or start without checkExisting"
					.formatted(present.id(), this.hub.id(), node));
	}

}
