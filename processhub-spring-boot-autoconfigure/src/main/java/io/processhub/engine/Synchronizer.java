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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.SlotReply;
import io.processhub.directory.Slots;
import io.processhub.registry.RegistryChange;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * Keeps the registries equal to the directory: sends the changes that this node makes to
 * the others, compares digests now and then, and fetches the slots that differ.
 */
final class Synchronizer {

	private static final int BATCH = 8192;

	private static final Duration SECOND_LOOK = Duration.ofMillis(500);

	private final Hub hub;

	private final Set<Integer> suspects = new HashSet<>();

	Synchronizer(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Tell the other nodes of changes that this node has made.
	 * @param changes the changes
	 */
	void publish(List<RegistryChange> changes) {
		if (changes.isEmpty()) {
			return;
		}
		Cluster cluster = this.hub.cluster();
		List<HubNode> recipients = this.hub.strategies()
			.synchronization()
			.recipients(cluster.others(), this.hub.ports().random());
		for (int from = 0; from < changes.size(); from += BATCH) {
			List<RegistryChange> batch = changes.subList(from, Math.min(from + BATCH, changes.size()));
			tell(cluster, recipients, Kind.CHANGES, batch.size() * 64,
					(writer) -> writer.writeAll(batch, (to, change) -> change.writeTo(to)));
		}
	}

	private void tell(Cluster cluster, List<HubNode> recipients, Kind kind, int expectedSize,
			Consumer<WireWriter> body) {
		for (HubNode recipient : recipients) {
			String member = cluster.member(recipient.id());
			if (member != null) {
				this.hub.requests().tell(member, kind, expectedSize, body);
			}
		}
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
	CompletionStage<Void> load() {
		return readAll().thenAccept((replies) -> replies.forEach(this::merge));
	}

	private CompletionStage<Map<Integer, SlotReply>> readAll() {
		List<Integer> all = IntStream.range(0, Slots.COUNT).boxed().toList();
		return this.hub.directory().ask(all, new SlotCommand.ReadAll());
	}

	/**
	 * Tell the other nodes the digests of the slots that this node looks after.
	 * @return completes when they have been told
	 */
	CompletionStage<Void> tellDigests() {
		Cluster cluster = this.hub.cluster();
		return this.hub.directory().ask(slotsToLookAfter(cluster), new SlotCommand.Digest()).thenAccept((replies) -> {
			compare(replies);
			tell(cluster, cluster.others(), Kind.DIGESTS, replies.size() * 20, (writer) -> {
				writer.writeInt(replies.size());
				replies.forEach(
						(slot, reply) -> writer.writeInt(slot).writeLong(reply.revision()).writeLong(reply.digest()));
			});
		});
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
		this.hub.directory().ask(slots, new SlotCommand.Digest()).thenCompose((replies) -> {
			List<Integer> different = new ArrayList<>();
			replies.forEach((slot, reply) -> {
				if (differs(slot, reply)) {
					different.add(slot);
				}
			});
			return repair(different);
		});
	}

	private CompletionStage<Void> repair(Collection<Integer> slots) {
		if (slots.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		return this.hub.directory()
			.ask(slots, new SlotCommand.ReadAll())
			.thenAccept((replies) -> replies.forEach(this::merge));
	}

	/**
	 * Bring the registry and a slot of the directory together. What the slot has and the
	 * registry lacks, or has older, is taken; what the registry has and the slot lacks
	 * was removed, unless the slot cannot know of it: then it has lost it, and gets it
	 * back.
	 */
	private void merge(int slot, SlotReply reply) {
		Map<String, ProcessRecord> there = new HashMap<>();
		for (ProcessRecord record : reply.records()) {
			there.put(record.id(), record);
			this.hub.registry().apply(RegistryChange.of(record));
		}
		List<SlotOperation> lost = new ArrayList<>();
		for (RegistryChange known : this.hub.registry().snapshot(slot)) {
			ProcessRecord present = there.get(known.id());
			boolean newer = present == null || present.revision() < known.revision();
			boolean unknownThere = known.revision() > reply.revision() || known.revision() <= reply.unsure();
			if (!newer || (present == null && known.record() == null)) {
				continue;
			}
			if (!unknownThere) {
				this.hub.registry().correct(known, change(known.id(), present, reply.revision()));
			}
			else if (known.record() == null) {
				lost.add(new SlotOperation.Bury(known.id(), known.revision()));
			}
			else {
				lost.add(new SlotOperation.Restore(known.record()));
			}
		}
		if (!lost.isEmpty()) {
			restore(lost);
		}
	}

	private static RegistryChange change(String id, @Nullable ProcessRecord present, long revision) {
		return (present != null) ? RegistryChange.of(present) : RegistryChange.removal(id, revision);
	}

	private CompletionStage<Void> restore(List<SlotOperation> lost) {
		return this.hub.directory().change(lost).thenAccept((answers) -> {
			for (SlotOperation operation : lost) {
				DirectoryClient.Answer answer = answers.get(operation.id());
				if (answer != null && !answer.done()) {
					learn(operation.id(), answer);
				}
			}
		});
	}

	/**
	 * Take in what the directory says of a process. One that is missing there was
	 * removed, unless the directory has lost it: then it gets it back.
	 * @param id the process id
	 * @param answer what the directory says
	 */
	void learn(String id, DirectoryClient.Answer answer) {
		ProcessRecord present = answer.outcome().present();
		ProcessRecord known = this.hub.registry().get(id);
		long there = (present != null) ? present.revision() : answer.outcome().revision();
		if (known == null || known.revision() <= there || known.revision() > answer.slotRevision()) {
			this.hub.registry().apply(change(id, present, answer.slotRevision()));
		}
		else if (known.revision() <= answer.unsure()) {
			restore(List.of(new SlotOperation.Restore(known)));
		}
		else {
			this.hub.registry().correct(RegistryChange.of(known), change(id, present, answer.slotRevision()));
		}
	}

	/**
	 * Forget what this node knows, and fetch the whole directory: after a split has
	 * healed the revisions of this side mean nothing any more.
	 * @return completes when the registry is what the directory says
	 */
	CompletionStage<Void> startOver() {
		return readAll().thenAccept((replies) -> replies
			.forEach((slot, reply) -> this.hub.registry().replace(slot, reply.records(), reply.revision())));
	}

}
