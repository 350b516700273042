/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessRole;
import io.processhub.directory.Slots;
import io.processhub.process.ProcessContext;

/**
 * What really happens in the processes of a simulated cluster, seen from outside. What
 * must never happen is noted as it happens; the engine cannot swallow it.
 */
final class Ledger {

	/**
	 * How long after a division it may take until a move that only the other side has
	 * noted is found to be undone here.
	 */
	private static final long AFTERMATH_MILLIS = 1000;

	private final SimulatedWorld world;

	private final Map<String, Map<SimulatedMember, Entry>> running = new TreeMap<>();

	private final Map<String, SimulatedMember> handlers = new HashMap<>();

	private final Map<Long, List<SimulatedMember>> handled = new HashMap<>();

	private final Map<String, Count> counts = new HashMap<>();

	/**
	 * The highest epochs that instances were started under. What lives on under a lower
	 * one is about to be stopped, and its state counts for nothing.
	 */
	private final Map<String, Long> newest = new HashMap<>();

	/**
	 * The processes whose next instance may start without the state of the last.
	 */
	private final Set<String> excused = new HashSet<>();

	/**
	 * The members whose states are on their way to the next instance, by process id.
	 */
	private final Map<String, SimulatedMember> exporters = new HashMap<>();

	/**
	 * The members that died, or were taken for dead, at any time.
	 */
	private final Set<SimulatedMember> doubted = new HashSet<>();

	private long unsettledUntil;

	private @Nullable Violation violation;

	/**
	 * Whether processes have passive instances, whose states are their own.
	 */
	private final boolean replicated;

	Ledger(SimulatedWorld world, boolean replicated) {
		this.world = world;
		this.replicated = replicated;
	}

	/**
	 * Return the first violation.
	 */
	@Nullable Violation violation() {
		return this.violation;
	}

	void violated(String invariant, String what) {
		if (this.violation == null) {
			this.violation = new Violation(invariant, what + ", at " + this.world.millis() + " ms");
		}
	}

	Entry started(SimulatedMember member, ProcessContext context, long count) {
		String id = context.id();
		Entry entry = new Entry(member, context, count);
		Map<SimulatedMember, Entry> instances = this.running.computeIfAbsent(id, (key) -> new HashMap<>());
		if (instances.put(member, entry) != null) {
			violated("I1", "two instances of " + id + " on " + member.name());
		}
		this.exporters.remove(id);
		if (this.replicated) {
			return entry;
		}
		boolean outdated = context.epoch() < this.newest.merge(id, context.epoch(), Math::max);
		// One that has handed its state over may be kept until the next one is up
		boolean alone = instances.values().stream().allMatch((each) -> each == entry || each.closed);
		Count before = this.counts.getOrDefault(id, new Count(0, member.side()));
		if (outdated || before.side() != member.side()) {
			// Another side goes on with the process, too: which of the states lives is
			// open
			this.excused.add(id);
			return entry;
		}
		if (alone && count != before.value() && !this.excused.contains(id)) {
			violated("I4", "%s on %s, epoch %d, started with %d instead of %d".formatted(id, member.name(),
					context.epoch(), count, before.value()));
		}
		if (alone) {
			if (this.world.millis() > this.unsettledUntil) {
				this.excused.remove(id);
			}
			count(id, count, member);
		}
		else {
			this.excused.add(id);
		}
		return entry;
	}

	private void count(String id, long count, SimulatedMember member) {
		this.counts.put(id, new Count(count, member.side()));
	}

	/**
	 * Let the next instance of a process start with any state.
	 */
	void excuse(String id) {
		this.excused.add(id);
	}

	/**
	 * Let the states that waited in a slot be lost, as all its copies were.
	 */
	void excuseSlot(int slot) {
		this.counts.keySet().stream().filter((id) -> Slots.of(id) == slot).forEach(this.excused::add);
	}

	void died(SimulatedMember member) {
		doubted(member);
		this.running.values().forEach((instances) -> instances.remove(member));
		this.running.values().removeIf(Map::isEmpty);
	}

	void left(SimulatedMember member) {
		this.running.forEach((id, instances) -> {
			if (instances.remove(member) != null) {
				violated("I3", id + " was left running on " + member.name());
			}
		});
		this.running.values().removeIf(Map::isEmpty);
	}

	/**
	 * Note that a member is taken for dead by others, be it so or not.
	 */
	void doubted(SimulatedMember member) {
		this.doubted.add(member);
		partitioned(member);
		this.running.forEach((id, instances) -> {
			if (instances.containsKey(member)) {
				this.excused.add(id);
			}
		});
	}

	/**
	 * Note that a member has no quorum any more: the states that it was about to hand
	 * over are lost, as are those of what runs on it.
	 */
	void partitioned(SimulatedMember member) {
		this.exporters.forEach((id, exporter) -> {
			if (exporter == member) {
				this.excused.add(id);
			}
		});
	}

	/**
	 * Note that the sides of the cluster part, or come together: which of the states of a
	 * process goes on is open.
	 */
	void divided() {
		this.excused.addAll(this.counts.keySet());
		this.unsettledUntil = this.world.millis() + AFTERMATH_MILLIS;
	}

	int timesHandled(long message) {
		return this.handled.getOrDefault(message, List.of()).size();
	}

	/**
	 * Return whether a message was handled again though the first to handle it was
	 * healthy.
	 */
	boolean isHandledAgain(long message) {
		List<SimulatedMember> members = this.handled.getOrDefault(message, List.of());
		return members.size() > 1
				&& members.subList(0, members.size() - 1).stream().anyMatch((each) -> !this.doubted.contains(each));
	}

	/**
	 * Return what runs, by process id, with the epochs by member.
	 */
	Map<String, Map<String, Long>> running() {
		Map<String, Map<String, Long>> epochs = new TreeMap<>();
		this.running.forEach((id, instances) -> {
			Map<String, Long> byMember = new TreeMap<>();
			instances.forEach((member, entry) -> byMember.put(member.name(), entry.context.epoch()));
			epochs.put(id, byMember);
		});
		return epochs;
	}

	/**
	 * Return what is wrong with the roles of what runs, once all is at rest.
	 */
	List<String> wrongRoles() {
		List<String> wrong = new ArrayList<>();
		this.running.forEach((id, instances) -> {
			long active = instances.values().stream().filter((entry) -> entry.isActive()).count();
			if (active != 1) {
				wrong.add("%s has %d active instances".formatted(id, active));
			}
			instances.values().forEach((entry) -> {
				if (this.replicated && entry.context.role() != entry.told) {
					wrong.add("%s on %s is %s and was told %s".formatted(id, entry.member.name(), entry.context.role(),
							entry.told));
				}
			});
		});
		return wrong;
	}

	/**
	 * Return whether there is one instance of a process: on a member, under an epoch.
	 */
	boolean runsOnlyOn(String id, SimulatedMember member, long epoch) {
		Map<SimulatedMember, Entry> instances = this.running.getOrDefault(id, Map.of());
		Entry entry = instances.get(member);
		return instances.size() == 1 && entry != null && entry.context.epoch() == epoch;
	}

	/**
	 * Return the number of processes that run.
	 */
	int size() {
		return this.running.size();
	}

	/**
	 * What a process has counted to.
	 *
	 * @param value the count
	 * @param side the side of the cluster that it was counted on
	 */
	private record Count(long value, SimulatedSide side) {

	}

	/**
	 * An instance.
	 */
	final class Entry {

		private final SimulatedMember member;

		private final String id;

		private final ProcessContext context;

		private long count;

		private @Nullable ProcessRole told;

		private boolean busy;

		private boolean closed;

		private Entry(SimulatedMember member, ProcessContext context, long count) {
			this.member = member;
			this.id = context.id();
			this.context = context;
			this.count = count;
		}

		private boolean isActive() {
			return this.context.role() == ProcessRole.ACTIVE;
		}

		void told(ProcessRole role) {
			if (this.told == role) {
				violated("I3", "%s on %s was told twice that it is %s".formatted(this.id, this.member.name(), role));
			}
			this.told = role;
		}

		void begin(long message) {
			if (this.closed && mayGoOn()) {
				this.closed = false;
				Ledger.this.exporters.remove(this.id);
			}
			if (!isActive() || (Ledger.this.replicated && this.told != ProcessRole.ACTIVE)) {
				violated("I1",
						"%s on %s handled a message before it was active".formatted(this.id, this.member.name()));
			}
			if (this.closed) {
				violated("I4", "%s on %s handled a message after its state was handed over".formatted(this.id,
						this.member.name()));
			}
			if (this.busy) {
				violated("I5", "%s on %s handled two messages at a time".formatted(this.id, this.member.name()));
			}
			this.busy = true;
			long epoch = this.context.epoch();
			SimulatedMember before = Ledger.this.handlers.put(this.id + "@" + epoch, this.member);
			if (before != null && before != this.member) {
				violated("I1", "%s handled messages on %s and %s under epoch %d".formatted(this.id, before.name(),
						this.member.name(), epoch));
			}
			Ledger.this.handled.computeIfAbsent(message, (key) -> new ArrayList<>(1)).add(this.member);
		}

		/**
		 * Return whether an instance that has handed its state over may be at work again:
		 * its move was given up, or the cluster has parted meanwhile, and another side
		 * has the next one.
		 */
		private boolean mayGoOn() {
			return this.context.epoch() >= Ledger.this.newest.getOrDefault(this.id, 0L)
					|| Ledger.this.excused.contains(this.id);
		}

		void end(boolean counted) {
			this.busy = false;
			if (counted) {
				this.count++;
				if (this.context.epoch() >= Ledger.this.newest.getOrDefault(this.id, 0L)) {
					Ledger.this.count(this.id, this.count, this.member);
				}
			}
		}

		void merged(long count) {
			if (this.busy) {
				violated("I5",
						"%s on %s merged a state while it handled a message".formatted(this.id, this.member.name()));
			}
			this.count = count;
			if (this.context.epoch() >= Ledger.this.newest.getOrDefault(this.id, 0L)) {
				Ledger.this.count(this.id, count, this.member);
			}
		}

		/**
		 * Let the state be lost with a crash.
		 */
		void excuse() {
			Ledger.this.excused.add(this.id);
		}

		void exported() {
			if (this.busy) {
				violated("I4", "%s on %s handed its state over while it handled a message".formatted(this.id,
						this.member.name()));
			}
			this.closed = true;
			Ledger.this.exporters.put(this.id, this.member);
		}

		void stopped() {
			this.closed = true;
			Map<SimulatedMember, Entry> instances = Ledger.this.running.get(this.id);
			if (instances != null && instances.get(this.member) == this) {
				instances.remove(this.member);
				if (instances.isEmpty()) {
					Ledger.this.running.remove(this.id);
				}
			}
		}

	}

}
