/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.ReplicaIndex;
import io.processhub.directory.Slots;

/**
 * What this node knows of the directory: all of it, in plain local memory.
 * <p>
 * Changes may come in any order and more than once; of an id the one with the highest
 * revision counts. A removed id is remembered for a while, so that late news of it are
 * known to be old. Thread-safe; reads take no lock.
 *
 * @since 0.1.0
 */
public final class Registry {

	private final SlotReplica[] slots = new SlotReplica[Slots.COUNT];

	private final Index byNode = new Index();

	private final Index byTag = new Index();

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicInteger replicas = new AtomicInteger();

	private final Listener listener;

	/**
	 * Create an empty registry.
	 * @param listener told of each change that was news
	 */
	public Registry(Listener listener) {
		this.listener = listener;
		for (int i = 0; i < this.slots.length; i++) {
			this.slots[i] = new SlotReplica();
		}
	}

	/**
	 * Return a record.
	 * @param id the id of the process or of a replica
	 * @return the record, or {@code null} if there is none
	 */
	public @Nullable ProcessRecord get(String id) {
		return this.slots[Slots.of(id)].records.get(id);
	}

	/**
	 * Return the further replicas of a process.
	 * @param process the process id
	 * @return their records in the order of their numbers, empty for most processes
	 */
	public List<ProcessRecord> replicas(String process) {
		SlotReplica slot = this.slots[Slots.of(process)];
		List<String> ids = slot.replicas.of(process);
		return ids.isEmpty() ? List.of() : ids.stream().map(slot.records::get).filter(Objects::nonNull).toList();
	}

	/**
	 * Return whether any process has further replicas.
	 * @return whether there are any
	 */
	public boolean hasReplicas() {
		return this.replicas.get() > 0;
	}

	/**
	 * Return which instance of a process is assigned to a node. If several are, as after
	 * two nodes took different views of the cluster, it is the first one, or the one that
	 * was assigned last.
	 * @param node the node id
	 * @param process the process id
	 * @return the record, or {@code null} if none is
	 */
	public @Nullable ProcessRecord on(String node, String process) {
		ProcessRecord first = get(process);
		if (first != null && first.node().equals(node)) {
			return first;
		}
		ProcessRecord found = null;
		for (ProcessRecord replica : replicas(process)) {
			if (replica.node().equals(node) && (found == null || found.epoch() < replica.epoch())) {
				found = replica;
			}
		}
		return found;
	}

	/**
	 * Return the number of processes, each counted once.
	 * @return the number
	 */
	public int size() {
		return this.size.get();
	}

	/**
	 * Do something with the first record of each process, while others may change them.
	 * @param action what to do
	 */
	public void forEach(Consumer<ProcessRecord> action) {
		for (SlotReplica slot : this.slots) {
			slot.records.values().forEach((record) -> {
				if (record.number() == 0) {
					action.accept(record);
				}
			});
		}
	}

	/**
	 * Return what is assigned to a node, replicas among it.
	 * @param node the node id
	 * @return a snapshot of the records
	 */
	public List<ProcessRecord> onNode(String node) {
		return records(this.byNode.ids(node), (record) -> record.node().equals(node));
	}

	/**
	 * Return the number of instances that are assigned to a node.
	 * @param node the node id
	 * @return the number
	 */
	public int countOnNode(String node) {
		return this.byNode.count(node);
	}

	/**
	 * Return the ids of the nodes that processes are assigned to.
	 * @return a snapshot of the node ids
	 */
	public List<String> nodes() {
		return this.byNode.keys();
	}

	/**
	 * Return the processes with a tag.
	 * @param tag the tag
	 * @return a snapshot of their first records
	 */
	public List<ProcessRecord> withTag(String tag) {
		return records(this.byTag.ids(tag), (record) -> tag.equals(record.spec().tag()));
	}

	private List<ProcessRecord> records(Collection<String> ids, Predicate<ProcessRecord> filter) {
		List<ProcessRecord> found = new ArrayList<>(ids.size());
		for (String id : ids) {
			ProcessRecord record = get(id);
			if (record != null && filter.test(record)) {
				found.add(record);
			}
		}
		return found;
	}

	/**
	 * Take in a change.
	 * @param change the change
	 * @return whether it was news
	 */
	public boolean apply(RegistryChange change) {
		SlotReplica slot = this.slots[Slots.of(change.id())];
		synchronized (slot) {
			slot.revision = Math.max(slot.revision, change.revision());
			ProcessRecord before = slot.records.get(change.id());
			long known = slot.knownOf(before, change.id());
			if (change.revision() <= known) {
				slot.bury(change, false);
				return false;
			}
			change(slot, before, change);
			return true;
		}
	}

	/**
	 * Take in what the directory says of an id, if it knows all that is known here.
	 * @param change what it says
	 * @param slotRevision the revision of the slot when it said so
	 */
	public void correct(RegistryChange change, long slotRevision) {
		SlotReplica slot = this.slots[Slots.of(change.id())];
		synchronized (slot) {
			slot.revision = Math.max(slot.revision, slotRevision);
			ProcessRecord before = slot.records.get(change.id());
			long known = slot.knownOf(before, change.id());
			boolean same = (before != null) ? known == change.revision() && change.record() != null
					: change.record() == null && known > 0;
			if (known <= slotRevision && !same) {
				change(slot, before, change);
			}
		}
	}

	private void change(SlotReplica slot, @Nullable ProcessRecord before, RegistryChange change) {
		ProcessRecord after = change.record();
		this.listener.changing(before, change);
		if (before != null) {
			slot.digest -= Slots.digest(before.id(), before.revision());
		}
		if (after != null) {
			slot.digest += Slots.digest(after.id(), after.revision());
			slot.records.put(after.id(), after);
			slot.replicas.add(after.id());
			slot.removals.remove(after.id());
		}
		else {
			slot.records.remove(change.id());
			slot.replicas.remove(change.id());
			slot.removals.put(change.id(), change.revision());
			slot.bury(change, true);
		}
		count(change.id(), ((after != null) ? 1 : 0) - ((before != null) ? 1 : 0));
		this.byNode.move(change.id(), (before != null) ? before.node() : null, (after != null) ? after.node() : null);
		if (!ReplicaId.isFurther(change.id())) {
			this.byTag.move(change.id(), (before != null) ? before.spec().tag() : null,
					(after != null) ? after.spec().tag() : null);
			dropReplicas(slot, change);
		}
		this.listener.changed(before, change);
	}

	private void count(String id, int more) {
		if (more != 0) {
			(ReplicaId.isFurther(id) ? this.replicas : this.size).addAndGet(more);
		}
	}

	/**
	 * Drop the replicas of a process that is gone, or is another now.
	 */
	private void dropReplicas(SlotReplica slot, RegistryChange change) {
		ProcessRecord process = change.record();
		for (String id : slot.replicas.of(change.id())) {
			ProcessRecord replica = slot.records.get(id);
			if (replica != null && replica.revision() < change.revision()
					&& (process == null || process.incarnation() != replica.incarnation())) {
				change(slot, replica, RegistryChange.removal(id, change.revision()));
			}
		}
	}

	/**
	 * Forget a slot and take in what the directory says of it, be it newer or not.
	 * @param slot the slot
	 * @param records all its records
	 * @param revision its revision
	 */
	public void replace(int slot, Collection<ProcessRecord> records, long revision) {
		SlotReplica replica = this.slots[slot];
		synchronized (replica) {
			replica.removals.clear();
			Set<String> forgotten = new HashSet<>(replica.records.keySet());
			for (ProcessRecord record : records) {
				forgotten.remove(record.id());
				ProcessRecord before = replica.records.get(record.id());
				if (before == null || before.revision() != record.revision() || before.epoch() != record.epoch()) {
					change(replica, before, RegistryChange.of(record));
				}
			}
			for (String id : forgotten) {
				ProcessRecord present = replica.records.get(id);
				if (present != null) {
					change(replica, present, RegistryChange.removal(id, revision));
				}
			}
			// What was forgotten was not removed
			replica.removals.clear();
			replica.revision = revision;
		}
	}

	/**
	 * Return whether an id is known to have been removed after some revision.
	 * @param id the process id
	 * @param revision the revision
	 * @return whether it was removed later
	 */
	public boolean isRemovedAfter(String id, long revision) {
		SlotReplica slot = this.slots[Slots.of(id)];
		synchronized (slot) {
			return slot.removedAt(id) > revision;
		}
	}

	/**
	 * Return the highest revision of a slot that was heard of.
	 * @param slot the slot
	 * @return the revision
	 */
	public long revision(int slot) {
		SlotReplica replica = this.slots[slot];
		synchronized (replica) {
			return replica.revision;
		}
	}

	/**
	 * Return the digest over the records of a slot.
	 * @param slot the slot
	 * @return the digest
	 */
	public long digest(int slot) {
		SlotReplica replica = this.slots[slot];
		synchronized (replica) {
			return replica.digest;
		}
	}

	/**
	 * Return what is known of a slot: its records, and the ids that were removed of late.
	 * @param slot the slot
	 * @return a snapshot, as the changes that would lead to it
	 */
	public List<RegistryChange> snapshot(int slot) {
		SlotReplica replica = this.slots[slot];
		synchronized (replica) {
			List<RegistryChange> changes = new ArrayList<>(replica.records.size() + replica.removals.size());
			replica.records.values().forEach((record) -> changes.add(RegistryChange.of(record)));
			replica.removals.forEach((id, revision) -> changes.add(RegistryChange.removal(id, revision)));
			return changes;
		}
	}

	/**
	 * Return which processes of a slot were removed of late, whatever was started under
	 * their ids since.
	 * @param slot the slot
	 * @return their incarnations by process id
	 */
	public Map<String, Long> removed(int slot) {
		SlotReplica replica = this.slots[slot];
		synchronized (replica) {
			return new HashMap<>(replica.buried);
		}
	}

	/**
	 * Return which process of an id was removed of late, whatever was started under it
	 * since.
	 * @param id the process id
	 * @return its incarnation, 0 if none is known
	 */
	public long removed(String id) {
		SlotReplica replica = this.slots[Slots.of(id)];
		synchronized (replica) {
			return replica.buried.getOrDefault(id, 0L);
		}
	}

	/**
	 * Forget the removals that were remembered already when this was called before.
	 */
	public void purge() {
		for (SlotReplica slot : this.slots) {
			synchronized (slot) {
				slot.purge();
			}
		}
	}

	/**
	 * Told of each change that is news. Must be quick and must not call back.
	 */
	@FunctionalInterface
	public interface Listener {

		/**
		 * A change is about to be made: readers do not see it yet.
		 * @param before the record before it, or {@code null}
		 * @param change the change
		 */
		default void changing(@Nullable ProcessRecord before, RegistryChange change) {
		}

		/**
		 * A change has been made.
		 * @param before the record before it, or {@code null}
		 * @param change the change
		 */
		void changed(@Nullable ProcessRecord before, RegistryChange change);

	}

	/**
	 * What is known of one slot.
	 */
	private static final class SlotReplica {

		private final Map<String, ProcessRecord> records = new ConcurrentHashMap<>();

		private final ReplicaIndex replicas = new ReplicaIndex();

		/**
		 * The revisions at which ids were gone, for late news of them.
		 */
		private final Map<String, Long> removals = new HashMap<>();

		/**
		 * The incarnations that were removed last, for sides that do not know of it.
		 */
		private final Map<String, Long> buried = new HashMap<>();

		private Map<String, Long> purgeableRemovals = Map.of();

		private Map<String, Long> purgeableBuried = Map.of();

		private long revision;

		private long digest;

		private long removedAt(String id) {
			long removed = this.removals.getOrDefault(id, 0L);
			return ReplicaId.isFurther(id) ? Math.max(removed, this.removals.getOrDefault(ReplicaId.process(id), 0L))
					: removed;
		}

		/**
		 * Return since which revision it is known what became of a record.
		 */
		private long knownOf(@Nullable ProcessRecord present, String id) {
			return (present != null) ? present.revision() : removedAt(id);
		}

		private void bury(RegistryChange removal, boolean news) {
			if (removal.incarnation() == 0) {
				return;
			}
			if (news) {
				this.buried.put(removal.id(), removal.incarnation());
			}
			else {
				// That it was gone may have been known before which one it was
				this.buried.putIfAbsent(removal.id(), removal.incarnation());
			}
		}

		private void purge() {
			this.purgeableRemovals.forEach(this.removals::remove);
			this.purgeableRemovals = Map.copyOf(this.removals);
			this.purgeableBuried.forEach(this.buried::remove);
			this.purgeableBuried = Map.copyOf(this.buried);
		}

	}

	/**
	 * The ids that have something in common.
	 */
	private static final class Index {

		private final Map<String, Map<String, Boolean>> ids = new ConcurrentHashMap<>();

		List<String> ids(String key) {
			Map<String, Boolean> found = this.ids.get(key);
			return (found != null) ? new ArrayList<>(found.keySet()) : List.of();
		}

		int count(String key) {
			Map<String, Boolean> found = this.ids.get(key);
			return (found != null) ? found.size() : 0;
		}

		List<String> keys() {
			return new ArrayList<>(this.ids.keySet());
		}

		void move(String id, @Nullable String from, @Nullable String to) {
			if (from != null && !from.equals(to)) {
				this.ids.computeIfPresent(from, (key, members) -> {
					members.remove(id);
					return members.isEmpty() ? null : members;
				});
			}
			if (to != null && !to.equals(from)) {
				this.ids.compute(to, (key, members) -> {
					Map<String, Boolean> target = (members != null) ? members : new ConcurrentHashMap<>();
					target.put(id, Boolean.TRUE);
					return target;
				});
			}
		}

	}

}
