/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.ProcessInfo;
import io.processhub.directory.ProcessRecord;
import io.processhub.hook.ChildrenMigrated;
import io.processhub.hook.CoordinatorShutdown;
import io.processhub.hook.ForwardedMigration;
import io.processhub.hook.HookDispatcher;
import io.processhub.hook.HookKey;
import io.processhub.hook.LockStateUpdated;
import io.processhub.hook.PostChildrenStart;
import io.processhub.hook.PostClusterJoin;
import io.processhub.hook.PostClusterLeave;
import io.processhub.hook.PostNodesRedistribution;
import io.processhub.hook.PreChildrenRedistribution;
import io.processhub.hook.PreChildrenStart;
import io.processhub.hook.PreClusterJoin;
import io.processhub.hook.PreClusterLeave;
import io.processhub.hook.PreNodesRedistribution;
import io.processhub.hook.ProcessRestarted;
import io.processhub.hook.ProcessStartups;
import io.processhub.hook.RegistryInserted;
import io.processhub.hook.RegistryRemoved;
import io.processhub.hook.StartCause;
import io.processhub.registry.RegistryChange;
import io.processhub.strategy.HubView;

/**
 * Puts what happens to this node into words for those who want to know.
 */
final class News {

	private final Hub hub;

	private final HookDispatcher hooks;

	private HubView view;

	/**
	 * The nodes of which it was told that they are about to leave.
	 */
	private final Set<HubNode> leaving = new HashSet<>();

	/**
	 * How the nodes that take processes have changed since the processes were
	 * redistributed.
	 */
	private Redistribution pending = Redistribution.NONE;

	private boolean locked;

	News(Hub hub) {
		this.hub = hub;
		this.hooks = hub.hooks();
		this.view = hub.cluster().view();
	}

	/**
	 * Tell who joins and who leaves.
	 * @param after the cluster as it is now
	 */
	synchronized void clusterChanged(Cluster after) {
		HubView before = this.view;
		HubView now = after.view();
		if (now.version() <= before.version()) {
			// Two threads have looked, and the other one was quicker
			return;
		}
		this.view = now;
		List<HubNode> joined = without(now.targets(), before.targets());
		List<HubNode> left = without(before.targets(), now.targets());
		for (HubNode node : without(now.nodes(), before.nodes())) {
			this.hooks.tell(HookKey.PRE_CLUSTER_JOIN, () -> new PreClusterJoin(this.hub.id(), node));
		}
		for (HubNode node : joined) {
			this.leaving.remove(node);
			if (!node.equals(now.local())) {
				this.hooks.tell(HookKey.POST_CLUSTER_JOIN, () -> new PostClusterJoin(this.hub.id(), node, now.nodes()));
			}
		}
		List<HubNode> gone = without(before.nodes(), now.nodes());
		List<HubNode> going = new ArrayList<>(left);
		going.addAll(without(gone, going));
		for (HubNode node : going) {
			if (!node.equals(now.local()) && this.leaving.add(node)) {
				this.hooks.tell(HookKey.PRE_CLUSTER_LEAVE, () -> new PreClusterLeave(this.hub.id(), node));
			}
		}
		for (HubNode node : gone) {
			this.leaving.remove(node);
			this.hooks.tell(HookKey.POST_CLUSTER_LEAVE, () -> new PostClusterLeave(this.hub.id(), node, now.nodes()));
		}
		log(before, now, joined, left, gone);
		redistribute(joined, left);
	}

	/**
	 * Note who comes and goes while this node is up: what it found when it came is none
	 * of it.
	 */
	private void log(HubView before, HubView now, List<HubNode> joined, List<HubNode> left, List<HubNode> gone) {
		if (!before.targets().contains(now.local())) {
			return;
		}
		MembershipLog log = this.hub.membershipLog();
		joined.forEach(log::joined);
		left.stream().filter((node) -> !gone.contains(node) && !node.equals(now.local())).forEach(log::leaving);
		gone.forEach((node) -> log.gone(node, before.targets().contains(node)));
	}

	private void redistribute(List<HubNode> joined, List<HubNode> left) {
		if (!joined.isEmpty() || !left.isEmpty()) {
			this.pending = this.pending.and(joined, left);
			this.hooks.tell(HookKey.PRE_NODES_REDISTRIBUTION,
					() -> new PreNodesRedistribution(this.hub.id(), joined, left));
		}
	}

	private static List<HubNode> without(Collection<HubNode> nodes, Collection<HubNode> others) {
		return nodes.stream().filter((node) -> !others.contains(node)).toList();
	}

	/**
	 * Return what is to be redistributed.
	 * @return how the nodes have changed
	 */
	synchronized Redistribution pending() {
		return this.pending;
	}

	/**
	 * Tell that processes are where they belong, unless the nodes have changed again.
	 * @param done what was to be redistributed
	 */
	synchronized void redistributed(Redistribution done) {
		if (done == this.pending && done != Redistribution.NONE) {
			this.pending = Redistribution.NONE;
			this.hooks.tell(HookKey.POST_NODES_REDISTRIBUTION,
					() -> new PostNodesRedistribution(this.hub.id(), done.joined(), done.left()));
		}
	}

	/**
	 * Tell whether processes are being moved or taken over.
	 * @param locked whether they are
	 */
	synchronized void locked(boolean locked) {
		if (this.locked != locked) {
			this.locked = locked;
			this.hooks.tell(HookKey.LOCK_STATE_UPDATED, () -> new LockStateUpdated(this.hub.id(), locked));
		}
	}

	void registryChanged(@Nullable ProcessRecord before, RegistryChange change) {
		ProcessRecord now = change.record();
		if (before == null && now != null && now.number() == 0) {
			this.hooks.tell(HookKey.REGISTRY_INSERTED,
					() -> new RegistryInserted(this.hub.id(), new RegisteredProcess(this.hub, now)));
		}
		else if (before != null && now == null && before.number() == 0) {
			this.hooks.tell(HookKey.REGISTRY_REMOVED, () -> new RegistryRemoved(this.hub.id(), before.id()));
		}
	}

	void restarted(String id, long epoch, int restarts) {
		this.hooks.tell(HookKey.PROCESS_RESTARTED, () -> new ProcessRestarted(this.hub.id(), id, epoch, restarts));
	}

	void forwarded(HubNode node, Supplier<List<String>> ids) {
		this.hooks.tell(HookKey.FORWARDED_MIGRATION, () -> new ForwardedMigration(this.hub.id(), node, ids.get()));
	}

	/**
	 * Do something once everybody has been told, or has had time enough: at once if
	 * nobody wants to know.
	 */
	<T extends @Nullable Object> CompletionStage<T> then(CompletionStage<Void> told,
			Supplier<? extends CompletionStage<T>> step) {
		return told.toCompletableFuture().isDone() ? step.get()
				: told.thenComposeAsync((done) -> step.get(), this.hub.ports().background());
	}

	/**
	 * Tell that processes are about to move away.
	 * @return completes when everybody has been told
	 */
	CompletionStage<Void> moving(HubNode node, Supplier<List<String>> ids) {
		return this.hooks.tellBefore(HookKey.PRE_CHILDREN_REDISTRIBUTION,
				() -> new PreChildrenRedistribution(this.hub.id(), node, ids.get()));
	}

	/**
	 * Tell that the hub stops here.
	 * @return completes when everybody has been told
	 */
	CompletionStage<Void> leaving(int processes) {
		return this.hooks.tellBefore(HookKey.COORDINATOR_SHUTDOWN,
				() -> new CoordinatorShutdown(this.hub.id(), processes));
	}

	void moved(HubNode node, Collection<String> ids) {
		this.hub.membershipLog().movedAway(ids.size());
		if (!ids.isEmpty()) {
			this.hooks.tell(HookKey.CHILDREN_MIGRATED,
					() -> new ChildrenMigrated(this.hub.id(), node, List.copyOf(ids)));
		}
	}

	/**
	 * Tell that instances are about to start here.
	 * @return completes when everybody has been told
	 */
	CompletionStage<Void> starting(StartCause cause, Supplier<List<String>> ids) {
		return this.hooks.tellBefore(HookKey.PRE_CHILDREN_START,
				() -> new PreChildrenStart(this.hub.id(), cause, ids.get()));
	}

	/**
	 * Tell which instances have started here, and which have not.
	 */
	void started(StartCause cause, List<ProcessRecord> records, Map<String, Throwable> failures) {
		this.hub.membershipLog().started(cause, records.size() - failures.size());
		boolean hooked = this.hooks.isHooked(HookKey.POST_CHILDREN_START)
				|| this.hooks.isHooked(HookKey.PROCESS_STARTUPS);
		if (!hooked || (records.isEmpty() && failures.isEmpty())) {
			return;
		}
		List<ProcessRecord> up = records.stream().filter((record) -> !failures.containsKey(record.process())).toList();
		this.hooks.tell(HookKey.POST_CHILDREN_START, () -> new PostChildrenStart(this.hub.id(), cause,
				up.stream().map(ProcessRecord::process).toList(), failures));
		if (!up.isEmpty()) {
			this.hooks.tell(HookKey.PROCESS_STARTUPS, () -> new ProcessStartups(this.hub.id(), processes(up)));
		}
	}

	private List<ProcessInfo> processes(List<ProcessRecord> records) {
		List<ProcessInfo> processes = new ArrayList<>();
		for (ProcessRecord record : records) {
			ProcessRecord first = (record.number() == 0) ? record : this.hub.registry().get(record.process());
			if (first != null) {
				processes.add(new RegisteredProcess(this.hub, first));
			}
		}
		return processes;
	}

	/**
	 * A change of the nodes that take processes.
	 *
	 * @param joined those that take processes since then
	 * @param left those that take none any more
	 */
	record Redistribution(List<HubNode> joined, List<HubNode> left) {

		static final Redistribution NONE = new Redistribution(List.of(), List.of());

		private Redistribution and(List<HubNode> joined, List<HubNode> left) {
			return new Redistribution(both(this.joined, left, joined), both(this.left, joined, left));
		}

		private static List<HubNode> both(List<HubNode> earlier, List<HubNode> revoked, List<HubNode> later) {
			List<HubNode> all = new ArrayList<>(without(earlier, revoked));
			all.addAll(later);
			return all;
		}

	}

}
