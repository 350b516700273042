/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.cluster.Membership;
import io.processhub.engine.NodeRecord.Status;
import io.processhub.strategy.ClusterHistory;
import io.processhub.strategy.HubView;
import io.processhub.time.HubScheduler;

/**
 * Knows which members of the cluster are nodes of the hub, and how far each is. Every
 * node announces itself to every other: when it changes, when a member is new, and now
 * and then.
 */
final class Nodes {

	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration RETRY_DELAY = Duration.ofMillis(250);

	private static final int QUICK_RETRIES = 3;

	/**
	 * After so many announcements without an answer, over a minute, a member is taken for
	 * one that does not run the hub.
	 */
	private static final int MAX_SILENCE = 10;

	private static final int MAX_DEPARTED = 1000;

	private static final Log logger = LogFactory.getLog(Nodes.class);

	private final String hub;

	private final Membership membership;

	private final Requests requests;

	private final HubScheduler scheduler;

	private final HubEngineStrategies strategies;

	private final Listener listener;

	private final Map<String, NodeRecord> known = new HashMap<>();

	private final Map<String, Integer> silent = new HashMap<>();

	private final Set<String> asked = new HashSet<>();

	private final Set<String> seen = new HashSet<>();

	private final Map<String, Boolean> departed = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > MAX_DEPARTED;
		}
	};

	private final QuorumLog log;

	private final Heartbeats heartbeats;

	private final boolean demandsQuorum;

	private NodeRecord self;

	private volatile Cluster cluster;

	private volatile Map<String, HubNode> nodesById;

	Nodes(String hub, HubNode local, Set<String> types, HubEnginePorts ports, HubEngineStrategies strategies,
			Requests requests, Listener listener) {
		this.hub = hub;
		this.membership = ports.membership();
		this.scheduler = ports.scheduler();
		this.strategies = strategies;
		this.requests = requests;
		this.listener = listener;
		this.log = new QuorumLog(strategies.partitionTolerance().memory());
		this.heartbeats = new Heartbeats(this.membership, requests);
		this.demandsQuorum = strategies.partitionTolerance().demandsQuorum();
		// News of a hub that ran on this member before must be older
		this.self = new NodeRecord(local, Status.JOINING, ports.scheduler().nanoTime(), types,
				Agreement.of(strategies, ports.directory()));
		HubView view = new HubView(0, local, List.of(local), List.of());
		this.cluster = new Cluster(view, strategies.distribution().placement(view), 1, false,
				Map.of(local.id(), this.membership.local()), Map.of(), false, 0, Map.of());
		this.nodesById = Map.of(local.id(), local);
	}

	Cluster cluster() {
		return this.cluster;
	}

	synchronized Announcement self() {
		return new Announcement(this.self, this.log.snapshot(this.scheduler.nanoTime(), this.cluster.quorum()));
	}

	HubNode node(String nodeId) {
		HubNode node = this.nodesById.get(nodeId);
		return (node != null) ? node : new HubNode(nodeId, nodeId);
	}

	/**
	 * Return whether a node was there and is not any more.
	 * @param nodeId the node id
	 * @return whether it has gone
	 */
	synchronized boolean isDeparted(String nodeId) {
		return this.departed.containsKey(nodeId);
	}

	/**
	 * Say to all others that this node is further.
	 * @param status how far it is
	 * @return completes when all have been told, or did not answer
	 */
	CompletableFuture<Boolean> become(Status status) {
		synchronized (this) {
			this.self = this.self.with(status);
		}
		refresh();
		return announce();
	}

	/**
	 * Announce this node to all others.
	 * @return completes when all have been told, or did not answer, with whether all
	 * nodes that are known to answer did
	 */
	CompletableFuture<Boolean> announce() {
		List<CompletableFuture<Boolean>> answers = new ArrayList<>();
		for (String member : this.membership.members()) {
			if (!member.equals(this.membership.local())) {
				answers.add(announceTo(member));
			}
		}
		return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
			.thenApply((all) -> answers.stream().allMatch(CompletableFuture::join));
	}

	private CompletableFuture<Boolean> announceTo(String member) {
		Announcement present;
		NodeRecord before;
		synchronized (this) {
			present = self();
			before = this.known.get(member);
		}
		return this.requests.ask(member, Kind.ANNOUNCE, 64, ANSWER_TIMEOUT, present::writeTo)
			.handle((answer, failure) -> {
				if (failure == null) {
					learn(member, Announcement.readFrom(answer), before);
				}
				else {
					unanswered(member);
				}
				return failure == null || before == null || !before.answers();
			});
	}

	private void unanswered(String member) {
		boolean again;
		synchronized (this) {
			int silence = this.silent.merge(member, 1, Integer::sum);
			again = silence < QUICK_RETRIES && !this.known.containsKey(member);
			if (silence == QUICK_RETRIES && !this.known.containsKey(member)) {
				logger.info("Member at %s does not take part in hub '%s', or not yet"
					.formatted(this.membership.address(member), this.hub));
			}
		}
		if (again && this.membership.members().contains(member)) {
			this.scheduler.schedule(RETRY_DELAY, () -> announceTo(member));
		}
		else {
			refresh();
		}
	}

	/**
	 * Forget who has left, and ask all members anew: on another side of the cluster
	 * others are there.
	 * @return completes when all have been told, or did not answer, with whether all
	 * nodes that are known did
	 */
	CompletableFuture<Boolean> startOver() {
		synchronized (this) {
			this.departed.clear();
			// Those that do not run the hub still do not
			this.silent.values().removeIf((silence) -> silence < MAX_SILENCE);
			this.log.startOver();
		}
		refresh();
		return announce();
	}

	/**
	 * Take in what a member says of itself, unless it is old news.
	 * @param member the member
	 * @param announcement what it says
	 */
	void learn(String member, Announcement announcement) {
		learn(member, announcement, null);
	}

	/**
	 * Take in what a member says of itself.
	 * @param basis what was known of the member when it was asked: what it answers is
	 * newer than that
	 */
	private void learn(String member, Announcement announcement, @Nullable NodeRecord basis) {
		NodeRecord record = announcement.record();
		synchronized (this) {
			this.log.learn(announcement.history(), this.scheduler.nanoTime());
			NodeRecord before = this.known.get(member);
			if (before == null || before == basis || before.version() - record.version() < 0) {
				learn(member, record, before);
			}
		}
		refresh();
	}

	private void learn(String member, NodeRecord record, @Nullable NodeRecord before) {
		if (before == null || !before.node().equals(record.node())) {
			compare(member, record);
		}
		if (before != null && !before.node().equals(record.node())) {
			this.departed.put(before.node().id(), true);
		}
		this.known.put(member, record);
		this.silent.remove(member);
		if (record.status() == Status.DOWN) {
			this.departed.put(record.node().id(), true);
		}
		else {
			this.departed.remove(record.node().id());
		}
	}

	/**
	 * Let the other nodes know that this one is there, and look which of them have not
	 * been heard of lately.
	 * @return whether the quorum is to be judged anew
	 */
	boolean beat() {
		Cluster present = this.cluster;
		return this.heartbeats
			.beat(present.others().stream().map((node) -> present.member(node.id())).filter(Objects::nonNull).toList());
	}

	/**
	 * A member lets this node know that it is there.
	 * @param member the member
	 */
	void alive(String member) {
		if (this.demandsQuorum && this.heartbeats.alive(member)) {
			refresh();
		}
	}

	/**
	 * Something has come from a member, whatever it is.
	 * @param member the member
	 */
	void heard(String member) {
		if (this.heartbeats.heard(member)) {
			refresh();
		}
	}

	/**
	 * Forget how many nodes there were, and count those that are there as all. Tell the
	 * others to do so, too.
	 * @return completes when all have been told, or did not answer
	 */
	CompletableFuture<Boolean> resetQuorum() {
		synchronized (this) {
			this.log.reset(this.cluster.view().nodes());
		}
		refresh();
		return announce();
	}

	/**
	 * Look at the members again.
	 */
	void refresh() {
		long now = this.scheduler.nanoTime();
		Cluster before;
		Cluster after;
		List<String> strangers = new ArrayList<>();
		List<String> members = this.membership.members();
		Set<String> present = new HashSet<>(members);
		synchronized (this) {
			before = this.cluster;
			this.known.entrySet().removeIf((entry) -> {
				boolean gone = !present.contains(entry.getKey()) && this.seen.contains(entry.getKey());
				if (gone && !isElsewhere(entry.getKey(), entry.getValue().node(), present)) {
					depart(entry.getValue(), now);
				}
				return gone;
			});
			this.seen.clear();
			this.seen.addAll(members);
			this.silent.keySet().retainAll(present);
			this.asked.retainAll(present);
			for (String member : members) {
				if (!member.equals(this.membership.local()) && !this.known.containsKey(member)
						&& this.asked.add(member)) {
					strangers.add(member);
				}
			}
			if (before.quorum()) {
				this.log.forget(now);
			}
			after = look(members, before);
			this.cluster = after;
			this.nodesById = after.nodesById();
		}
		this.requests.membersChanged(present);
		if (self().record().status() != Status.DOWN) {
			strangers.forEach(this::announceTo);
		}
		this.listener.changed(before, after);
	}

	private void depart(NodeRecord record, long now) {
		this.departed.put(record.node().id(), true);
		if (isMissed(record)) {
			this.log.lost(record.node(), now);
		}
	}

	/**
	 * Return whether a node that is gone has not taken its leave.
	 */
	private static boolean isMissed(NodeRecord record) {
		return record.status() == Status.UP || record.status() == Status.JOINING;
	}

	private boolean isElsewhere(String formerMember, HubNode node, Set<String> members) {
		return this.known.entrySet()
			.stream()
			.anyMatch((other) -> !other.getKey().equals(formerMember) && other.getValue().node().equals(node)
					&& members.contains(other.getKey()));
	}

	private Cluster look(List<String> members, Cluster before) {
		List<HubNode> nodes = new ArrayList<>();
		List<HubNode> targets = new ArrayList<>();
		Map<String, String> memberOf = new HashMap<>();
		Map<String, HubNode> foreign = new HashMap<>();
		Map<String, Set<String>> types = new HashMap<>();
		List<HubNode> unknown = new ArrayList<>();
		for (String member : members) {
			NodeRecord record = record(member);
			if (record == null && this.silent.getOrDefault(member, 0) < MAX_SILENCE) {
				unknown.add(new HubNode(member, this.membership.address(member)));
			}
			if (record == null || record.status() == Status.DOWN) {
				continue;
			}
			memberOf.put(record.node().id(), member);
			if (record.isForeign()) {
				foreign.put(record.node().id(), record.node());
				continue;
			}
			nodes.add(record.node());
			if (record.status() == Status.UP && this.self.agreement().placesLike(record.agreement())) {
				targets.add(record.node());
				types.put(record.node().id(), record.types());
			}
		}
		if (targets.isEmpty()) {
			// Better to a node that may move them on than to none
			for (String member : members) {
				NodeRecord record = record(member);
				if (record != null && record.status() == Status.UP) {
					targets.add(record.node());
					types.put(record.node().id(), record.types());
				}
			}
		}
		List<HubNode> all = new ArrayList<>(nodes);
		all.addAll(foreign.values());
		this.log.seen(all);
		List<NodeRecord> silent = silent(memberOf.values());
		boolean complete = unknown.isEmpty();
		HubView last = before.view();
		if (nodes.equals(last.nodes()) && targets.equals(last.targets())) {
			return new Cluster(last, before.placement(), before.replicas(),
					hasQuorum(last, all, silent, unknown, before.quorum()), memberOf, foreign, complete, silent.size(),
					before.types());
		}
		HubView view = new HubView(last.version() + 1, this.self.node(), nodes, targets);
		return new Cluster(view, this.strategies.distribution().placement(view),
				this.strategies.redundancy().replicas(view), hasQuorum(view, all, silent, unknown, before.quorum()),
				memberOf, foreign, complete, silent.size(), (Set.copyOf(types.values()).size() > 1) ? types : Map.of());
	}

	private List<NodeRecord> silent(Collection<String> members) {
		List<NodeRecord> silent = new ArrayList<>(0);
		for (String member : members) {
			NodeRecord record = this.known.get(member);
			if (record != null && this.heartbeats.isSilent(member)) {
				silent.add(record);
			}
		}
		return silent;
	}

	/**
	 * Return whether this side may work. Nodes that are silent count as lost, though the
	 * cluster library has not removed them yet. It goes on as long as it may if all
	 * members who have not said yet who they are turn out to be nodes.
	 */
	private boolean hasQuorum(HubView view, List<HubNode> all, List<NodeRecord> silent, List<HubNode> unknown,
			boolean before) {
		if (this.self.status() == Status.DOWN) {
			// It does not count any more, and does nothing
			return before;
		}
		ClusterHistory history = this.log.history();
		int lost = history.lost() + (int) silent.stream().filter(Nodes::isMissed).count();
		List<HubNode> nodes = new ArrayList<>(all);
		List<HubNode> targets = new ArrayList<>(view.targets());
		silent.forEach((record) -> {
			nodes.remove(record.node());
			targets.remove(record.node());
		});
		if (!unknown.isEmpty() && before) {
			nodes.addAll(unknown);
			lost = Math.max(0, lost - unknown.size());
		}
		return this.strategies.partitionTolerance()
			.hasQuorum(new HubView(view.version(), view.local(), nodes, targets),
					new ClusterHistory(history.largest(), lost));
	}

	/**
	 * Say once of each node what it does not agree in with this one.
	 */
	private void compare(String member, NodeRecord record) {
		if (record.status() == Status.DOWN) {
			return;
		}
		String node = "%s at %s".formatted(record.node(), this.membership.address(member));
		if (record.isForeign()) {
			logger.warn(("Node %s of hub '%s' speaks another version of the messages than version %d of this node: the "
					+ "two leave each other's processes alone, and calls to them fail")
				.formatted(node, this.hub, Frame.VERSION));
			return;
		}
		List<String> differences = this.self.agreement().differences(record.agreement());
		if (!differences.isEmpty()) {
			logger.warn("Node %s of hub '%s' has other settings than this node: %s. %s".formatted(node, this.hub,
					String.join(", ", differences),
					this.self.agreement().placesLike(record.agreement()) ? "They should be the same on all nodes"
							: "Until they are the same on all nodes, those that differ move no processes to each other"));
		}
	}

	private @Nullable NodeRecord record(String member) {
		return member.equals(this.membership.local()) ? this.self : this.known.get(member);
	}

	/**
	 * Told when the members were looked at, on any thread.
	 */
	@FunctionalInterface
	interface Listener {

		void changed(Cluster before, Cluster after);

	}

}
