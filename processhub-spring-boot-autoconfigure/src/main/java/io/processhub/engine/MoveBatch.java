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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.SlotOperation;
import io.processhub.registry.RegistryChange;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.supervisor.Activation;
import io.processhub.supervisor.Envelope;
import io.processhub.supervisor.ProcessType;
import io.processhub.supervisor.Suspended;

/**
 * A batch of processes on its way from this node to another.
 * <p>
 * The directory is the judge of where a process is: the transfer of the assignment and of
 * the state is one step there. Whatever fails before it leaves the process here, whatever
 * fails after it leaves it to the other node or to whoever takes over from that.
 */
final class MoveBatch implements MigrationStrategy.Move {

	private static final Log logger = LogFactory.getLog(MoveBatch.class);

	private static final Duration RETRY_DELAY = Duration.ofMillis(200);

	private final Hub hub;

	private final HubNode target;

	private final int size;

	private final boolean rebalancing;

	private final List<String> ids;

	private final Map<String, ProcessRecord> records = new HashMap<>();

	private final Map<String, Suspended> suspended = new LinkedHashMap<>();

	private final Map<String, ProcessRecord> transferred = new LinkedHashMap<>();

	private final int lineage;

	private CompletionStage<Void> resumed = CompletableFuture.completedStage(null);

	MoveBatch(Hub hub, HubNode target, List<String> ids, boolean rebalancing) {
		this.hub = hub;
		this.target = target;
		this.rebalancing = rebalancing;
		this.size = ids.size();
		this.lineage = hub.directory().lineage();
		this.ids = new ArrayList<>(ids);
	}

	int size() {
		return this.size;
	}

	int moved() {
		return this.transferred.size();
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
		return !this.ids.isEmpty() && cluster.member(this.target.id()) != null;
	}

	@Override
	public CompletionStage<Void> stopHere() {
		return this.hub.supervisor().suspend(this.ids).thenAccept(this.suspended::putAll);
	}

	@Override
	public CompletionStage<Void> transfer() {
		long token = this.hub.ports().random().nextLong() | 1;
		List<SlotOperation> assignments = new ArrayList<>();
		this.suspended.forEach((id, process) -> assignments.add(assignment(id, process, token)));
		return this.hub.directory().change(assignments).thenAccept(this::transferred);
	}

	/**
	 * Return the assignment to the target. If that has another instance of the process,
	 * the first one takes its place; without a state to begin with, the one that is there
	 * goes on.
	 */
	private SlotOperation assignment(String id, Suspended process, long token) {
		ProcessRecord there = ReplicaId.isFurther(recordId(id)) ? null : this.hub.registry().on(this.target.id(), id);
		if (there == null) {
			return new SlotOperation.Assign(recordId(id), process.epoch(), this.target.id(), token, process.state());
		}
		long continued = (process.state() == null) ? there.token() : token;
		return new SlotOperation.Assign(id, process.epoch(), this.target.id(), continued, process.state(), there.id());
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
		this.resumed = goOn(refused, answers);
	}

	@Override
	public CompletionStage<Void> startThere() {
		String member = this.hub.cluster().member(this.target.id());
		if (member == null || this.transferred.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		Collection<ProcessRecord> records = this.transferred.values();
		return this.hub.requests()
			.ask(member, Kind.RUN, records.size() * 96, this.hub.settings().migrationBaseTimeout(),
					(writer) -> writer.writeAll(records, (to, record) -> record.writeTo(to)))
			.thenApply((answer) -> null);
	}

	@Override
	public CompletionStage<Void> forward() {
		for (ProcessRecord record : this.transferred.values()) {
			List<Envelope> kept = this.hub.supervisor().evict(record.process());
			String member = this.hub.cluster().member(this.target.id());
			for (Envelope envelope : kept) {
				Parcel parcel = (Parcel) envelope;
				if (member != null) {
					parcel.sendTo(member);
				}
				else {
					this.hub.router().route(parcel, false);
				}
			}
			if (this.hub.directory().isCurrent(this.lineage)) {
				this.hub.registry().apply(RegistryChange.of(record));
			}
			this.suspended.remove(record.process());
		}
		return CompletableFuture.completedStage(null);
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
		CompletableFuture<Void> ended = new CompletableFuture<>();
		settle(ended);
		return ended.thenCombine(this.resumed, (settled, resumed) -> settled).whenComplete((nothing, trouble) -> {
			this.hub.busy().unmark(this.ids);
			if (!this.hub.replicas().areNone(this.hub.cluster())) {
				// Other replicas may have come meanwhile
				this.hub.reconciler().sweep();
			}
		});
	}

	private void settle(CompletableFuture<Void> ended) {
		CompletionStage<Void> settled = this.suspended.isEmpty() ? CompletableFuture.completedStage(null)
				: this.hub.directory()
					.read(this.suspended.keySet().stream().map(this::recordId).toList())
					.thenCompose((answers) -> goOn(this.suspended, answers));
		settled.whenComplete((nothing, trouble) -> {
			if (trouble == null) {
				ended.complete(null);
			}
			else {
				this.hub.ports()
					.scheduler()
					.schedule(RETRY_DELAY, () -> this.hub.ports().background().execute(() -> settle(ended)));
			}
		});
	}

	private CompletionStage<Void> goOn(Map<String, Suspended> waiting, Map<String, DirectoryClient.Answer> answers) {
		Map<String, Activation> here = new HashMap<>();
		List<Parcel> homeless = new ArrayList<>();
		waiting.forEach((id, process) -> {
			DirectoryClient.Answer answer = answers.get(recordId(id));
			ProcessRecord present = (answer != null) ? this.hub.synchronizer().learn(recordId(id), answer) : null;
			ProcessType type = (present != null) ? this.hub.type(present.spec().type()) : null;
			// Under a higher epoch if two sides of the cluster have come together
			// meanwhile
			if (present != null && type != null && present.node().equals(this.hub.localNode().id())) {
				here.put(id, this.hub.replicas().activation(present, type, process.state()));
				return;
			}
			this.hub.supervisor().evict(id).forEach((envelope) -> homeless.add((Parcel) envelope));
		});
		homeless.forEach((parcel) -> this.hub.router().route(parcel, false));
		return here.isEmpty() ? CompletableFuture.completedStage(null)
				: this.hub.supervisor().resume(here.values()).thenApply((failures) -> null);
	}

}
