/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.ProcessRole;
import io.processhub.ProcessState;
import io.processhub.directory.ProcessRecord;
import io.processhub.registry.Registry;
import io.processhub.registry.RegistryChange;
import io.processhub.strategy.RedundancyStrategy;
import io.processhub.strategy.ReplicationModel;
import io.processhub.supervisor.Activation;
import io.processhub.supervisor.ProcessType;
import io.processhub.supervisor.Replica;

/**
 * Where the instances of each process belong, as this node sees it, and in which role.
 */
final class Replicas {

	private final Hub hub;

	private final Registry registry;

	Replicas(Hub hub) {
		this.hub = hub;
		this.registry = hub.registry();
	}

	private RedundancyStrategy redundancy() {
		return this.hub.strategies().redundancy();
	}

	/**
	 * Return whether no process has more than one instance, or is to have.
	 */
	boolean areNone(Cluster cluster) {
		return cluster.replicas() == 1 && !this.registry.hasReplicas();
	}

	/**
	 * Return whether all instances of a process answer calls.
	 */
	boolean areAllActive() {
		return redundancy().model() == ReplicationModel.ACTIVE_ACTIVE;
	}

	ProcessRole role(ProcessRecord record) {
		return (record.number() == 0 || areAllActive()) ? ProcessRole.ACTIVE : ProcessRole.PASSIVE;
	}

	/**
	 * Return the order to run an instance.
	 * @param record its record
	 * @param type the type of the process
	 * @param state the state that it begins with, or {@code null}
	 * @return the order
	 */
	Activation activation(ProcessRecord record, ProcessType type, byte @Nullable [] state) {
		ProcessRole role = role(record);
		Replica replica = new Replica(record.number(), role, redundancy().signal().tells(role));
		return new Activation((record.number() == 0) ? record.spec() : record.spec().withId(record.process()), type,
				record.epoch(), record.token(), state, replica);
	}

	/**
	 * Return the node that takes over a process whose first instance was on a node that
	 * is gone.
	 * @param cluster the cluster
	 * @param first the record of the first instance
	 * @return the id of the node, or {@code null} if there is none to be had
	 */
	@Nullable String successor(Cluster cluster, ProcessRecord first) {
		if (areNone(cluster)) {
			HubNode target = cluster.target(first.spec());
			return (target != null) ? target.id() : null;
		}
		return plan(cluster, first, false).successor();
	}

	/**
	 * Return the replicas whose place an assignment of the first instance has taken.
	 * @param first its record as it is now
	 * @return the removals of their records
	 */
	List<RegistryChange> replacedBy(ProcessRecord first) {
		return this.registry.replicas(first.id())
			.stream()
			.filter((replica) -> replica.node().equals(first.node()) && replica.revision() < first.revision())
			.map((replica) -> RegistryChange.removal(replica.id(), first.revision()))
			.toList();
	}

	/**
	 * Return what is to become of an instance on this node.
	 * @param cluster the cluster
	 * @param here its record
	 * @param rebalancing whether what may stay moves, too
	 * @return where it belongs, or that it is one too many
	 */
	Fate fate(Cluster cluster, ProcessRecord here, boolean rebalancing) {
		if (areNone(cluster)) {
			HubNode target = cluster.target(here.spec());
			boolean stays = target == null || cluster.isHere(target) || (mayStay(cluster) && !rebalancing);
			return stays ? Fate.STAYS : new Fate(target, false);
		}
		ProcessRecord first = this.registry.get(here.process());
		return (first != null) ? fate(plan(cluster, first, rebalancing), here) : Fate.STAYS;
	}

	private static Fate fate(ReplicaPlan plan, ProcessRecord here) {
		return new Fate(plan.moves().get(here.id()), here.number() > 0 && plan.surplus().contains(here.id()));
	}

	/**
	 * Return whether this node has something to do for a process that it runs an instance
	 * of.
	 * @param cluster the cluster
	 * @param here the record of the instance
	 * @return whether the instance does not stay, or is the first and others are lacking,
	 * or is to become the first
	 */
	boolean isUnsettled(Cluster cluster, ProcessRecord here) {
		ProcessRecord first = areNone(cluster) ? null : this.registry.get(here.process());
		if (first == null) {
			return false;
		}
		ReplicaPlan plan = plan(cluster, first, false);
		boolean lacking = here.number() == 0 && !plan.isComplete();
		boolean succeeds = here.number() > 0 && first.state() == ProcessState.FAILED;
		return lacking || succeeds || !fate(plan, here).equals(Fate.STAYS);
	}

	/**
	 * Return whether what runs on this node may stay although it would be placed on
	 * another.
	 */
	boolean mayStay(Cluster cluster) {
		return this.hub.strategies().distribution().isSticky()
				&& cluster.view().targets().contains(cluster.view().local());
	}

	ReplicaPlan plan(Cluster cluster, ProcessRecord first, boolean rebalancing) {
		List<ProcessRecord> records = new ArrayList<>();
		records.add(first);
		records.addAll(this.registry.replicas(first.id()));
		boolean free = rebalancing && !this.hub.strategies().distribution().isGuided();
		return ReplicaPlan.of(targets(cluster, records, free), records, (node) -> !isGone(cluster, node), free);
	}

	private boolean isGone(Cluster cluster, String node) {
		return cluster.member(node) == null && (cluster.complete() || this.hub.nodes().isDeparted(node));
	}

	private List<HubNode> targets(Cluster cluster, List<ProcessRecord> records, boolean rebalancing) {
		ProcessRecord first = records.get(0);
		List<HubNode> placed = cluster.targets(first.spec());
		if (rebalancing || !this.hub.strategies().distribution().isSticky()) {
			return placed;
		}
		Set<HubNode> targets = new LinkedHashSet<>();
		for (ProcessRecord record : records) {
			for (HubNode node : cluster.view().targets()) {
				if (node.id().equals(record.node())) {
					targets.add(node);
				}
			}
		}
		targets.addAll(placed);
		return targets.stream().limit(cluster.replicas()).toList();
	}

	/**
	 * Return the instance that a call without an address goes to: the active one, or if
	 * all are, the nearest that runs.
	 * @param first the record of the first instance
	 * @return its record
	 */
	ProcessRecord forCall(ProcessRecord first) {
		if (!this.registry.hasReplicas() || !areAllActive()) {
			return first;
		}
		String local = this.hub.localNode().id();
		ProcessRecord here = this.registry.on(local, first.id());
		if (here != null && this.hub.supervisor().contains(first.id())) {
			return here;
		}
		Cluster cluster = this.hub.cluster();
		if (isReachable(cluster, first)) {
			return first;
		}
		return this.registry.replicas(first.id())
			.stream()
			.filter((replica) -> isReachable(cluster, replica))
			.findFirst()
			.orElse(first);
	}

	private static boolean isReachable(Cluster cluster, ProcessRecord record) {
		return record.state() != ProcessState.FAILED && cluster.member(record.node()) != null;
	}

	/**
	 * What is to become of an instance.
	 *
	 * @param destination the node that it is to move to, or {@code null} if none
	 * @param surplus whether it is to stop, as it is one too many
	 */
	record Fate(@Nullable HubNode destination, boolean surplus) {

		static final Fate STAYS = new Fate(null, false);

	}

}
