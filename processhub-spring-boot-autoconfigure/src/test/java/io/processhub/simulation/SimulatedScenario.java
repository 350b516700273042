/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.processhub.ProcessInfo;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.StopOptions;
import io.processhub.directory.ProcessRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Starts, stops and calls processes while nodes join, leave and crash, and checks the
 * invariants when all is quiet.
 */
final class SimulatedScenario {

	private static final int NODES = 5;

	private static final int PROCESSES = 200;

	private static final Duration LENGTH = Duration.ofSeconds(30);

	private final long seed;

	private final SimulatedWorld world;

	private final SimulatedCluster cluster;

	private final Random random;

	private final Set<String> acknowledged = new TreeSet<>();

	private final Set<String> unclear = new HashSet<>();

	private final Map<Object, String> awaited = new HashMap<>();

	private final Map<Object, SimulatedMember> callers = new HashMap<>();

	private final List<String> failures = new ArrayList<>();

	private final List<String> trace = new ArrayList<>();

	private long messages;

	private int crashes;

	SimulatedScenario(long seed) {
		this.seed = seed;
		this.world = new SimulatedWorld(seed);
		this.cluster = new SimulatedCluster(this.world);
		this.random = new Random(seed * 31 + 7);
	}

	void run() {
		try {
			for (int i = 0; i < 3; i++) {
				this.cluster.join();
				this.world.run(Duration.ofMillis(this.random.nextInt(300)));
			}
			settle();
			start(PROCESSES);
			disturb();
			settle();
			check();
		}
		catch (AssertionError | RuntimeException ex) {
			throw new AssertionError(
					"Seed " + this.seed + " failed: " + ex.getMessage() + "\n  " + String.join("\n  ", this.trace), ex);
		}
	}

	private void disturb() {
		long end = this.world.now() + LENGTH.toNanos();
		while (this.world.now() < end) {
			this.world.run(this.world.between(1000, 200_000));
			int dice = this.random.nextInt(100);
			if (dice < 3 && this.cluster.members().size() < NODES) {
				note("join " + this.cluster.join().name());
			}
			else if (dice < 5 && upMembers().size() > 2) {
				SimulatedMember member = pick(upMembers());
				note("leave " + member.name());
				this.cluster.leave(member);
			}
			else if (dice < 7 && upMembers().size() > 2) {
				SimulatedMember member = pick(upMembers());
				note("crash " + member.name());
				this.crashes++;
				this.cluster.crash(member);
			}
			else if (dice < 12) {
				stop(1 + this.random.nextInt(10));
			}
			else if (dice < 17) {
				start(1 + this.random.nextInt(10));
			}
			else {
				call();
			}
		}
	}

	private void note(String what) {
		this.trace.add(this.world.now() / 1_000_000 + " ms: " + what);
	}

	private Object awaited(String what, SimulatedMember caller) {
		Object request = new Object();
		this.awaited.put(request, what + " at " + this.world.now() / 1_000_000 + " ms");
		this.callers.put(request, caller);
		return request;
	}

	private List<SimulatedMember> upMembers() {
		return this.cluster.members().stream().filter(SimulatedMember::isUp).toList();
	}

	private SimulatedMember pick(List<SimulatedMember> members) {
		return members.get(this.random.nextInt(members.size()));
	}

	private void start(int count) {
		List<ProcessSpec> specs = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String id = "p" + this.random.nextInt(PROCESSES * 2);
			if (this.unclear.add(id)) {
				specs.add(ProcessSpec.of(id, "twin"));
			}
		}
		SimulatedMember member = pick(upMembers());
		Object request = awaited("start from " + member.name(), member);
		member.hub()
			.start(specs, StartOptions.defaults().withCheckExisting(false))
			.toCompletionStage()
			.whenComplete((result, failure) -> {
				this.awaited.remove(request);
				if (result != null && member.isAlive()) {
					this.acknowledged.addAll(result.ids());
					this.unclear.removeAll(result.ids());
				}
			});
	}

	private void stop(int count) {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String id = "p" + this.random.nextInt(PROCESSES * 2);
			if (this.acknowledged.remove(id) && this.unclear.add(id)) {
				ids.add(id);
			}
		}
		SimulatedMember member = pick(upMembers());
		Object request = awaited("stop from " + member.name(), member);
		member.hub().stop(ids, StopOptions.defaults()).toCompletionStage().whenComplete((result, failure) -> {
			this.awaited.remove(request);
			if (result != null && member.isAlive()) {
				this.unclear.removeAll(result.stopped());
			}
		});
	}

	private void call() {
		if (this.acknowledged.isEmpty()) {
			return;
		}
		List<String> ids = new ArrayList<>(this.acknowledged);
		String id = ids.get(this.random.nextInt(ids.size()));
		SimulatedMember caller = pick(upMembers());
		long message = this.messages++;
		Object request = awaited("call " + message + " of " + id + " from " + caller.name(), caller);
		caller.hub().call(id, message).whenComplete((answer, failure) -> {
			this.awaited.remove(request);
			boolean excused = !caller.isUp() || !this.acknowledged.contains(id);
			if (failure != null && !excused) {
				this.failures.add("call " + message + " of " + id + " from " + caller.name() + ": " + failure + " at "
						+ this.world.now() / 1_000_000 + " ms");
			}
			if (failure == null && this.cluster.ledger().timesHandled(message) != 1 && this.crashes == 0) {
				this.failures.add("call " + message + " of " + id + " was handled "
						+ this.cluster.ledger().timesHandled(message) + " times");
			}
		});
	}

	private void settle() {
		this.world.run(Duration.ofSeconds(50));
	}

	private void check() {
		assertThat(this.failures).as("calls that failed").isEmpty();
		this.awaited.keySet().removeIf((request) -> !this.callers.get(request).isUp());
		assertThat(this.awaited.values()).as("requests that never ended").isEmpty();
		Map<String, ProcessRecord> directory = this.cluster.directory();
		assertThat(directory.keySet()).as("I2: acknowledged").containsAll(this.acknowledged);
		for (String id : directory.keySet()) {
			if (!this.acknowledged.contains(id) && !this.unclear.contains(id)) {
				fail("I2: " + id + " was stopped, but is in the directory");
			}
		}
		checkRunning(directory);
		for (SimulatedMember member : this.cluster.members()) {
			checkRegistry(member, directory);
			assertThat(member.hub().isLocked()).as("I3: %s is locked", member.name()).isFalse();
		}
	}

	private void checkRunning(Map<String, ProcessRecord> directory) {
		Map<String, Map<String, Long>> expected = new TreeMap<>();
		Map<String, String> members = new HashMap<>();
		this.cluster.members().forEach((member) -> members.put(member.hub().localNode().id(), member.name()));
		directory.forEach((id, record) -> expected.put(id,
				Map.of(members.getOrDefault(record.node(), "nowhere"), record.epoch())));
		assertThat(this.cluster.ledger().running()).as("I1, I3: what runs").isEqualTo(expected);
		this.cluster.members().get(0).hub().rebalance();
		Map<String, Map<String, Long>> before = new TreeMap<>(this.cluster.ledger().running());
		this.world.run(Duration.ofSeconds(2));
		assertThat(this.cluster.ledger().running()).as("I3: all is where placement says").isEqualTo(before);
	}

	private void checkRegistry(SimulatedMember member, Map<String, ProcessRecord> directory) {
		Map<String, Long> known = new TreeMap<>();
		Map<String, Long> expected = new TreeMap<>();
		member.hub().processes().forEach((ProcessInfo info) -> known.put(info.id(), info.instance().epoch()));
		directory.forEach((id, record) -> expected.put(id, record.epoch()));
		assertThat(known).as("I3: the registry of %s", member.name()).isEqualTo(expected);
		assertThat(member.hub().size()).isEqualTo(directory.size());
	}

}
