/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.SlotReply;
import io.processhub.directory.Slots;
import io.processhub.directory.WireFields;
import io.processhub.registry.RegistryChange;
import io.processhub.strategy.SynchronizationStrategy.Relay;
import io.processhub.supervisor.Assignment;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;

/**
 * Keeps the registries equal to the directory: sends the changes that this node makes to
 * the others, compares digests now and then, and fetches the slots that differ.
 */
final class Synchronizer {

	private static final int BATCH = 8192;

	private static final Duration SECOND_LOOK = Duration.ofMillis(500);

	private final Hub hub;

	/**
	 * What this node knew of other nodes before it started over, and the directory does
	 * not.
	 */
	private final Map<String, ProcessRecord> leftBehind = new ConcurrentHashMap<>();

	/**
	 * The nodes that were there when this node had started over.
	 */
	private volatile Set<String> companions = Set.of();

	private final Set<Integer> suspects = new HashSet<>();

	Synchronizer(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Tell the other nodes of changes that this node has made.
	 * @param changes the changes
	 */
	void publish(List<RegistryChange> changes) {
		if (changes.isEmpty() || this.hub.recovery().isUnderWay()) {
			return;
		}
		List<HubNode> others = this.hub.cluster().others();
		for (int from = 0; from < changes.size() && !others.isEmpty(); from += BATCH) {
			List<RegistryChange> batch = changes.subList(from, Math.min(from + BATCH, changes.size()));
			byte[] news = Requests.write(Kind.CHANGES, batch.size() * 64,
					(writer) -> writer.writeAll(batch, (to, change) -> change.writeTo(to)));
			switch (this.hub.strategies().synchronization().channel()) {
				case MESSAGES -> spread(others, news);
				case REPLICATED_MAP -> this.hub.requests().broadcast(news);
			}
		}
	}

	/**
	 * Bring a message to nodes on the way that the strategy says.
	 */
	private void spread(List<HubNode> nodes, byte[] news) {
		Cluster cluster = this.hub.cluster();
		List<HubNode> present = nodes.stream().filter((node) -> cluster.member(node.id()) != null).toList();
		for (Relay relay : this.hub.strategies().synchronization().relays(present, this.hub.ports().random())) {
			String member = cluster.member(relay.node().id());
			if (member == null) {
				continue;
			}
			if (relay.others().isEmpty()) {
				this.hub.requests().tell(member, news);
			}
			else {
				this.hub.requests()
					.tell(member, Kind.RELAY, news.length + 24 * relay.others().size(),
							(writer) -> writer.writeAll(relay.others(), (to, node) -> to.writeString(node.id()))
								.writeBytes(news));
			}
		}
	}

	/**
	 * Take in a message, and pass it on to other nodes.
	 * @param message the ids of the nodes, and the message
	 */
	void relay(WireReader message) {
		Set<String> ids = new HashSet<>(message.readAll(WireFields::readName));
		byte[] news = message.readBytes();
		Frame frame = Frame.read(news);
		switch (frame.kind()) {
			case CHANGES -> changed(frame.body());
			case DIGESTS -> compare(frame.body());
			default -> throw new WireException("Message " + frame.kind() + " is not passed on");
		}
		spread(this.hub.cluster().others().stream().filter((node) -> ids.contains(node.id())).toList(), news);
	}

	/**
	 * Take in changes that another node has made.
	 * @param message the changes
	 */
	void changed(WireReader message) {
		message.readAll(RegistryChange::readFrom).forEach(this.hub.registry()::apply);
	}

	/**
	 * Fetch the whole directory.
	 * @return completes when the registry has it
	 */
	CompletionStage<?> load() {
		return fetch(Slots.all());
	}

	/**
	 * Fetch the whole directory, and have the other nodes look whether they know it, for
	 * two sides of it have come together.
	 * @return completes when the registry has it
	 */
	CompletionStage<Void> loadMerged() {
		return fetch(Slots.all()).thenAccept((replies) -> tellDigests(this.hub.cluster(), replies));
	}

	/**
	 * Bring the registry and slots of the directory together.
	 */
	private CompletionStage<Map<Integer, SlotReply>> fetch(Collection<Integer> slots) {
		return this.hub.directory().ask(slots, new SlotCommand.ReadAll()).thenApply((replies) -> {
			replies.forEach(this::merge);
			return replies;
		});
	}

	/**
	 * Tell the other nodes the digests of the slots that this node looks after.
	 * @return completes when they have been told
	 */
	CompletionStage<Void> tellDigests() {
		Cluster cluster = this.hub.cluster();
		List<Integer> own = slotsToLookAfter(cluster);
		boolean all = this.hub.strategies().synchronization().comparesOnEveryNode();
		return this.hub.directory().ask(all ? Slots.all() : own, new SlotCommand.Digest()).thenAccept((replies) -> {
			compare(replies);
			Map<Integer, SlotReply> told = new HashMap<>(replies);
			told.keySet().retainAll(own);
			tellDigests(cluster, told);
		});
	}

	private void tellDigests(Cluster cluster, Map<Integer, SlotReply> replies) {
		if (replies.isEmpty()) {
			return;
		}
		spread(cluster.others(), Requests.write(Kind.DIGESTS, replies.size() * 20, (writer) -> {
			writer.writeInt(replies.size());
			replies
				.forEach((slot, reply) -> writer.writeInt(slot).writeLong(reply.revision()).writeLong(reply.digest()));
		}));
	}

	/**
	 * Return the slots that this node looks after: each slot has one node that does, the
	 * one that holds it if every member of the cluster takes part in the hub.
	 * @param cluster the cluster
	 * @return the slots
	 */
	List<Integer> slotsToLookAfter(Cluster cluster) {
		List<HubNode> nodes = cluster.view().nodes();
		if (nodes.size() == this.hub.ports().membership().members().size()) {
			return this.hub.ports().directory().ownedSlots();
		}
		int rank = nodes.indexOf(cluster.view().local());
		List<Integer> slots = new ArrayList<>();
		for (int slot = 0; slot < Slots.COUNT; slot++) {
			if (slot % Math.max(1, nodes.size()) == rank) {
				slots.add(slot);
			}
		}
		return slots;
	}

	/**
	 * Compare with digests that another node has sent.
	 * @param message the digests
	 */
	void compare(WireReader message) {
		int count = message.readCount();
		Map<Integer, SlotReply> replies = new HashMap<>();
		for (int i = 0; i < count; i++) {
			int slot = message.readInt();
			SlotReply reply = new SlotReply(message.readLong(), 0, message.readLong(), List.of(), List.of());
			if (slot >= 0 && slot < Slots.COUNT) {
				replies.put(slot, reply);
			}
		}
		compare(replies);
	}

	private void compare(Map<Integer, SlotReply> digests) {
		boolean first;
		synchronized (this.suspects) {
			first = this.suspects.isEmpty();
			digests.forEach((slot, reply) -> {
				if (differs(slot, reply)) {
					this.suspects.add(slot);
				}
			});
			first &= !this.suspects.isEmpty();
		}
		if (first) {
			this.hub.ports()
				.scheduler()
				.schedule(SECOND_LOOK, () -> this.hub.ports().background().execute(this::lookAgain));
		}
	}

	private boolean differs(int slot, SlotReply reply) {
		return this.hub.registry().digest(slot) != reply.digest();
	}

	private void lookAgain() {
		Set<Integer> slots;
		synchronized (this.suspects) {
			slots = Set.copyOf(this.suspects);
			this.suspects.clear();
		}
		this.hub.directory().ask(slots, new SlotCommand.Digest()).thenAccept((replies) -> {
			List<Integer> different = new ArrayList<>();
			replies.forEach((slot, reply) -> {
				if (differs(slot, reply)) {
					different.add(slot);
				}
			});
			if (!different.isEmpty()) {
				fetch(different);
			}
		});
	}

	/**
	 * Bring the registry and a slot of the directory together. What the slot knows better
	 * is taken; what it cannot know of it has lost, and gets back.
	 */
	private void merge(int slot, SlotReply reply) {
		Map<String, ProcessRecord> there = new HashMap<>();
		for (ProcessRecord record : reply.records()) {
			there.put(record.id(), record);
			this.hub.registry().apply(RegistryChange.of(record));
		}
		List<SlotOperation> lost = new ArrayList<>();
		if (reply.unsure() > 0) {
			this.hub.registry()
				.removed(slot)
				.forEach((id, incarnation) -> lost.add(new SlotOperation.Bury(id, incarnation)));
		}
		for (RegistryChange known : this.hub.registry().snapshot(slot)) {
			ProcessRecord present = there.get(known.id());
			ProcessRecord record = known.record();
			if (known.revision() <= reply.revision() && known.revision() > reply.unsure()) {
				correct(known.id(), present, reply.revision());
			}
			else if (record != null && (present == null || present.revision() < record.revision())) {
				lost.add(new SlotOperation.Restore(record));
			}
		}
		if (!lost.isEmpty()) {
			// A replica can only be put back after its process
			lost.sort(Comparator.comparingInt((operation) -> ReplicaId.number(operation.id())));
			restore(lost);
		}
	}

	private void correct(String id, @Nullable ProcessRecord present, long slotRevision) {
		this.hub.registry()
			.correct((present != null) ? RegistryChange.of(present) : RegistryChange.removal(id, slotRevision),
					slotRevision);
	}

	private CompletionStage<Void> restore(List<SlotOperation> lost) {
		return this.hub.directory().change(lost).thenAccept((answers) -> {
			for (SlotOperation operation : lost) {
				DirectoryClient.Answer answer = answers.get(operation.id());
				if (answer != null && !answer.done()) {
					// It was removed, or is known better there
					correct(operation.id(), answer.outcome().present(), answer.slotRevision());
				}
			}
		});
	}

	/**
	 * Read what the directory says of processes that this node knows, and give it back
	 * those that it has lost.
	 * @param ids the process ids
	 * @return what it says of each, by process id
	 */
	CompletionStage<Map<String, DirectoryClient.Answer>> resolve(Collection<String> ids) {
		return this.hub.directory().read(ids).thenCompose((answers) -> {
			List<SlotOperation> lost = new ArrayList<>();
			answers.forEach((id, answer) -> {
				ProcessRecord known = this.hub.registry().get(id);
				if (known != null && answer.hasLost(known)) {
					lost.add(new SlotOperation.Restore(known));
				}
				else {
					learn(id, answer);
				}
			});
			return lost.isEmpty() ? CompletableFuture.completedStage(answers)
					: restore(lost).thenCompose((restored) -> this.hub.directory().read(ids));
		});
	}

	/**
	 * Take in what the directory says of a process. One that is missing there was
	 * removed, unless the directory has lost it: then it gets it back.
	 * @param id the process id
	 * @param answer what the directory says
	 * @return the process as it is, or {@code null} if it is no more
	 */
	@Nullable ProcessRecord learn(String id, DirectoryClient.Answer answer) {
		ProcessRecord known = this.hub.registry().get(id);
		if (known != null && answer.hasLost(known)) {
			restore(List.of(new SlotOperation.Restore(known)));
			return known;
		}
		ProcessRecord present = answer.outcome().present();
		correct(id, present, answer.slotRevision());
		return present;
	}

	/**
	 * Forget what this node knows, and fetch the whole directory: after a split has
	 * healed the revisions of this side mean nothing any more. What runs here and is not
	 * there is brought along, and so is what was removed on this side.
	 * @return completes when the registry is what the directory says
	 */
	CompletionStage<Void> startOver() {
		String member = this.hub.ports().membership().local();
		this.leftBehind.clear();
		return this.hub.directory().readAnew().thenCompose((replies) -> {
			Map<Integer, List<ProcessRecord>> rejoining = new HashMap<>();
			Map<Integer, Map<String, Long>> removed = new HashMap<>();
			replies.forEach((slot, reply) -> {
				Map<String, Long> buried = this.hub.registry().removed(slot);
				removed.put(slot, buried);
				rejoining.put(slot, running(slot, present(reply, buried)));
			});
			return this.hub.directory().rejoin(rejoining, removed, member).thenAccept((rejoined) -> {
				replies.forEach((slot, reply) -> replace(slot, reply, rejoined, removed.getOrDefault(slot, Map.of())));
				this.companions = Set.copyOf(this.hub.cluster().nodesById().keySet());
				this.hub.directory().witness(member);
			});
		});
	}

	/**
	 * Tell the directory of processes that run here under assignments which it has lost.
	 * @param records the processes
	 */
	void bringAlong(Collection<ProcessRecord> records) {
		this.hub.directory()
			.rejoin(records, this.hub.ports().membership().local())
			.thenAccept((answers) -> answers.forEach(this::learn));
	}

	private void replace(int slot, SlotReply reply, Map<String, DirectoryClient.Answer> rejoined,
			Map<String, Long> removed) {
		List<ProcessRecord> records = present(reply, removed);
		rejoined.forEach((id, answer) -> {
			ProcessRecord present = answer.outcome().present();
			if (present != null && Slots.of(id) == slot) {
				records.removeIf((record) -> record.id().equals(id));
				records.add(present);
			}
		});
		leaveBehind(slot, records);
		this.hub.registry().replace(slot, records, reply.revision());
	}

	private void leaveBehind(int slot, List<ProcessRecord> records) {
		for (RegistryChange known : this.hub.registry().snapshot(slot)) {
			ProcessRecord record = known.record();
			if (record != null) {
				this.leftBehind.put(known.id(), record);
			}
		}
		records.forEach((record) -> this.leftBehind.remove(record.id()));
	}

	/**
	 * Bring along what was left behind and its own node cannot bring along any more, as
	 * it is gone: it may have died before its part of the directory had arrived.
	 */
	void bringOrphans() {
		Map<String, HubNode> nodes = this.hub.cluster().nodesById();
		long left = this.companions.stream().filter(nodes::containsKey).count();
		if (2 * left <= this.companions.size()) {
			// Cut off again: who seems to be gone may know more
			this.leftBehind.clear();
			return;
		}
		this.leftBehind.keySet().removeIf((id) -> this.hub.registry().get(id) != null);
		List<ProcessRecord> orphans = this.leftBehind.values()
			.stream()
			.filter((record) -> !nodes.containsKey(record.node()) || isIdle(record))
			.toList();
		if (!orphans.isEmpty()) {
			bringAlong(orphans);
		}
	}

	/**
	 * Return whether a process is assigned to this node but does not run, as there was no
	 * quorum: then nothing but its record can be brought along.
	 */
	private boolean isIdle(ProcessRecord record) {
		return record.node().equals(this.hub.localNode().id()) && !this.hub.supervisor().contains(record.process())
				&& !this.hub.busy().contains(record.id());
	}

	/**
	 * Return what is in a slot, but for what is known here to have been removed.
	 */
	private static List<ProcessRecord> present(SlotReply reply, Map<String, Long> removed) {
		List<ProcessRecord> records = new ArrayList<>(reply.records());
		records.removeIf((record) -> removed.getOrDefault(record.id(), 0L) == record.incarnation());
		return records;
	}

	/**
	 * Return what runs here, unless it is on another node there.
	 */
	private List<ProcessRecord> running(int slot, List<ProcessRecord> records) {
		String local = this.hub.localNode().id();
		Map<String, ProcessRecord> there = new HashMap<>();
		records.forEach((record) -> there.put(record.id(), record));
		List<ProcessRecord> here = new ArrayList<>();
		for (RegistryChange known : this.hub.registry().snapshot(slot)) {
			ProcessRecord record = known.record();
			ProcessRecord present = there.get(known.id());
			Assignment assignment = this.hub.supervisor().assignment(ReplicaId.process(known.id()));
			if (record != null && assignment != null && record.node().equals(local)
					&& record.epoch() == assignment.epoch()
					&& (present == null || (present.node().equals(local) && present.epoch() != record.epoch()))) {
				here.add(record);
			}
		}
		return here;
	}

}
