/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.processhub.directory.Slot;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotReply;

/**
 * The cluster of one hub, in the memory of this JVM: its members and its directory.
 * Thread-safe.
 */
final class InMemoryCluster {

	private final Map<String, InMemoryMember> members = Collections.synchronizedMap(new LinkedHashMap<>());

	private final Map<Integer, Slot> slots = new HashMap<>();

	void join(InMemoryMember member) {
		this.members.put(member.local(), member);
		others(member).forEach(InMemoryMember::membersChanged);
	}

	void leave(InMemoryMember member) {
		this.members.remove(member.local(), member);
		others(member).forEach(InMemoryMember::membersChanged);
	}

	List<String> names() {
		synchronized (this.members) {
			return List.copyOf(this.members.keySet());
		}
	}

	@Nullable InMemoryMember member(String name) {
		return this.members.get(name);
	}

	List<InMemoryMember> others(InMemoryMember member) {
		synchronized (this.members) {
			List<InMemoryMember> others = new ArrayList<>(this.members.values());
			others.remove(member);
			return others;
		}
	}

	/**
	 * Carry out commands as their owner would, on copies, so that nothing is shared.
	 */
	Map<Integer, SlotReply> execute(Map<Integer, SlotCommand> commands) {
		Map<Integer, SlotReply> replies = new HashMap<>();
		commands.forEach((slot, command) -> replies.put(slot, execute(slot, SlotCommand.fromBytes(command.toBytes()))));
		return replies;
	}

	private SlotReply execute(int slot, SlotCommand command) {
		if (!command.isWitnessed(this.members::containsKey)) {
			throw new IllegalStateException("The sender of a command for slot " + slot + " has left the cluster");
		}
		synchronized (this.slots) {
			byte[] reply = this.slots.computeIfAbsent(slot, (key) -> new Slot()).execute(command).toBytes();
			return SlotReply.fromBytes(reply);
		}
	}

	/**
	 * Forget all that the directory holds.
	 */
	void clear() {
		synchronized (this.slots) {
			this.slots.clear();
		}
	}

}
