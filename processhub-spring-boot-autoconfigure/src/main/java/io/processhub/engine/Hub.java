/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.directory.ProcessRecord;
import io.processhub.hook.HookDispatcher;
import io.processhub.registry.Registry;
import io.processhub.registry.RegistryChange;
import io.processhub.supervisor.ProcessSupervisor;
import io.processhub.supervisor.ProcessType;

/**
 * The parts of a hub on this node, put together: each part gets at the others here.
 */
final class Hub {

	private final HubEngineSettings settings;

	private final HubEnginePorts ports;

	private final HubEngineStrategies strategies;

	private final Map<String, ProcessType> types;

	private final HookDispatcher hooks;

	private final HubNode localNode;

	private final BusyIds busy = new BusyIds();

	private final Registry registry;

	private final Payload payloads;

	private final DirectoryClient directory;

	private final Requests requests;

	private final Reporter reporter;

	private final ProcessSupervisor supervisor;

	private final Nodes nodes;

	private final Replicas replicas;

	private final Router router;

	private final Synchronizer synchronizer;

	private final Activator activator;

	private final Starter starter;

	private final Stopper stopper;

	private final Launcher launcher;

	private final Replicator replicator;

	private final Mover mover;

	private final Handover handover;

	private final Reconciler reconciler;

	private final Recovery recovery;

	private final Quorum quorum;

	private final StateMerger merger;

	private final Loads loads;

	private final News news;

	private final MembershipLog membershipLog;

	Hub(HubNode localNode, HubEngineSettings settings, HubEngineStrategies strategies, HubEnginePorts ports,
			Map<String, ProcessType> types, HookDispatcher hooks, Runnable whenQuorumIsBack) {
		this.localNode = localNode;
		this.settings = settings;
		this.strategies = strategies;
		this.ports = ports;
		this.types = Map.copyOf(types);
		this.hooks = hooks;
		this.registry = new Registry(new RegistryListener());
		this.payloads = new Payload(settings.hubId(), ports.codec());
		this.directory = new DirectoryClient(ports.directory(), this.registry, ports.membership());
		this.requests = new Requests(settings.hubId(), ports);
		this.reporter = new Reporter(this);
		this.supervisor = new ProcessSupervisor(settings.hubId(), localNode, settings.supervisor(), ports.codec(),
				ports.scheduler(), ports.workers(), ports.loopThreads(), ports.random(), this::reference,
				this.reporter);
		this.nodes = new Nodes(settings.hubId(), localNode, this.types.keySet(), ports, strategies, this.requests,
				this::clusterChanged);
		this.replicas = new Replicas(this);
		this.router = new Router(this);
		this.synchronizer = new Synchronizer(this);
		this.activator = new Activator(this);
		this.starter = new Starter(this);
		this.stopper = new Stopper(this);
		this.launcher = new Launcher(this);
		this.replicator = new Replicator(this);
		this.mover = new Mover(this);
		this.handover = new Handover(this);
		this.reconciler = new Reconciler(this);
		this.recovery = new Recovery(this);
		this.quorum = new Quorum(this, whenQuorumIsBack);
		this.merger = new StateMerger(this);
		this.loads = new Loads(this);
		this.news = new News(this);
		this.membershipLog = new MembershipLog(this);
	}

	private void clusterChanged(Cluster before, Cluster after) {
		this.news.clusterChanged(after);
		this.recovery.clusterChanged(after);
		this.quorum.clusterChanged(before, after);
		this.router.membersChanged(this.ports.membership().members());
		this.reconciler.clusterChanged(before, after);
		this.loads.clusterChanged(before, after);
	}

	EngineReference reference(String processId) {
		return new EngineReference(this, processId, Parcel.ANY_REPLICA);
	}

	String id() {
		return this.settings.hubId();
	}

	HubEngineSettings settings() {
		return this.settings;
	}

	HubEnginePorts ports() {
		return this.ports;
	}

	HubEngineStrategies strategies() {
		return this.strategies;
	}

	@Nullable ProcessType type(String name) {
		return this.types.get(name);
	}

	Map<String, ProcessType> types() {
		return this.types;
	}

	HubNode localNode() {
		return this.localNode;
	}

	/**
	 * Return the ids of the processes of which this node is starting, moving or taking
	 * over instances at the moment.
	 */
	BusyIds busy() {
		return this.busy;
	}

	/**
	 * Return who is to be told what happens.
	 */
	HookDispatcher hooks() {
		return this.hooks;
	}

	News news() {
		return this.news;
	}

	MembershipLog membershipLog() {
		return this.membershipLog;
	}

	Registry registry() {
		return this.registry;
	}

	Payload payloads() {
		return this.payloads;
	}

	DirectoryClient directory() {
		return this.directory;
	}

	Requests requests() {
		return this.requests;
	}

	Reporter reporter() {
		return this.reporter;
	}

	ProcessSupervisor supervisor() {
		return this.supervisor;
	}

	Nodes nodes() {
		return this.nodes;
	}

	Cluster cluster() {
		return this.nodes.cluster();
	}

	Replicas replicas() {
		return this.replicas;
	}

	Router router() {
		return this.router;
	}

	Synchronizer synchronizer() {
		return this.synchronizer;
	}

	Activator activator() {
		return this.activator;
	}

	Starter starter() {
		return this.starter;
	}

	Stopper stopper() {
		return this.stopper;
	}

	Launcher launcher() {
		return this.launcher;
	}

	Replicator replicator() {
		return this.replicator;
	}

	Mover mover() {
		return this.mover;
	}

	Handover handover() {
		return this.handover;
	}

	Reconciler reconciler() {
		return this.reconciler;
	}

	Recovery recovery() {
		return this.recovery;
	}

	Quorum quorum() {
		return this.quorum;
	}

	StateMerger merger() {
		return this.merger;
	}

	Loads loads() {
		return this.loads;
	}

	private final class RegistryListener implements Registry.Listener {

		@Override
		public void changing(@Nullable ProcessRecord before, RegistryChange change) {
			Hub.this.router.registryChanging(before, change.record());
		}

		@Override
		public void changed(@Nullable ProcessRecord before, RegistryChange change) {
			Hub.this.router.registryChanged(change.id());
			Hub.this.reconciler.registryChanged(change);
			Hub.this.news.registryChanged(before, change);
		}

	}

}
