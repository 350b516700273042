/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.SlotOperation;
import io.processhub.registry.RegistryChange;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.supervisor.Envelope;
import io.processhub.supervisor.Suspended;
import io.processhub.wire.WireReader;

/**
 * A batch of processes on its way from this node to another.
 * <p>
 * The directory is the judge of where a process is: the transfer of the assignment and of
 * the state is one step there. Whatever fails before it leaves the process here, whatever
 * fails after it leaves it to the other node or to whoever takes over from that.
 */
final class MoveBatch implements MigrationStrategy.Move {

	private static final Log logger = LogFactory.getLog(MoveBatch.class);

	private static final int SHOWN = 3;

	/**
	 * How much longer than the time that the other node has its answer may take.
	 */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private static final Duration LOOK = Duration.ofSeconds(1);

	private final Hub hub;

	private final HubNode target;

	private final boolean urgent;

	private final boolean rebalancing;

	private final int size;

	private final List<String> ids;

	private final Map<String, ProcessRecord> records = new HashMap<>();

	private final Map<String, Suspended> suspended = new LinkedHashMap<>();

	private final Map<String, ProcessRecord> transferred = new LinkedHashMap<>();

	/**
	 * The processes that do not move for now, with the reasons.
	 */
	private final Map<String, String> givenUp = new LinkedHashMap<>();

	private final int lineage;

	private final long token;

	private final MoveReturn back;

	private long deadline;

	private CompletionStage<Void> resumed = CompletableFuture.completedStage(null);

	MoveBatch(Hub hub, HubNode target, List<String> ids, boolean rebalancing, boolean urgent) {
		this.hub = hub;
		this.target = target;
		this.rebalancing = rebalancing;
		this.urgent = urgent;
		this.size = ids.size();
		this.lineage = hub.directory().lineage();
		this.token = hub.ports().random().nextLong() | 1;
		this.back = new MoveReturn(hub, target, this.token, this::recordId);
		this.ids = new ArrayList<>(ids);
	}

	int size() {
		return this.size;
	}

	HubNode target() {
		return this.target;
	}

	/**
	 * Return the processes that are to move.
	 */
	List<String> ids() {
		return List.copyOf(this.ids);
	}

	Set<String> moved() {
		return this.transferred.keySet();
	}

	Set<String> givenUp() {
		return this.givenUp.keySet();
	}

	/**
	 * Begin the move, unless things have changed since it was planned.
	 * @return whether there is anything to move
	 */
	boolean begin() {
		Cluster cluster = this.hub.cluster();
		for (String id : this.ids) {
			ProcessRecord here = this.hub.registry().on(this.hub.localNode().id(), id);
			if (here != null && this.hub.loads().isStillRight(cluster, here, this.target, this.rebalancing)
					&& this.hub.busy().tryMark(id)) {
				this.records.put(id, here);
			}
		}
		this.ids.retainAll(this.records.keySet());
		return !this.ids.isEmpty() && member() != null;
	}

	private @Nullable String member() {
		return this.hub.cluster().member(this.target.id());
	}

	@Override
	public boolean isUrgent() {
		return this.urgent;
	}

	@Override
	public CompletionStage<Void> prepareThere(Duration timeout) {
		this.deadline = this.hub.ports().scheduler().nanoTime() + timeout.toNanos();
		String member = member();
		Map<String, String> types = new HashMap<>();
		for (String id : this.ids) {
			ProcessRecord record = this.records.get(id);
			if (member == null || record == null) {
				this.givenUp.put(id, "it or its new node is gone");
			}
			else {
				types.put(id, record.spec().type());
			}
		}
		if (member == null || types.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		PrepareOrder order = new PrepareOrder(timeout.multipliedBy(3).dividedBy(4), timeout, types);
		return this.hub.requests()
			.ask(member, Kind.PREPARE, order.size(), timeout, order::writeTo)
			.thenApply(WireReader::readStrings)
			.handle((failures, failure) -> {
				if (failure == null) {
					this.givenUp.putAll(failures);
				}
				else {
					types.keySet().forEach((id) -> this.givenUp.put(id, Failures.unwrap(failure).getMessage()));
				}
				this.givenUp.keySet().retainAll(this.ids);
				return null;
			});
	}

	@Override
	public CompletionStage<Void> stopHere() {
		return this.hub.supervisor().suspend(this.ids).thenAccept(this.suspended::putAll);
	}

	@Override
	public CompletionStage<Void> pauseHere(boolean withState, Duration limit) {
		List<String> moving = new ArrayList<>(this.ids);
		moving.removeAll(this.givenUp.keySet());
		Duration left = TimeLimit.left(this.hub, this.deadline);
		return this.hub.supervisor()
			.pause(moving, withState, (limit.compareTo(left) < 0) ? limit : left)
			.thenAccept((paused) -> {
				this.suspended.putAll(paused);
				moving.removeIf((id) -> paused.containsKey(id) || !this.hub.supervisor().contains(id));
				moving.forEach((id) -> this.givenUp.put(id,
						"it was busy for longer than %d ms, or its state could not be exported"
							.formatted(limit.toMillis())));
			});
	}

	@Override
	public CompletionStage<Void> transfer(boolean withState) {
		if (this.back.isTargetGone() || this.suspended.isEmpty()) {
			this.suspended.keySet().forEach((id) -> this.givenUp.put(id, "its new node has left"));
			return CompletableFuture.completedStage(null);
		}
		List<SlotOperation> assignments = new ArrayList<>();
		this.suspended.forEach((id, process) -> {
			if (withState && process.state() == null) {
				// What still waits there is older than nothing
				assignments.add(new SlotOperation.Settle(recordId(id), process.epoch()));
			}
			assignments.add(assignment(id, process.epoch(), withState ? process.state() : null));
		});
		return this.hub.directory().change(assignments).thenAccept(this::transferred);
	}

	/**
	 * Return the assignment to the target. If that has another instance of the process,
	 * the first one takes its place; without a state to begin with, the one that is there
	 * goes on.
	 */
	private SlotOperation assignment(String id, long epoch, byte @Nullable [] state) {
		String record = recordId(id);
		ProcessRecord there = ReplicaId.isFurther(record) ? null : this.hub.registry().on(this.target.id(), id);
		if (there == null) {
			return new SlotOperation.Assign(record, epoch, this.target.id(), this.token, state);
		}
		long continued = (state == null) ? there.token() : this.token;
		this.back.mayComeBack(continued);
		return new SlotOperation.Assign(record, epoch, this.target.id(), continued, state, there.id());
	}

	private String recordId(String id) {
		ProcessRecord record = this.records.get(id);
		return (record != null) ? record.id() : id;
	}

	private void transferred(Map<String, DirectoryClient.Answer> answers) {
		Map<String, Suspended> refused = new LinkedHashMap<>();
		List<RegistryChange> dropped = new ArrayList<>();
		this.suspended.forEach((id, process) -> {
			DirectoryClient.Answer answer = answers.get(recordId(id));
			ProcessRecord present = (answer != null) ? answer.outcome().present() : null;
			if (answer == null || present == null) {
				return;
			}
			if (answer.done()) {
				this.transferred.put(id, present.withHandover(answer.outcome().handover()));
				if (present.number() == 0) {
					dropped.addAll(this.hub.replicas().replacedBy(present));
				}
			}
			else {
				refused.put(id, process);
			}
		});
		dropped.forEach(this.hub.registry()::apply);
		this.hub.synchronizer().publish(dropped);
		// They need not wait for the others
		this.suspended.keySet().removeAll(refused.keySet());
		this.resumed = this.back.goOn(refused, answers);
	}

	@Override
	public CompletionStage<Void> startThere() {
		String member = member();
		if (member == null || this.transferred.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		CompletableFuture<Void> running = this.hub.activator()
			.order(member, this.transferred.values())
			.toCompletableFuture();
		lookLater(running);
		return running;
	}

	/**
	 * Look now and then whether the other node has told all nodes that the processes run
	 * there, as its answer may be lost, and messages are kept for so long.
	 */
	private void lookLater(CompletableFuture<Void> running) {
		this.hub.ports().scheduler().schedule(LOOK, () -> this.hub.ports().background().execute(() -> {
			if (running.isDone()) {
				return;
			}
			if (this.transferred.values().stream().allMatch(this::isHeardOf)) {
				running.complete(null);
			}
			else {
				lookLater(running);
			}
		}));
	}

	private boolean isHeardOf(ProcessRecord record) {
		ProcessRecord known = this.hub.registry().get(record.id());
		return known == null || known.epoch() >= record.epoch();
	}

	@Override
	public CompletionStage<Void> switchThere(Duration retention, boolean confirm) {
		String member = member();
		if (this.transferred.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		if (member == null) {
			reclaim();
			return CompletableFuture.completedStage(null);
		}
		Duration trial = confirm ? TimeLimit.left(this.hub, this.deadline) : retention;
		HandoverOrder order = new HandoverOrder(this.hub.localNode().id(), trial, confirm, retention,
				List.copyOf(this.transferred.values()));
		return this.hub.requests()
			.ask(member, Kind.HANDOVER, order.size(), confirm ? trial.plus(GRACE) : trial, order::writeTo)
			.thenApply(WireReader::readStrings)
			.handle((failures, failure) -> {
				if (failure == null) {
					this.givenUp.putAll(failures);
					this.transferred.keySet().removeAll(failures.keySet());
				}
				else if (this.back.isTargetGone()) {
					reclaim();
				}
				else {
					logger
						.warn(("Hub '%s' does not know whether the %d processes run that it has handed over to %s, and "
								+ "leaves them to the directory: %s")
							.formatted(this.hub.id(), this.transferred.size(), this.target, Failures.unwrap(failure)));
				}
				return null;
			});
	}

	private void reclaim() {
		this.transferred.keySet().forEach((id) -> this.givenUp.put(id, "its new node has left"));
		this.back.reclaim(this.transferred);
		this.transferred.clear();
	}

	@Override
	public CompletionStage<Void> forward() {
		for (ProcessRecord record : this.transferred.values()) {
			this.hub.router().whileHeld(record, () -> forward(record));
			this.suspended.remove(record.process());
		}
		return CompletableFuture.completedStage(null);
	}

	private void forward(ProcessRecord record) {
		String member = member();
		if (this.hub.directory().isCurrent(this.lineage)) {
			this.hub.registry().apply(RegistryChange.of(record));
		}
		for (Envelope envelope : this.hub.supervisor().evict(record.process())) {
			Parcel parcel = (Parcel) envelope;
			if (member != null) {
				parcel.sendTo(member);
			}
			else {
				this.hub.router().await(parcel);
			}
		}
	}

	/**
	 * End the move: what is still suspended here goes on where the directory says.
	 * @param failure what went wrong, or {@code null}
	 * @return completes when nothing is suspended here any more
	 */
	CompletionStage<Void> end(@Nullable Throwable failure) {
		if (failure != null) {
			logger.warn("Move of %d processes of hub '%s' to %s failed: %s".formatted(this.ids.size(), this.hub.id(),
					this.target, Failures.unwrap(failure)));
		}
		if (!this.givenUp.isEmpty()) {
			logger.warn("Move of %d of %d processes of hub '%s' to %s was given up, and they go on here: %s".formatted(
					this.givenUp.size(), this.ids.size(), this.hub.id(), this.target,
					this.givenUp.entrySet().stream().limit(SHOWN).map(Object::toString).toList()));
		}
		return this.back.settle(this.suspended)
			.thenCombine(this.resumed, (settled, resumed) -> settled)
			.whenComplete((nothing, trouble) -> {
				this.hub.busy().unmark(this.ids);
				if (!this.hub.replicas().areNone(this.hub.cluster())) {
					// Other replicas may have come meanwhile
					this.hub.reconciler().sweep();
				}
			});
	}

}
