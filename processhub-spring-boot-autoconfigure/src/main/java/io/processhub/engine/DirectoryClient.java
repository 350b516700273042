/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.springframework.util.Assert;

import io.processhub.cluster.Directory;
import io.processhub.cluster.Membership;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.SlotReply;
import io.processhub.directory.SlotReply.Outcome;
import io.processhub.directory.Slots;
import io.processhub.registry.Registry;

/**
 * Sends changes and questions about many ids to the directory, one command for each slot
 * that they touch.
 */
final class DirectoryClient {

	private final Directory directory;

	private final Registry registry;

	private final Membership membership;

	/**
	 * The member that this node was when the registry was filled. After a merge of two
	 * sides it is another: until the registry is filled again, this node knows nothing of
	 * the directory, and changes nothing there.
	 */
	private volatile String witness;

	private volatile int lineage;

	DirectoryClient(Directory directory, Registry registry, Membership membership) {
		this.directory = directory;
		this.registry = registry;
		this.membership = membership;
		this.witness = membership.local();
	}

	/**
	 * Note that the registry was filled anew.
	 * @param member the member that this node was
	 */
	void witness(String member) {
		this.lineage++;
		this.witness = member;
	}

	/**
	 * Return what to tell later whether things are still what the directory said now.
	 * @return the lineage
	 */
	int lineage() {
		return this.lineage;
	}

	/**
	 * Return whether what the directory said is still of the same directory, rather than
	 * of that of another side of the cluster.
	 * @param lineage what {@link #lineage} returned then
	 * @return whether it is to be acted on
	 */
	boolean isCurrent(int lineage) {
		return this.lineage == lineage && this.witness.equals(this.membership.local());
	}

	/**
	 * Carry out changes. Of those of one id, all in one step.
	 * @param operations the changes
	 * @return what came of each, or of the last one of an id, by process id
	 */
	CompletionStage<Map<String, Answer>> change(Collection<? extends SlotOperation> operations) {
		Map<Integer, List<SlotOperation>> bySlot = group(operations, SlotOperation::id);
		Map<Integer, SlotCommand> commands = new HashMap<>();
		String known = this.witness;
		bySlot.forEach((slot, changes) -> commands.put(slot,
				new SlotCommand.Change(this.registry.revision(slot), known, changes)));
		return execute(commands).thenApply((replies) -> {
			Map<String, Answer> answers = new HashMap<>(operations.size() * 2);
			bySlot.forEach((slot, changes) -> putAll(answers, changes.stream().map(SlotOperation::id).toList(),
					reply(replies, slot)));
			return answers;
		});
	}

	/**
	 * Tell the slots of processes that run here under assignments which they have lost.
	 * @param records the processes
	 * @param member the member that this node is now
	 * @return what came of each, by process id
	 */
	CompletionStage<Map<String, Answer>> rejoin(Collection<ProcessRecord> records, String member) {
		return rejoin(group(records, ProcessRecord::id), Map.of(), member);
	}

	/**
	 * Bring along from another side of the cluster what runs here, and what was removed
	 * there.
	 * @param bySlot the processes, for every slot
	 * @param removed the incarnations that were removed, by process id and slot
	 * @param member the member that this node is now
	 * @return what came of each process, by its id
	 */
	CompletionStage<Map<String, Answer>> rejoin(Map<Integer, List<ProcessRecord>> bySlot,
			Map<Integer, Map<String, Long>> removed, String member) {
		Map<Integer, SlotCommand> commands = new HashMap<>();
		bySlot.forEach((slot, records) -> commands.put(slot, new SlotCommand.Rejoin(this.registry.revision(slot),
				member, records, removed.getOrDefault(slot, Map.of()))));
		return this.directory.execute(commands).thenApply((replies) -> {
			Map<String, Answer> answers = new HashMap<>();
			bySlot.forEach((slot, records) -> putAll(answers, records.stream().map(ProcessRecord::id).toList(),
					reply(replies, slot)));
			return answers;
		});
	}

	private static void putAll(Map<String, Answer> answers, List<String> ids, SlotReply reply) {
		for (int i = 0; i < ids.size(); i++) {
			answers.put(ids.get(i), new Answer(reply.outcomes().get(i), reply.revision(), reply.unsure()));
		}
	}

	/**
	 * Read records.
	 * @param ids the process ids
	 * @return what the directory says of each, by process id
	 */
	CompletionStage<Map<String, Answer>> read(Collection<String> ids) {
		Map<Integer, List<String>> bySlot = group(ids, Function.identity());
		Map<Integer, SlotCommand> commands = new HashMap<>();
		bySlot.forEach((slot, members) -> commands.put(slot, new SlotCommand.Read(members)));
		return execute(commands).thenApply((replies) -> {
			Map<String, Answer> answers = new HashMap<>(ids.size() * 2);
			bySlot.forEach((slot, members) -> {
				SlotReply reply = reply(replies, slot);
				members.forEach((id) -> answers.put(id,
						new Answer(new Outcome(false, 0, 0, null, null), reply.revision(), reply.unsure())));
				reply.records()
					.forEach((record) -> answers.put(record.id(),
							new Answer(new Outcome(true, record.epoch(), record.revision(), record.handover(), record),
									reply.revision(), reply.unsure())));
			});
			return answers;
		});
	}

	/**
	 * Ask each of some slots the same.
	 * @param slots the slots
	 * @param question the question
	 * @return the replies by slot
	 */
	CompletionStage<Map<Integer, SlotReply>> ask(Collection<Integer> slots, SlotCommand question) {
		return execute(toAll(slots, question));
	}

	/**
	 * Read the whole directory anew, whatever this node knows of it.
	 * @return the replies by slot
	 */
	CompletionStage<Map<Integer, SlotReply>> readAnew() {
		return this.directory.execute(toAll(Slots.all(), new SlotCommand.ReadAll()));
	}

	private static Map<Integer, SlotCommand> toAll(Collection<Integer> slots, SlotCommand question) {
		Map<Integer, SlotCommand> commands = new HashMap<>();
		slots.forEach((slot) -> commands.put(slot, question));
		return commands;
	}

	private CompletionStage<Map<Integer, SlotReply>> execute(Map<Integer, SlotCommand> commands) {
		return this.directory.execute(commands).thenApply((replies) -> {
			// What another side says of what runs here is not to be acted on
			Assert.state(this.witness.equals(this.membership.local()),
					"This node comes from another side of the cluster, and does not know this one yet");
			return replies;
		});
	}

	private static SlotReply reply(Map<Integer, SlotReply> replies, int slot) {
		SlotReply reply = replies.get(slot);
		if (reply == null) {
			throw new IllegalStateException("No reply from slot " + slot + " of the directory");
		}
		return reply;
	}

	private static <T> Map<Integer, List<T>> group(Collection<? extends T> elements, Function<T, String> id) {
		Map<Integer, List<T>> bySlot = new HashMap<>();
		for (T element : elements) {
			bySlot.computeIfAbsent(Slots.of(id.apply(element)), (slot) -> new ArrayList<>()).add(element);
		}
		return bySlot;
	}

	/**
	 * What the directory says about an id.
	 *
	 * @param outcome what came of the change, or the record that was read
	 * @param slotRevision the revision of the slot: what is missing there was removed by
	 * then, unless it is unsure
	 * @param unsure the revision up to which the slot may lack records, because it was
	 * lost once
	 */
	record Answer(Outcome outcome, long slotRevision, long unsure) {

		boolean done() {
			return this.outcome.done();
		}

		/**
		 * Return whether the directory has lost a process, rather than had it removed.
		 * @param known the process as this node knows it
		 * @return whether it is missing there, and the slot does not know all that this
		 * node knows of it
		 */
		boolean hasLost(ProcessRecord known) {
			return this.outcome.present() == null
					&& (known.revision() > this.slotRevision || known.revision() <= this.unsure);
		}

	}

}
