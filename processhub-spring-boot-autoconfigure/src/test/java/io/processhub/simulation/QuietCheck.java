/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessInstance;
import io.processhub.ProcessInfo;
import io.processhub.ProcessState;
import io.processhub.directory.ProcessRecord;

/**
 * What must hold when nothing has happened for a while.
 */
final class QuietCheck {

	private final SimulatedCluster cluster;

	private final Workload workload;

	QuietCheck(SimulatedCluster cluster, Workload workload) {
		this.cluster = cluster;
		this.workload = workload;
	}

	/**
	 * Return whether all is as it should be in the end.
	 */
	boolean isSettled() {
		return this.cluster.isUndisturbed() && this.cluster.members().stream().noneMatch(SimulatedMember::isLeaving)
				&& problem() == null;
	}

	/**
	 * Check that all is as it should be.
	 * @throws Violation if it is not
	 */
	void check() {
		Violation problem = problem();
		if (problem != null) {
			throw problem;
		}
	}

	private @Nullable Violation problem() {
		Map<String, ProcessRecord> directory = this.cluster.directory();
		Violation problem = lost(directory.values().stream().map(ProcessRecord::process).collect(Collectors.toSet()));
		problem = (problem != null) ? problem : running(directory);
		problem = (problem != null) ? problem : replicas(directory);
		for (SimulatedMember member : this.cluster.members()) {
			problem = (problem != null) ? problem : registry(member, directory);
		}
		return (problem != null) ? problem : messages();
	}

	private @Nullable Violation lost(Set<String> present) {
		Set<String> lost = new TreeSet<>(this.workload.acknowledged());
		lost.removeAll(present);
		if (!lost.isEmpty()) {
			return new Violation("I2", "lost, though their starts were acknowledged: " + lost);
		}
		Set<String> risen = new TreeSet<>(present);
		risen.removeAll(this.workload.acknowledged());
		risen.removeAll(this.workload.unclear());
		return risen.isEmpty() ? null
				: new Violation("I2", "there again, though their stops were acknowledged: " + risen);
	}

	private @Nullable Violation running(Map<String, ProcessRecord> directory) {
		Map<String, String> names = new HashMap<>();
		for (SimulatedMember member : this.cluster.members()) {
			if (!member.isUp()) {
				return new Violation("I3", member.name() + " is not up: " + member.describe());
			}
			names.put(member.hub().localNode().id(), member.name());
		}
		Map<String, Map<String, Long>> wanted = new TreeMap<>();
		Stream<ProcessRecord> active = directory.values().stream().filter((record) -> !isWaiting(record));
		active.filter((record) -> record.state() == ProcessState.RUNNING).forEach((record) -> {
			String node = names.getOrDefault(record.node(), "nowhere");
			List<String> mapping = record.spec().nodes();
			boolean allowed = mapping.isEmpty() || mapping.contains(node);
			wanted.computeIfAbsent(record.process(), (id) -> new TreeMap<>())
				.put(allowed ? node : node + ", which it may not", record.epoch());
		});
		Map<String, Map<String, Long>> running = this.cluster.ledger().running();
		return running.equals(wanted) ? null : new Violation("I3", "runs / should run: " + difference(running, wanted));
	}

	/**
	 * Return whether a process may only run on nodes that are not there.
	 */
	private boolean isWaiting(ProcessRecord record) {
		return !record.spec().nodes().isEmpty() && mayRunOn(record) == 0;
	}

	private long mayRunOn(ProcessRecord record) {
		List<String> mapping = record.spec().nodes();
		return this.cluster.members()
			.stream()
			.map(SimulatedMember::name)
			.filter((name) -> mapping.isEmpty() || mapping.contains(name))
			// Two may have one name
			.distinct()
			.count();
	}

	private @Nullable Violation replicas(Map<String, ProcessRecord> directory) {
		Map<String, Set<String>> nodes = new TreeMap<>();
		Map<String, Integer> wrongCounts = new TreeMap<>();
		directory.values().stream().filter((record) -> !isWaiting(record)).forEach((record) -> {
			nodes.computeIfAbsent(record.process(), (id) -> new HashSet<>()).add(record.node());
			wrongCounts.merge(record.process(), 1, Integer::sum);
		});
		directory.values().stream().filter((record) -> record.number() == 0).forEach((record) -> {
			int wanted = this.cluster.plan().instances((int) mayRunOn(record));
			boolean apart = nodes.getOrDefault(record.id(), Set.of()).size() == wanted;
			boolean givenUp = record.state() == ProcessState.FAILED;
			wrongCounts.computeIfPresent(record.id(),
					(id, count) -> ((count == wanted && apart) || givenUp) ? null : count);
		});
		if (!wrongCounts.isEmpty()) {
			return new Violation("I3", "processes that do not have the right number of instances: " + wrongCounts);
		}
		List<String> wrong = this.cluster.ledger().wrongRoles();
		return wrong.isEmpty() ? null : new Violation("I3", "roles: " + wrong);
	}

	private @Nullable Violation registry(SimulatedMember member, Map<String, ProcessRecord> directory) {
		Map<String, Set<Long>> known = new TreeMap<>();
		Map<String, Set<Long>> wanted = new TreeMap<>();
		member.hub()
			.processes()
			.forEach((ProcessInfo info) -> known.put(info.id(),
					info.instances().stream().map(ProcessInstance::epoch).collect(Collectors.toSet())));
		directory.values()
			.forEach((record) -> wanted.computeIfAbsent(record.process(), (id) -> new HashSet<>()).add(record.epoch()));
		if (!known.equals(wanted) || member.hub().size() != wanted.size()) {
			return new Violation("I3",
					"the registry of %s / the directory: %s".formatted(member.name(), difference(known, wanted)));
		}
		if (member.hub().nodes().size() != this.cluster.members().size()) {
			return new Violation("I3", member.name() + " sees " + member.hub().nodes());
		}
		return member.hub().isLocked() ? new Violation("I3", member.name() + " is locked") : null;
	}

	private @Nullable Violation messages() {
		List<String> overdue = this.workload.overdue();
		if (!overdue.isEmpty()) {
			return new Violation("I7", "requests that never ended: " + overdue);
		}
		Ledger ledger = this.cluster.ledger();
		for (long message : this.workload.answered()) {
			if (ledger.timesHandled(message) == 0) {
				return new Violation("I4", "call " + message + " was answered, but never handled");
			}
			if (ledger.isHandledAgain(message)) {
				return new Violation("I4",
						"call %d was handled %d times".formatted(message, ledger.timesHandled(message)));
			}
		}
		for (long message : this.workload.sent()) {
			if (ledger.timesHandled(message) > 1) {
				return new Violation("I4",
						"message %d was handled %d times".formatted(message, ledger.timesHandled(message)));
			}
		}
		return null;
	}

	private static <T> String difference(Map<String, T> one, Map<String, T> other) {
		Set<String> ids = new TreeSet<>(one.keySet());
		ids.addAll(other.keySet());
		ids.removeIf((id) -> one.containsKey(id) && one.get(id).equals(other.get(id)));
		return String.join("; ",
				ids.stream().limit(10).map((id) -> id + " " + one.get(id) + " / " + other.get(id)).toList()) + " ("
				+ ids.size() + " in all)";
	}

}
