/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.HubPartitionedException;
import io.processhub.CallTimeoutException;
import io.processhub.MailboxFullException;
import io.processhub.ProcessCallException;
import io.processhub.ProcessHubException;
import io.processhub.ProcessSpec;
import io.processhub.ProcessUnavailableException;
import io.processhub.StartFuture;
import io.processhub.StartOptions;
import io.processhub.StopFuture;
import io.processhub.StopOptions;
import io.processhub.directory.Slots;

/**
 * What the users of a simulated cluster do, what they were promised, and whether they got
 * it.
 */
final class Workload {

	private static final Duration PATIENCE = Duration.ofSeconds(12);

	/**
	 * How long it may take until every node knows of a start or stop, if messages are
	 * lost.
	 */
	private static final long NEWS_MILLIS = 7000;

	private final SimulatedCluster cluster;

	private final SimulatedWorld world;

	private final int processes;

	private final Set<String> acknowledged = new TreeSet<>();

	private final Set<String> unclear = new HashSet<>();

	/**
	 * Among whom an id was started or stopped: what is done on both sides of a split has
	 * no one right outcome. A split begins for the users before anybody notices it.
	 */
	private final Map<String, Touch> touched = new HashMap<>();

	private final Map<Request, String> awaited = new LinkedHashMap<>();

	private final List<Long> answered = new ArrayList<>();

	private final List<Long> sent = new ArrayList<>();

	private long messages;

	private long timeoutsExcusedUntil;

	Workload(SimulatedCluster cluster, int processes) {
		this.cluster = cluster;
		this.world = cluster.world();
		this.processes = processes;
		cluster.whenForgotten(this::forget);
		cluster.whenOutdated(this::forgetSlots);
	}

	Set<String> acknowledged() {
		return this.acknowledged;
	}

	Set<String> unclear() {
		return this.unclear;
	}

	List<Long> answered() {
		return this.answered;
	}

	List<Long> sent() {
		return this.sent;
	}

	/**
	 * Return the requests that are past their time and have not ended, though their node
	 * is there.
	 */
	List<String> overdue() {
		List<String> overdue = new ArrayList<>();
		this.awaited.forEach((request, what) -> {
			boolean late = this.world.now() - request.since > PATIENCE.toNanos();
			if (late && request.caller.isUp()) {
				overdue.add(what);
			}
		});
		return overdue;
	}

	/**
	 * Let calls end without an answer for a while, as messages are lost.
	 */
	void excuseTimeouts(int millis) {
		this.timeoutsExcusedUntil = Math.max(this.timeoutsExcusedUntil, this.world.millis() + millis + 6000);
	}

	void startAll() {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < this.processes; i++) {
			ids.add("p" + i);
		}
		start(this.cluster.upMembers().get(0), ids);
	}

	void act(Action action) {
		List<SimulatedMember> up = this.cluster.upMembers();
		if (up.isEmpty()) {
			return;
		}
		SimulatedMember member = up.get(action.first() % up.size());
		switch (action.kind()) {
			case START -> start(member, ids(action));
			case STOP -> stop(member, ids(action));
			case CALL -> call(member, action);
			case SEND -> send(member, action);
			default -> rebalance(member);
		}
	}

	private void rebalance(SimulatedMember member) {
		if (!member.hub().isPartitioned()) {
			member.hub().rebalance();
		}
	}

	private List<String> ids(Action action) {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < action.length(); i++) {
			ids.add("p" + (action.second() + i * 31) % (this.processes * 2));
		}
		return ids;
	}

	/**
	 * Return whether something may be done to a process on a side: not while something is
	 * being done to it, and not on both sides of a split.
	 */
	private boolean touch(String id, SimulatedMember member) {
		if (this.cluster.isUndisturbed()) {
			boolean reunited = this.cluster.reunite();
			this.touched.values().removeIf((touch) -> reunited || this.world.millis() - touch.millis() > NEWS_MILLIS);
		}
		Touch before = this.touched.putIfAbsent(id, new Touch(member.circle(), this.world.millis()));
		return (before == null || before.circle() == member.circle()) && !this.unclear.contains(id);
	}

	/**
	 * Expect nothing of what was only known among members that are all gone.
	 */
	private void forget(Object circle) {
		this.touched.forEach((id, touch) -> {
			if (touch.circle() == circle) {
				expectNothingOf(id);
			}
		});
	}

	/**
	 * Expect nothing of processes whose slots were lost on the greater of two sides while
	 * others were cut off: what these remember may be older or newer than what was put
	 * back.
	 */
	private void forgetSlots(Set<Integer> slots) {
		for (int i = 0; i < this.processes * 2; i++) {
			String id = "p" + i;
			if (slots.contains(Slots.of(id))) {
				expectNothingOf(id);
			}
		}
	}

	private void expectNothingOf(String id) {
		this.acknowledged.remove(id);
		this.unclear.add(id);
	}

	private void touched(Set<String> ids, SimulatedMember member) {
		ids.forEach((id) -> this.touched.put(id, new Touch(member.circle(), this.world.millis())));
	}

	private void start(SimulatedMember member, List<String> ids) {
		List<ProcessSpec> specs = new ArrayList<>();
		for (String id : ids) {
			if (touch(id, member) && this.unclear.add(id)) {
				specs.add(ProcessSpec.of(id, SimulationPlan.TYPE));
			}
		}
		if (specs.isEmpty()) {
			return;
		}
		Request request = request("start", member);
		Set<String> starting = specs.stream().map(ProcessSpec::id).collect(Collectors.toSet());
		StartFuture started;
		try {
			started = member.hub()
				.start(specs,
						StartOptions.defaults().withCheckExisting(false).withChildMapping(mapping(specs, member)));
		}
		catch (HubPartitionedException ex) {
			this.awaited.remove(request);
			this.unclear.removeAll(starting);
			return;
		}
		started.toCompletionStage().whenComplete((result, failure) -> {
			this.awaited.remove(request);
			if (result != null && member.isAlive()) {
				this.acknowledged.addAll(result.ids());
				this.unclear.removeAll(result.ids());
				touched(result.ids(), member);
			}
		});
	}

	private Map<String, List<String>> mapping(List<ProcessSpec> specs, SimulatedMember member) {
		Map<String, List<String>> mapping = new HashMap<>();
		if (this.cluster.plan().isGuided()) {
			List<String> nodes = member.hub().nodes().stream().map(HubNode::name).toList();
			int count = this.cluster.plan().instances(Integer.MAX_VALUE);
			specs.forEach((spec) -> {
				List<String> names = new ArrayList<>(nodes);
				Collections.rotate(names, -spec.id().hashCode());
				// There may be fewer nodes on this side
				Stream<String> others = IntStream.rangeClosed(1, count).mapToObj((number) -> "n" + number);
				mapping.put(spec.id(), Stream.concat(names.stream(), others).distinct().limit(count).toList());
			});
		}
		return mapping;
	}

	private void stop(SimulatedMember member, List<String> ids) {
		List<String> stopping = new ArrayList<>();
		for (String id : ids) {
			if (this.acknowledged.contains(id) && touch(id, member) && this.unclear.add(id)) {
				this.acknowledged.remove(id);
				this.cluster.ledger().excuse(id);
				stopping.add(id);
			}
		}
		if (stopping.isEmpty()) {
			return;
		}
		Request request = request("stop", member);
		StopFuture stopped;
		try {
			stopped = member.hub().stop(stopping, StopOptions.defaults());
		}
		catch (HubPartitionedException ex) {
			this.awaited.remove(request);
			this.unclear.removeAll(stopping);
			this.acknowledged.addAll(stopping);
			return;
		}
		stopped.toCompletionStage().whenComplete((result, failure) -> {
			this.awaited.remove(request);
			stopping.forEach(this.cluster.ledger()::excuse);
			if (result != null && member.isAlive()) {
				this.unclear.removeAll(result.stopped());
				touched(result.stopped(), member);
			}
		});
	}

	private @Nullable String target(Action action) {
		if (this.acknowledged.isEmpty()) {
			return null;
		}
		List<String> ids = new ArrayList<>(this.acknowledged);
		return ids.get(action.second() % ids.size());
	}

	private void send(SimulatedMember member, Action action) {
		String id = target(action);
		if (id != null) {
			// Several to one process, so that its mailbox has something to keep
			for (int i = 0; i < action.length(); i++) {
				long message = this.messages++;
				this.sent.add(message);
				try {
					member.hub().send(id, message);
				}
				catch (ProcessHubException ex) {
					this.cluster.note("a message to %s was refused: %s".formatted(id, ex.getMessage()));
				}
			}
		}
	}

	private void call(SimulatedMember caller, Action action) {
		String id = target(action);
		if (id == null) {
			return;
		}
		long message = this.messages++;
		Request request = request("call of " + id, caller);
		long since = this.world.millis();
		caller.hub().call(id, message).whenComplete((answer, failure) -> {
			this.awaited.remove(request);
			if (!caller.isAlive()) {
				return;
			}
			if (failure == null) {
				if (since >= this.timeoutsExcusedUntil) {
					this.answered.add(message);
				}
			}
			else if (!isExcused(caller, id, failure, since)) {
				this.cluster.ledger()
					.violated("I2", "call %d of %s from %s at %d ms failed: %s".formatted(message, id, caller.name(),
							since, failure));
			}
		});
	}

	private boolean isExcused(SimulatedMember caller, String id, Throwable failure, long since) {
		if (caller.isLeaving() || !this.acknowledged.contains(id) || failure instanceof ProcessCallException
				|| failure instanceof MailboxFullException || failure instanceof HubPartitionedException) {
			return true;
		}
		boolean timedOut = failure instanceof CallTimeoutException;
		if (failure instanceof ProcessUnavailableException && this.cluster.plan().maxRestarts() == 0) {
			// It may have been given up
			return true;
		}
		if (this.cluster.plan().isGuided() && (timedOut || failure instanceof ProcessUnavailableException)
				&& mayHaveWaited(caller, id, since)) {
			return true;
		}
		return (timedOut && (since < this.timeoutsExcusedUntil || this.cluster.troubledSince(since)))
				|| this.cluster.dividedSince(since);
	}

	/**
	 * Return whether the nodes that a process is to run on were not there, or had just
	 * come.
	 */
	private boolean mayHaveWaited(SimulatedMember caller, String id, long since) {
		Set<String> nodes = new HashSet<>();
		caller.hub()
			.lookup(id)
			.ifPresent((process) -> process.instances().forEach((instance) -> nodes.add(instance.node().name())));
		return this.cluster.upMembers()
			.stream()
			.noneMatch((member) -> nodes.contains(member.name()) && member.isUpSince(since - NEWS_MILLIS));
	}

	private Request request(String what, SimulatedMember caller) {
		Request request = new Request(caller, this.world.now());
		this.awaited.put(request, "%s from %s at %d ms".formatted(what, caller.name(), this.world.millis()));
		return request;
	}

	/**
	 * A start or stop.
	 *
	 * @param circle what those have in common who know of it
	 * @param millis when it was
	 */
	private record Touch(Object circle, long millis) {

	}

	/**
	 * A request that has not ended.
	 */
	private static final class Request {

		private final SimulatedMember caller;

		private final long since;

		private Request(SimulatedMember caller, long since) {
			this.caller = caller;
			this.since = since;
		}

	}

}
