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

import io.processhub.cluster.Directory;
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

	DirectoryClient(Directory directory, Registry registry) {
		this.directory = directory;
		this.registry = registry;
	}

	/**
	 * Carry out changes, one for each id at most.
	 * @param operations the changes
	 * @return what came of each, by process id
	 */
	CompletionStage<Map<String, Answer>> change(Collection<? extends SlotOperation> operations) {
		Map<Integer, List<SlotOperation>> bySlot = group(operations, SlotOperation::id);
		Map<Integer, SlotCommand> commands = new HashMap<>();
		bySlot.forEach(
				(slot, changes) -> commands.put(slot, new SlotCommand.Change(this.registry.revision(slot), changes)));
		return this.directory.execute(commands).thenApply((replies) -> {
			Map<String, Answer> answers = new HashMap<>(operations.size() * 2);
			bySlot.forEach((slot, changes) -> {
				SlotReply reply = reply(replies, slot);
				for (int i = 0; i < changes.size(); i++) {
					answers.put(changes.get(i).id(),
							new Answer(reply.outcomes().get(i), reply.revision(), reply.unsure()));
				}
			});
			return answers;
		});
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
		return this.directory.execute(commands).thenApply((replies) -> {
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
		Map<Integer, SlotCommand> commands = new HashMap<>();
		slots.forEach((slot) -> commands.put(slot, question));
		return this.directory.execute(commands);
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

	}

}
