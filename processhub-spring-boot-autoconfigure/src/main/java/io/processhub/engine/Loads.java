/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.StoredSpec;
import io.processhub.strategy.LoadAwareStrategy;
import io.processhub.strategy.LoadSample;
import io.processhub.strategy.NodeLoad;
import io.processhub.wire.WireReader;

/**
 * Knows what the nodes have to do, if the distribution strategy asks for that. Every node
 * tells the leader, which is the oldest that takes processes; the leader tells all nodes
 * what it makes of it. So nobody has to ask when a process is placed.
 */
final class Loads {

	/**
	 * How long after a change of the view the new leader is told.
	 */
	private static final Duration SOON = Duration.ofMillis(500);

	/**
	 * How long the leader waits for what other new nodes have to say.
	 */
	private static final Duration GATHERING = Duration.ofMillis(100);

	private final Hub hub;

	private final @Nullable LoadAwareStrategy strategy;

	private final LoadHistory history;

	private final AtomicBoolean gathering = new AtomicBoolean();

	private final AtomicBoolean telling = new AtomicBoolean();

	/**
	 * What the leader said last, by node id.
	 */
	private volatile Map<String, NodeLoad> told = Map.of();

	Loads(Hub hub) {
		this.hub = hub;
		this.strategy = (hub.strategies().distribution() instanceof LoadAwareStrategy aware) ? aware : null;
		this.history = new LoadHistory((this.strategy != null) ? this.strategy.maxHistorySize() : 1);
	}

	/**
	 * Return how often this node says what it has to do.
	 * @return the interval, or {@code null} if nobody asks for it
	 */
	@Nullable Duration interval() {
		return (this.strategy != null) ? this.strategy.pushInterval() : null;
	}

	/**
	 * Return the cluster as it is for processes that have lost their node: all nodes that
	 * know the same place each alike.
	 */
	Cluster takeover() {
		Cluster cluster = this.hub.cluster();
		return (this.strategy != null) ? cluster.with(this.strategy.takeover(cluster.view(), known(cluster))) : cluster;
	}

	/**
	 * Return the cluster as it is for one batch of processes that this node places.
	 */
	Cluster batch() {
		Cluster cluster = this.hub.cluster();
		return (this.strategy != null) ? cluster.with(this.strategy.batch(cluster.view(), present(cluster))) : cluster;
	}

	/**
	 * Return whether a process may be started on a node that it was meant for a moment
	 * ago.
	 */
	boolean isStillRight(Cluster cluster, StoredSpec spec, HubNode node) {
		return (this.strategy != null) ? cluster.view().targets().contains(node) : node.equals(cluster.target(spec));
	}

	/**
	 * Return whether an instance of this node may be moved to a node that it was meant
	 * for a moment ago.
	 */
	boolean isStillRight(Cluster cluster, ProcessRecord here, HubNode node, boolean rebalancing) {
		if (this.strategy == null) {
			return node.equals(this.hub.replicas().fate(cluster, here, rebalancing).destination());
		}
		boolean free = !rebalancing || this.hub.registry().on(node.id(), here.process()) == null;
		return free && cluster.view().targets().contains(node) && cluster.knows(node, here.spec());
	}

	/**
	 * Return how many processes this node is to give to which others to have its share.
	 * @return the numbers by node, the oldest first; {@code null} if processes have
	 * places of their own
	 */
	@Nullable Map<HubNode, Integer> surplus() {
		if (this.strategy == null) {
			return null;
		}
		Cluster cluster = this.hub.cluster();
		Map<String, NodeLoad> loads = present(cluster);
		return Surplus.of(cluster.view().local(), this.strategy.shares(cluster.view(), loads), loads);
	}

	/**
	 * Return what each target has now, as this node knows it.
	 */
	private Map<String, NodeLoad> present(Cluster cluster) {
		Map<String, NodeLoad> loads = new HashMap<>();
		for (HubNode node : cluster.view().targets()) {
			NodeLoad load = this.told.get(node.id());
			loads.put(node.id(), load(node, (load != null) ? load.capacity() : 1));
		}
		return loads;
	}

	/**
	 * Return what all nodes know alike: what the leader said, and what the registry says
	 * of nodes that it said nothing of. Nodes that have gone count, too.
	 */
	private Map<String, NodeLoad> known(Cluster cluster) {
		Map<String, NodeLoad> loads = new HashMap<>();
		cluster.view().targets().forEach((node) -> loads.put(node.id(), load(node, 1)));
		for (String node : this.hub.registry().nodes()) {
			if (cluster.member(node) == null) {
				loads.put(node, new NodeLoad(1, this.hub.registry().countOnNode(node)));
			}
		}
		this.told.forEach((node, load) -> {
			if (loads.containsKey(node)) {
				loads.put(node, load);
			}
		});
		return loads;
	}

	/**
	 * Say what this node has to do.
	 */
	void tell() {
		Cluster cluster = this.hub.cluster();
		HubNode leader = leader(cluster);
		boolean counts = this.hub.reconciler().isRunning() && cluster.view().targets().contains(cluster.view().local());
		if (this.strategy == null || leader == null || !counts) {
			return;
		}
		LoadSample sample = new LoadSample(this.hub.ports().load().cpu(), this.hub.ports().load().heap(),
				Math.max(0, this.hub.supervisor().mailboxDepth()), this.hub.supervisor().size());
		String member = cluster.member(leader.id());
		if (cluster.isHere(leader)) {
			this.history.add(leader.id(), sample);
			tellAllSoon();
		}
		else if (member != null) {
			this.hub.requests().tell(member, Kind.LOAD, 32, (writer) -> LoadMessages.write(sample, writer));
		}
	}

	private static @Nullable HubNode leader(Cluster cluster) {
		List<HubNode> targets = cluster.view().targets();
		return targets.isEmpty() ? null : targets.get(0);
	}

	private void tellAllSoon() {
		if (this.telling.compareAndSet(false, true)) {
			later(GATHERING, () -> {
				this.telling.set(false);
				tellAll();
			});
		}
	}

	/**
	 * Tell all nodes, as the leader, what the load of each is.
	 */
	private void tellAll() {
		Cluster cluster = this.hub.cluster();
		HubNode leader = leader(cluster);
		if (this.strategy == null || leader == null || !cluster.isHere(leader) || !this.hub.reconciler().isRunning()) {
			return;
		}
		Map<String, NodeLoad> before = this.told;
		this.history.retain(cluster.view().targets());
		Map<String, NodeLoad> loads = new HashMap<>();
		for (HubNode node : cluster.view().targets()) {
			List<LoadSample> samples = this.history.of(node.id());
			NodeLoad known = before.get(node.id());
			// A new leader goes on with what the one before it said
			if (!samples.isEmpty()) {
				loads.put(node.id(), load(node, LoadMessages.round(this.strategy.capacity(samples))));
			}
			else if (known != null) {
				loads.put(node.id(), load(node, known.capacity()));
			}
		}
		this.told = Map.copyOf(loads);
		for (HubNode node : cluster.others()) {
			String member = cluster.member(node.id());
			if (member != null) {
				this.hub.requests()
					.tell(member, Kind.LOADS, 16 + loads.size() * 24, (writer) -> LoadMessages.write(loads, writer));
			}
		}
	}

	private NodeLoad load(HubNode node, double capacity) {
		return new NodeLoad(capacity, this.hub.registry().countOnNode(node.id()));
	}

	/**
	 * Take in what a node has to do, as the leader.
	 */
	void sampled(String member, WireReader message) {
		LoadSample sample = LoadMessages.readSample(message);
		Cluster cluster = this.hub.cluster();
		for (HubNode node : cluster.view().targets()) {
			if (member.equals(cluster.member(node.id()))) {
				this.history.add(node.id(), sample);
				if (!this.told.containsKey(node.id())) {
					tellAllSoon();
				}
			}
		}
	}

	/**
	 * Return what the leader said last.
	 */
	Map<String, NodeLoad> told() {
		return this.told;
	}

	/**
	 * Take in what the leader says.
	 */
	void told(String member, WireReader message) {
		Map<String, NodeLoad> loads = LoadMessages.readLoads(message);
		Cluster cluster = this.hub.cluster();
		HubNode leader = leader(cluster);
		if (leader != null && !cluster.isHere(leader) && member.equals(cluster.member(leader.id()))) {
			this.told = loads;
		}
	}

	/**
	 * Say what this node has to do in a moment, for there may be another leader.
	 */
	void clusterChanged(Cluster before, Cluster after) {
		if (this.strategy != null && before.view() != after.view() && this.gathering.compareAndSet(false, true)) {
			later(SOON, () -> {
				this.gathering.set(false);
				tell();
			});
		}
	}

	private void later(Duration delay, Runnable task) {
		this.hub.ports().scheduler().schedule(delay, () -> this.hub.ports().background().execute(task));
	}

}
