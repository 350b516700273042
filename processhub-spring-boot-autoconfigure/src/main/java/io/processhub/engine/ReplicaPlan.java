/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.ProcessState;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;

/**
 * What is to be done so that a process has one instance on each node where it belongs.
 * Which of them has which instance does not matter: none moves for the sake of its
 * number. All nodes that know the same come to the same plan, and each does its part.
 *
 * @param successor the id of the node where the first instance is to go on, as its node
 * is gone; then nothing else is planned until it does. It is a node that has another
 * instance, if there is one
 * @param moves where instances go, by the id of the record: done by the nodes that they
 * are on
 * @param surplus the records of instances that are not needed: stopped by the nodes that
 * they are on
 * @param replaced where lost instances come back, by the id of the record: done, as what
 * follows, by the node of the first instance
 * @param dropped the records of instances that do not come back: they were lost, or given
 * up on nodes where they do not belong any more
 * @param added where there is to be an instance more, by its number
 */
record ReplicaPlan(@Nullable String successor, Map<String, HubNode> moves, Set<String> surplus,
		Map<String, HubNode> replaced, Set<String> dropped, Map<Integer, HubNode> added) {

	/**
	 * Make a plan.
	 * @param targets the nodes where the process belongs, the preferred first
	 * @param records the records of its instances, that of the first one before the
	 * others
	 * @param isThere tells of the id of a node whether it is there
	 * @param rebalancing whether the first instance goes to the preferred node
	 * @return the plan
	 */
	static ReplicaPlan of(List<HubNode> targets, List<ProcessRecord> records, Predicate<String> isThere,
			boolean rebalancing) {
		Map<String, ProcessRecord> present = new HashMap<>();
		for (ProcessRecord record : records) {
			if (isThere.test(record.node())) {
				present.merge(record.node(), record, ReplicaPlan::real);
			}
		}
		ReplicaPlan plan = new ReplicaPlan(null, new HashMap<>(), new HashSet<>(), new HashMap<>(), new HashSet<>(),
				new HashMap<>());
		ProcessRecord first = records.get(0);
		if (targets.isEmpty() || first.state() == ProcessState.FAILED) {
			return plan;
		}
		if (present.get(first.node()) != first) {
			return new ReplicaPlan(successor(targets, present), Map.of(), Set.of(), Map.of(), Set.of(), Map.of());
		}
		Queue<HubNode> missing = new ArrayDeque<>();
		for (HubNode target : targets) {
			if (!present.containsKey(target.id())) {
				missing.add(target);
			}
		}
		plan.move(targets, first, present.values(), missing, rebalancing);
		plan.complete(records, present, missing);
		return plan;
	}

	/**
	 * Return which of two instances that a node is said to have is there: the first one,
	 * or the one that it got last.
	 */
	static ProcessRecord real(ProcessRecord one, ProcessRecord other) {
		if (one.number() == 0 || other.number() == 0) {
			return (one.number() == 0) ? one : other;
		}
		return (one.epoch() > other.epoch()) ? one : other;
	}

	private static String successor(List<HubNode> targets, Map<String, ProcessRecord> present) {
		List<String> candidates = new ArrayList<>(targets.stream().map(HubNode::id).toList());
		misplaced(targets, present.values()).forEach((record) -> candidates.add(record.node()));
		for (String node : candidates) {
			ProcessRecord record = present.get(node);
			if (record != null && record.state() != ProcessState.FAILED) {
				return node;
			}
		}
		return candidates.get(0);
	}

	private static List<ProcessRecord> misplaced(List<HubNode> targets, Collection<ProcessRecord> present) {
		Set<String> wanted = new HashSet<>();
		targets.forEach((target) -> wanted.add(target.id()));
		List<ProcessRecord> misplaced = new ArrayList<>();
		for (ProcessRecord record : present) {
			if (!wanted.contains(record.node())) {
				misplaced.add(record);
			}
		}
		misplaced.sort(Comparator.comparingInt(ProcessRecord::number));
		return misplaced;
	}

	private void move(List<HubNode> targets, ProcessRecord first, Collection<ProcessRecord> present,
			Queue<HubNode> missing, boolean rebalancing) {
		HubNode preferred = targets.get(0);
		if (rebalancing && !first.node().equals(preferred.id()) && !failedOn(preferred, present)) {
			this.moves.put(first.id(), preferred);
			missing.remove(preferred);
			targets.stream().filter((target) -> target.id().equals(first.node())).forEach(missing::add);
		}
		for (ProcessRecord record : misplaced(targets, present)) {
			if (this.moves.containsKey(record.id())) {
				continue;
			}
			if (record != first && record.state() == ProcessState.FAILED) {
				this.dropped.add(record.id());
				continue;
			}
			HubNode free = (record == first) ? newPlace(targets, present, missing) : missing.poll();
			if (free != null) {
				this.moves.put(record.id(), free);
			}
			else {
				this.surplus.add(record.id());
			}
		}
	}

	private static boolean failedOn(HubNode node, Collection<ProcessRecord> present) {
		return present.stream()
			.anyMatch((record) -> record.node().equals(node.id()) && record.state() == ProcessState.FAILED);
	}

	/**
	 * Return where the first instance goes: to where another stands by, or else where
	 * there is none, or else where one was given up.
	 */
	private static HubNode newPlace(List<HubNode> targets, Collection<ProcessRecord> present, Queue<HubNode> missing) {
		HubNode heir = heir(targets, present);
		if (heir != null) {
			return heir;
		}
		HubNode free = missing.poll();
		return (free != null) ? free : targets.get(0);
	}

	/**
	 * Return the node of the instance that goes on in the place of the first, rather than
	 * that one starts anew somewhere.
	 */
	private static @Nullable HubNode heir(List<HubNode> targets, Collection<ProcessRecord> present) {
		Set<String> standingBy = new HashSet<>();
		present.stream()
			.filter((record) -> record.state() != ProcessState.FAILED)
			.forEach((record) -> standingBy.add(record.node()));
		return targets.stream().filter((target) -> standingBy.contains(target.id())).findFirst().orElse(null);
	}

	private void complete(List<ProcessRecord> records, Map<String, ProcessRecord> present, Queue<HubNode> missing) {
		Set<Integer> numbers = new HashSet<>();
		for (ProcessRecord record : records) {
			numbers.add(record.number());
			if (present.get(record.node()) == record) {
				continue;
			}
			HubNode free = (record.state() != ProcessState.FAILED) ? missing.poll() : null;
			if (free != null) {
				this.replaced.put(record.id(), free);
			}
			else {
				this.dropped.add(record.id());
			}
		}
		for (int number = 1; !missing.isEmpty() && number <= ReplicaId.MAX_NUMBER; number++) {
			if (!numbers.contains(number)) {
				this.added.put(number, missing.remove());
			}
		}
	}

	/**
	 * Return whether the node of the first instance has nothing to do.
	 * @return whether no instance is lacking, or was lost
	 */
	boolean isComplete() {
		return this.replaced.isEmpty() && this.dropped.isEmpty() && this.added.isEmpty();
	}

}
