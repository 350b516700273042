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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.HubNode;
import io.processhub.HubPartitionedException;
import io.processhub.ProcessAlreadyStartedException;
import io.processhub.ProcessError;
import io.processhub.ProcessError.Reason;
import io.processhub.ProcessHubException;
import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessReference;
import io.processhub.ProcessSpec;
import io.processhub.ProcessStartException;
import io.processhub.ProcessState;
import io.processhub.ProcessUnavailableException;
import io.processhub.StartOptions;
import io.processhub.StartOptions.OnFailure;
import io.processhub.StartResult;
import io.processhub.StartResult.Status;
import io.processhub.StopOptions;
import io.processhub.StopResult;
import io.processhub.UnknownProcessTypeException;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.StoredSpec;
import io.processhub.engine.StartOutcome.Failed;
import io.processhub.engine.StartOutcome.Other;
import io.processhub.engine.StartOutcome.Started;
import io.processhub.hook.ChildDataAlter;
import io.processhub.hook.HookKey;
import io.processhub.registry.RegistryChange;

/**
 * Carries out what a caller on this node wants started or stopped, and says what came of
 * it.
 */
final class Launcher {

	private static final Log logger = LogFactory.getLog(Launcher.class);

	/**
	 * How long a caller is kept for the directory when the start itself is over: to take
	 * back what failed, or to say where something is that was there before.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final Hub hub;

	private final SpecReader specs;

	Launcher(Hub hub) {
		this.hub = hub;
		this.specs = new SpecReader(hub);
	}

	CompletableFuture<StartResult> start(Collection<ProcessSpec> specs, StartOptions options) {
		List<StoredSpec> stored = this.specs.read(specs, options.metadata(),
				new ChildMapping(this.hub, options.childMapping()));
		CallFuture<StartResult> result = new CallFuture<>(this.hub.ports().workers());
		if (stored.isEmpty()) {
			result.complete(new StartResult(Status.STARTED, Map.of(), List.of(), false));
		}
		else if (this.hub.hooks().isHooked(HookKey.CHILD_DATA_ALTER)) {
			alter(specs, options, result);
		}
		else {
			start(stored, options, result);
		}
		return result;
	}

	/**
	 * Start processes as they are once everybody has altered them who wants to.
	 */
	private void alter(Collection<ProcessSpec> specs, StartOptions options, CallFuture<StartResult> result) {
		List<ChildDataAlter> data = specs.stream()
			.map((spec) -> new ChildDataAlter(this.hub.id(),
					spec.withMetadata(SpecReader.merged(spec, options.metadata())),
					options.childMapping().getOrDefault(spec.id(), List.of())))
			.toList();
		this.hub.hooks().alter(data).thenAcceptAsync((altered) -> {
			Map<String, List<String>> mapping = new HashMap<>();
			altered.stream()
				.filter((each) -> !each.nodes().isEmpty())
				.forEach((each) -> mapping.put(each.spec().id(), each.nodes()));
			start(this.specs.read(altered.stream().map(ChildDataAlter::spec).toList(), Map.of(),
					new ChildMapping(this.hub, mapping)), options, result);
		}, this.hub.ports().background()).exceptionally((failure) -> {
			result.completeExceptionally(unavailable(failure));
			return null;
		});
	}

	private void start(List<StoredSpec> stored, StartOptions options, CallFuture<StartResult> result) {
		long from = this.hub.ports().scheduler().nanoTime();
		this.hub.recovery()
			.whenCertain(options.timeout())
			.thenCompose((certain) -> start(stored, options, from))
			.whenComplete((started, failure) -> {
				if (failure != null) {
					result.completeExceptionally(unavailable(failure));
				}
				else if (started.status() == Status.FAILED) {
					result.completeExceptionally(failure("started", started.errors()));
				}
				else {
					result.complete(started);
				}
			});
	}

	private CompletionStage<StartResult> start(List<StoredSpec> stored, StartOptions options, long from) {
		if (!options.checkExisting()) {
			return order(stored, options, from);
		}
		long deadline = from + options.timeout().toNanos();
		return TimeLimit.answered(this.hub, existing(stored), deadline)
			.thenCompose((existing) -> existing.isEmpty() ? order(stored, options, from)
					: CompletableFuture.failedStage(failure("started", existing)));
	}

	private CompletionStage<StartResult> order(List<StoredSpec> stored, StartOptions options, long from) {
		int lineage = this.hub.directory().lineage();
		Order order = new Order(this.hub.ports().random().nextLong() | 1, 0, options.checkExisting(), stored);
		return this.hub.starter()
			.start(order, from + options.timeout().toNanos())
			.exceptionally((failure) -> this.hub.starter()
				.fail(stored, Reason.UNAVAILABLE, String.valueOf(Failures.unwrap(failure).getMessage())))
			.thenCompose((outcomes) -> learn(outcomes, this.hub.directory().isCurrent(lineage)))
			.thenCompose((outcomes) -> {
				StartResult started = result(stored, outcomes, order.token(), this.hub.directory().isCurrent(lineage));
				return takeBack(order, started).thenApply((done) -> started);
			})
			.thenCompose((started) -> {
				log(options.disableLogging(), "started", started.ids().size(), started.errors(), from);
				return (started.errors().isEmpty() || options.onFailure() == OnFailure.CONTINUE)
						? CompletableFuture.completedStage(started) : rollBack(order, started, options);
			});
	}

	/**
	 * Return the errors of those that exist already. What this node takes for existing
	 * may have been stopped on another a moment ago, so the directory is asked about it.
	 */
	private CompletionStage<List<ProcessError>> existing(List<StoredSpec> stored) {
		List<String> known = known(stored.stream().map(StoredSpec::id).toList()).stream()
			.map(ProcessRecord::id)
			.toList();
		return known.isEmpty() ? CompletableFuture.completedStage(List.of())
				: learn(known).thenApply((learned) -> known(known).stream().map(this.hub.starter()::exists).toList());
	}

	private List<ProcessRecord> known(List<String> ids) {
		List<ProcessRecord> known = new ArrayList<>();
		for (String id : ids) {
			ProcessRecord present = this.hub.registry().get(id);
			if (present != null && present.state() != ProcessState.FAILED) {
				known.add(present);
			}
		}
		return known;
	}

	private CompletionStage<Void> learn(List<String> ids) {
		return this.hub.directory().read(ids).thenAccept((answers) -> answers.forEach(this.hub.synchronizer()::learn));
	}

	private StartResult result(List<StoredSpec> stored, Map<String, StartOutcome> outcomes, long token,
			boolean current) {
		Map<String, Map<HubNode, ProcessReference>> started = new LinkedHashMap<>(stored.size() * 2);
		List<ProcessError> errors = new ArrayList<>();
		Map<String, HubNode> nodes = new HashMap<>();
		for (StoredSpec spec : stored) {
			StartOutcome outcome = outcomes.get(spec.id());
			if (outcome instanceof Started success) {
				if (current && !success.existing()) {
					learn(spec, success, token);
				}
				started.put(spec.id(), references(spec.id(), success, nodes));
			}
			else if (outcome instanceof Failed failed) {
				errors.add(failed.error());
			}
			else {
				errors.add(new ProcessError(spec.id(), null, Reason.UNAVAILABLE, "No node said what came of it"));
			}
		}
		Status status = errors.isEmpty() ? Status.STARTED : started.isEmpty() ? Status.FAILED : Status.PARTIAL;
		return new StartResult(status, started, errors, false);
	}

	private void learn(StoredSpec spec, Started started, long token) {
		this.hub.registry()
			.apply(RegistryChange.of(new ProcessRecord(spec, started.node(), token, started.epoch(), started.revision(),
					ProcessState.RUNNING, 0, token, null)));
		for (Other other : started.others()) {
			this.hub.registry()
				.apply(RegistryChange
					.of(new ProcessRecord(spec.withId(ReplicaId.of(spec.id(), other.number())), other.node(), token,
							other.epoch(), other.revision(), ProcessState.RUNNING, 0, other.token(), null)));
		}
	}

	private Map<HubNode, ProcessReference> references(String id, Started started, Map<String, HubNode> nodes) {
		HubNode node = nodes.computeIfAbsent(started.node(), this.hub.nodes()::node);
		if (started.others().isEmpty()) {
			return Map.of(node, this.hub.reference(id));
		}
		Map<HubNode, ProcessReference> references = new LinkedHashMap<>();
		references.put(node, new EngineReference(this.hub, id, 0));
		for (Other other : started.others()) {
			references.putIfAbsent(nodes.computeIfAbsent(other.node(), this.hub.nodes()::node),
					new EngineReference(this.hub, id, other.number()));
		}
		return references;
	}

	/**
	 * See to it that this node knows the processes that were there before, and those that
	 * were started while it joined another side of the cluster.
	 */
	private CompletionStage<Map<String, StartOutcome>> learn(Map<String, StartOutcome> outcomes, boolean current) {
		List<String> unknown = new ArrayList<>();
		outcomes.forEach((id, outcome) -> {
			boolean foreign = outcome instanceof Started started && (started.existing() || !current);
			if (foreign && this.hub.registry().get(id) == null) {
				unknown.add(id);
			}
		});
		return unknown.isEmpty() ? CompletableFuture.completedStage(outcomes) : TimeLimit.bound(this.hub,
				learn(unknown).handle((learned, failure) -> outcomes), PATIENCE, () -> outcomes);
	}

	/**
	 * Take back what may have been started though the caller is told that it was not.
	 * @return completes when this node knows that it is gone, or when that takes too long
	 */
	private CompletionStage<Void> takeBack(Order order, StartResult started) {
		List<String> failed = new ArrayList<>();
		for (ProcessError error : started.errors()) {
			if (error.reason() != Reason.ALREADY_STARTED) {
				failed.add(error.id());
			}
		}
		if (failed.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		Duration patience = StopOptions.defaults().timeout();
		CompletionStage<Void> takenBack = this.hub.recovery()
			.whenCertain(patience)
			.thenCompose((certain) -> this.hub.stopper().takeBack(failed, order.token(), later(patience)))
			.exceptionally((failure) -> null);
		return TimeLimit.bound(this.hub, takenBack, PATIENCE, () -> null);
	}

	private long later(Duration time) {
		return this.hub.ports().scheduler().nanoTime() + time.toNanos();
	}

	private CompletionStage<StartResult> rollBack(Order order, StartResult started, StartOptions options) {
		if (started.ids().isEmpty()) {
			return CompletableFuture.completedStage(started);
		}
		return this.hub.stopper()
			.withdraw(started.ids(), order.token(), later(options.timeout()))
			.thenApply((stopped) -> new StartResult(Status.ROLLED_BACK, Map.of(), started.errors(), true));
	}

	void checkMetadata(String id, Map<String, String> metadata) {
		this.specs.checkId(id);
		this.specs.checkMetadata(id, null, metadata);
	}

	CompletableFuture<StopResult> stop(Collection<String> ids, StopOptions options) {
		ids.forEach(this.specs::checkId);
		CallFuture<StopResult> result = new CallFuture<>(this.hub.ports().workers());
		List<String> distinct = ids.stream().distinct().toList();
		if (distinct.isEmpty()) {
			result.complete(new StopResult(Set.of(), List.of()));
			return result;
		}
		long from = this.hub.ports().scheduler().nanoTime();
		this.hub.recovery()
			.whenCertain(options.timeout())
			.thenCompose((certain) -> this.hub.cluster().quorum()
					? this.hub.stopper().stop(distinct, from + options.timeout().toNanos())
					: CompletableFuture.failedStage(this.hub.quorum().refusal(null)))
			.whenComplete((stopped, failure) -> {
				if (failure != null) {
					result.completeExceptionally(unavailable(failure));
					return;
				}
				log(options.disableLogging(), "stopped", stopped.stopped().size(), stopped.errors(), from);
				if (stopped.stopped().isEmpty()) {
					result.completeExceptionally(failure("stopped", stopped.errors()));
				}
				else {
					result.complete(stopped);
				}
			});
		return result;
	}

	private void log(boolean disabled, String what, int count, List<ProcessError> errors, long from) {
		// Whoever starts or stops one is told what came of it
		if (disabled || (count + errors.size() == 1 && !logger.isDebugEnabled())) {
			return;
		}
		logger.info("Hub '%s' %s %d processes in %d ms%s".formatted(this.hub.id(), what, count,
				(this.hub.ports().scheduler().nanoTime() - from) / 1_000_000, errors.isEmpty() ? ""
						: ", %d not, the first because: %s".formatted(errors.size(), errors.get(0).message())));
	}

	private ProcessHubException unavailable(Throwable failure) {
		Throwable cause = Failures.unwrap(failure);
		return (cause instanceof ProcessHubException typed) ? typed : new ProcessUnavailableException(this.hub.id(),
				null, "Hub '%s' could not do this: %s".formatted(this.hub.id(), cause), cause);
	}

	private ProcessHubException failure(String what, List<ProcessError> errors) {
		ProcessError first = errors.get(0);
		String message = (errors.size() == 1) ? first.message()
				: "%s (and %d more like this or otherwise)".formatted(first.message(), errors.size() - 1);
		return switch (first.reason()) {
			case ALREADY_STARTED -> new ProcessAlreadyStartedException(this.hub.id(), first.id(), message);
			case NOT_FOUND -> new ProcessNotFoundException(this.hub.id(), first.id(), message);
			case UNKNOWN_TYPE -> new UnknownProcessTypeException(this.hub.id(), first.id(), message);
			case PARTITIONED -> new HubPartitionedException(this.hub.id(), first.id(), message);
			case START_FAILED -> new ProcessStartException(this.hub.id(), first.id(),
					"Process '%s' of hub '%s' could not be started: %s".formatted(first.id(), this.hub.id(), message));
			case UNAVAILABLE, TIMEOUT, NODE_ABSENT -> new ProcessUnavailableException(this.hub.id(), first.id(),
					"Process '%s' of hub '%s' could not be %s: %s".formatted(first.id(), this.hub.id(), what, message));
		};
	}

}
