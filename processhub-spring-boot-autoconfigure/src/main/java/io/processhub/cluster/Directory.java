/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotReply;

/**
 * The port to the directory of a hub: the backed-up, slotted record of what should run
 * where. Each command is one atomic step on its slot; a command that changed something is
 * acknowledged once the backup has it. A change whose witness is not a member where it
 * arrives is rejected. Thread-safe; never blocks. Stages complete on any thread.
 *
 * @since 0.1.0
 */
public interface Directory {

	/**
	 * Return the number of slots, the same on every node for ever.
	 * @return the number of slots
	 */
	int slots();

	/**
	 * Carry out a command on each of some slots, all at once. A command may be carried
	 * out more than once if a member dies meanwhile.
	 * @param commands the commands by slot
	 * @return the replies by slot; fails as a whole if any slot failed, though others may
	 * have been changed
	 */
	CompletionStage<Map<Integer, SlotReply>> execute(Map<Integer, SlotCommand> commands);

	/**
	 * Return whether every slot has all its copies now, so that it survives the end of
	 * any member.
	 * @return whether it has
	 */
	CompletionStage<Boolean> isSafe();

	/**
	 * Return the slots that this member is the owner of now: every slot has one owner in
	 * a settled cluster.
	 * @return the slots
	 */
	List<Integer> ownedSlots();

	/**
	 * Return the settings of the directory that should be the same on all members.
	 * @return a short text, which is shown to the user
	 */
	default String signature() {
		return "";
	}

}
