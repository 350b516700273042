/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.processhub.HubNode;
import io.processhub.HubNotRunningException;
import io.processhub.ProcessHubException;
import io.processhub.ProcessInfo;
import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessReference;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopOptions;
import io.processhub.StopResult;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.SlotOperation;
import io.processhub.hook.HookDispatcher;
import io.processhub.registry.RegistryChange;
import io.processhub.strategy.HubView;
import io.processhub.supervisor.ProcessType;

/**
 * A hub on this node: the one way into the engine. Thread-safe; nothing here blocks.
 *
 * @since 0.1.0
 */
public final class HubEngine {

	private final HubEngineSettings settings;

	private final HubEngineStrategies strategies;

	private final HubEnginePorts ports;

	private final Map<String, ProcessType> types;

	private final HookDispatcher hooks;

	private volatile @Nullable RunningHub running;

	private @Nullable RunningHub last;

	/**
	 * Create a hub, which does nothing until it is started.
	 * @param settings its settings
	 * @param strategies its strategies
	 * @param ports what it is plugged into
	 * @param types the process types by name
	 */
	public HubEngine(HubEngineSettings settings, HubEngineStrategies strategies, HubEnginePorts ports,
			Map<String, ProcessType> types) {
		this.settings = settings;
		this.strategies = strategies;
		this.ports = ports;
		this.types = Map.copyOf(types);
		this.hooks = new HookDispatcher(settings.hubId(), ports.workers(), ports.scheduler());
	}

	/**
	 * Join the hub's cluster.
	 * @return completes when the hub runs here and every other node knows; fails if the
	 * directory cannot be read
	 */
	public CompletionStage<Void> start() {
		RunningHub hub;
		synchronized (this) {
			Assert.state(this.running == null, () -> "Hub '" + hubId() + "' has been started already");
			if (this.last != null) {
				this.last.silence();
			}
			hub = new RunningHub(this.settings, this.strategies, this.ports, this.types, this.hooks);
			this.last = hub;
			this.running = hub;
		}
		return hub.join().whenComplete((joined, failure) -> {
			if (failure != null) {
				hub.giveUp();
				this.running = null;
			}
		});
	}

	/**
	 * Move all processes to the other nodes, if there are any, stop what is left, and
	 * leave the hub's cluster. The other nodes are told until the ports are closed that
	 * this one has left.
	 * @param patience how long moving may take; what has not moved by then is stopped
	 * here, and taken over by the others
	 * @return completes when nothing of the hub runs here any more
	 */
	public CompletionStage<Void> stop(Duration patience) {
		RunningHub hub = this.running;
		if (hub == null) {
			return CompletableFuture.completedStage(null);
		}
		return hub.leave(patience).whenComplete((left, failure) -> this.running = null);
	}

	/**
	 * Return the id of the hub.
	 * @return the hub id
	 */
	public String hubId() {
		return this.settings.hubId();
	}

	/**
	 * Return the hooks of the hub on this node, which are there before it runs.
	 * @return the hooks
	 */
	public HookDispatcher hooks() {
		return this.hooks;
	}

	private Hub hub() {
		RunningHub hub = this.running;
		if (hub == null || !hub.isJoined()) {
			throw new HubNotRunningException(hubId(), null,
					"Hub '%s' is not running on this node: it is not started yet, or stopped".formatted(hubId()));
		}
		return hub.parts();
	}

	private Hub workingHub() {
		Hub hub = hub();
		if (!hub.cluster().quorum()) {
			throw hub.quorum().refusal(null);
		}
		return hub;
	}

	private @Nullable Hub hubOrNull() {
		RunningHub hub = this.running;
		return (hub != null) ? hub.parts() : null;
	}

	/**
	 * Start processes.
	 * @param specs what to start
	 * @param options how
	 * @return the result
	 */
	public CompletableFuture<StartResult> startProcesses(Collection<ProcessSpec> specs, StartOptions options) {
		return workingHub().launcher().start(specs, options);
	}

	/**
	 * Stop processes.
	 * @param ids the process ids
	 * @param options how
	 * @return the result
	 */
	public CompletableFuture<StopResult> stopProcesses(Collection<String> ids, StopOptions options) {
		return workingHub().launcher().stop(ids, options);
	}

	/**
	 * Call a process.
	 * @param id the process id
	 * @param message the message
	 * @param answerType the type of the answer, or {@code null} if any will do
	 * @param timeout how long to wait, or {@code null} for what the hub says
	 * @return the answer
	 */
	public CompletableFuture<@Nullable Object> call(String id, Object message, @Nullable Class<?> answerType,
			@Nullable Duration timeout) {
		Hub hub;
		try {
			hub = workingHub();
		}
		catch (ProcessHubException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		return hub.router()
			.call(id, Parcel.ANY_REPLICA, message, answerType,
					(timeout != null) ? timeout : this.settings.callTimeout());
	}

	/**
	 * Send a message to a process.
	 * @param id the process id
	 * @param message the message
	 */
	public void send(String id, Object message) {
		workingHub().router().send(id, Parcel.ANY_REPLICA, message);
	}

	/**
	 * Send a message to all instances of a process.
	 * @param id the process id
	 * @param message the message
	 */
	public void broadcast(String id, Object message) {
		workingHub().router().broadcast(id, message);
	}

	/**
	 * Return a reference to a process.
	 * @param id the process id
	 * @return the reference
	 */
	public ProcessReference reference(String id) {
		return hub().reference(id);
	}

	/**
	 * Return references to the instances of a process.
	 * @param id the process id
	 * @return the references, that of the active instance first; empty if there is no
	 * such process
	 */
	public List<ProcessReference> references(String id) {
		Hub hub = hubOrNull();
		if (hub == null || hub.registry().get(id) == null) {
			return List.of();
		}
		List<ProcessRecord> replicas = hub.registry().replicas(id);
		if (replicas.isEmpty()) {
			return List.of(hub.reference(id));
		}
		List<ProcessReference> references = new ArrayList<>(replicas.size() + 1);
		references.add(new EngineReference(hub, id, 0));
		replicas.forEach((replica) -> references.add(new EngineReference(hub, id, replica.number())));
		return List.copyOf(references);
	}

	/**
	 * Return what is known of a process.
	 * @param id the process id
	 * @return the process, or {@code null} if there is none
	 */
	public @Nullable ProcessInfo lookup(String id) {
		Hub hub = hubOrNull();
		ProcessRecord record = (hub != null) ? hub.registry().get(id) : null;
		return (hub != null && record != null) ? new RegisteredProcess(hub, record) : null;
	}

	/**
	 * Return all processes.
	 * @return a snapshot
	 */
	public List<ProcessInfo> processes() {
		Hub hub = hubOrNull();
		if (hub == null) {
			return List.of();
		}
		List<ProcessInfo> processes = new ArrayList<>(hub.registry().size());
		hub.registry().forEach((record) -> processes.add(new RegisteredProcess(hub, record)));
		return processes;
	}

	/**
	 * Return the processes that this node has an instance of.
	 * @return a snapshot
	 */
	public List<ProcessInfo> localProcesses() {
		Hub hub = hubOrNull();
		if (hub == null) {
			return List.of();
		}
		List<ProcessRecord> here = hub.registry().onNode(hub.localNode().id());
		return infos(hub,
				hub.registry().hasReplicas() ? here.stream()
					.map((record) -> hub.registry().get(record.process()))
					.filter(Objects::nonNull)
					.distinct()
					.toList() : here);
	}

	/**
	 * Return the processes with a tag.
	 * @param tag the tag
	 * @return a snapshot
	 */
	public List<ProcessInfo> withTag(String tag) {
		Hub hub = hubOrNull();
		return (hub != null) ? infos(hub, hub.registry().withTag(tag)) : List.of();
	}

	private static List<ProcessInfo> infos(Hub hub, List<ProcessRecord> records) {
		List<ProcessInfo> infos = new ArrayList<>(records.size());
		records.forEach((record) -> infos.add(new RegisteredProcess(hub, record)));
		return infos;
	}

	/**
	 * Return the whole registry.
	 * @return a snapshot by process id
	 */
	public Map<String, ProcessInfo> dump() {
		Map<String, ProcessInfo> dump = new LinkedHashMap<>();
		processes().forEach((process) -> dump.put(process.id(), process));
		return dump;
	}

	/**
	 * Return the number of processes.
	 * @return the number
	 */
	public int size() {
		Hub hub = hubOrNull();
		return (hub != null) ? hub.registry().size() : 0;
	}

	/**
	 * Replace the metadata of a process.
	 * @param id the process id
	 * @param metadata the string pairs
	 * @return completes when the directory has it
	 */
	public CompletableFuture<Void> updateMetadata(String id, Map<String, String> metadata) {
		Hub hub = workingHub();
		hub.launcher().checkMetadata(id, metadata);
		CallFuture<Void> result = new CallFuture<>(this.ports.workers());
		Map<String, String> pairs = Map.copyOf(metadata);
		hub.directory().change(List.of(new SlotOperation.Describe(id, pairs))).whenComplete((answers, failure) -> {
			DirectoryClient.Answer answer = (failure == null) ? answers.get(id) : null;
			if (failure != null) {
				result.completeExceptionally(Failures.unwrap(failure));
			}
			else if (answer == null || !answer.done()) {
				result.completeExceptionally(new ProcessNotFoundException(hubId(), id,
						"There is no process '%s' in hub '%s'. Start it first".formatted(id, hubId())));
			}
			else {
				describe(hub, answer);
				result.complete(null);
			}
		});
		return result;
	}

	private static void describe(Hub hub, DirectoryClient.Answer answer) {
		ProcessRecord described = answer.outcome().present();
		if (described != null) {
			RegistryChange change = RegistryChange.of(described);
			hub.registry().apply(change);
			hub.synchronizer().publish(List.of(change));
		}
	}

	/**
	 * Return the nodes of the hub.
	 * @return the nodes, the oldest first
	 */
	public List<HubNode> nodes() {
		Hub hub = hubOrNull();
		return (hub != null) ? hub.cluster().view().nodes() : List.of();
	}

	/**
	 * Return what this node sees of the hub.
	 * @return the view, or {@code null} if the hub does not run here
	 */
	public @Nullable HubView view() {
		Hub hub = hubOrNull();
		return (hub != null) ? hub.cluster().view() : null;
	}

	/**
	 * Return this node.
	 * @return the local node
	 */
	public HubNode localNode() {
		return hub().localNode();
	}

	/**
	 * Return whether the hub runs here.
	 * @return whether it is started and not stopping
	 */
	public boolean isAlive() {
		RunningHub hub = this.running;
		return hub != null && hub.isUp();
	}

	/**
	 * Return whether processes are being moved or taken over.
	 * @return whether the hub is at work
	 */
	public boolean isLocked() {
		RunningHub hub = this.running;
		return hub != null && (!hub.isUp() || hub.parts().reconciler().isWorking());
	}

	/**
	 * Return whether this side of the cluster has no quorum.
	 * @return whether the hub must not work
	 */
	public boolean isPartitioned() {
		Hub hub = hubOrNull();
		return hub != null && !hub.cluster().quorum();
	}

	/**
	 * Count the nodes that are there as all that there are, on all of them.
	 * @return completes when every node has been told, or did not answer
	 */
	public CompletableFuture<Void> resetQuorum() {
		CallFuture<Void> result = new CallFuture<>(this.ports.workers());
		hub().nodes().resetQuorum().whenComplete((told, failure) -> result.complete(null));
		return result;
	}

	/**
	 * Return the instance of a process that is on this node.
	 * @param id the process id
	 * @return what the factory of its type made, or {@code null} if there is none, or it
	 * is not up
	 */
	public @Nullable Object instance(String id) {
		Hub hub = hubOrNull();
		return (hub != null) ? hub.supervisor().instance(id) : null;
	}

	/**
	 * Bring into the directory what processes have reported, and things together, without
	 * waiting for the time at which that is done by itself.
	 * @return completes when that is done, or cannot be done now
	 */
	public CompletionStage<Void> settle() {
		RunningHub hub = this.running;
		if (hub == null || !hub.isUp()) {
			return CompletableFuture.completedStage(null);
		}
		return hub.parts().reporter().flush().thenCompose((flushed) -> hub.parts().reconciler().wake());
	}

	/**
	 * Return the processes on this node of which something is under way: that handle
	 * messages, have messages waiting, are being started, restarted or stopped, or are on
	 * the move.
	 * @param waiting whether those count, too, that only wait for the time of their
	 * restart
	 * @return the process ids
	 */
	public Collection<String> activeProcesses(boolean waiting) {
		Hub hub = hubOrNull();
		if (hub == null) {
			return List.of();
		}
		Set<String> active = new TreeSet<>(hub.supervisor().active(waiting));
		active.addAll(hub.busy().ids());
		return active;
	}

	/**
	 * Return how many processes have moved from this node to others since the hub was
	 * started here.
	 * @return the number
	 */
	public long movedProcesses() {
		Hub hub = hubOrNull();
		return (hub != null) ? hub.mover().moved() : 0;
	}

	/**
	 * Return how often the move of a process to another node was given up, so that it
	 * went on here, since the hub was started here.
	 * @return the number
	 */
	public long movesGivenUp() {
		Hub hub = hubOrNull();
		return (hub != null) ? hub.mover().givenUp() : 0;
	}

	/**
	 * Move the processes on all nodes to where they belong.
	 * @return completes when every node has done so, or has left
	 */
	public CompletableFuture<Void> rebalance() {
		Hub hub = workingHub();
		List<CompletableFuture<?>> rounds = new ArrayList<>();
		rounds.add(hub.reconciler().rebalance());
		for (HubNode node : hub.cluster().others()) {
			String member = hub.cluster().member(node.id());
			if (member != null) {
				rounds.add(hub.requests()
					.ask(member, Kind.REBALANCE, 16, this.settings.migrationBaseTimeout(), (writer) -> {
					})
					.exceptionally((failure) -> null));
			}
		}
		CallFuture<Void> result = new CallFuture<>(this.ports.workers());
		CompletableFuture.allOf(rounds.toArray(CompletableFuture[]::new))
			.whenComplete((done, failure) -> result.complete(null));
		return result;
	}

}
