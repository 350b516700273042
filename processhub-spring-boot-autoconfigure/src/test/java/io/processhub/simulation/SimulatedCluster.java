/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.processhub.cluster.Lane;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.Slot;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotReply;

/**
 * The members of a simulated cluster, the network between them, and the directory that
 * they share.
 */
final class SimulatedCluster {

	private final SimulatedWorld world;

	private final Ledger ledger;

	private final Map<String, SimulatedMember> members = new LinkedHashMap<>();

	private final Map<Integer, Slot> slots = new TreeMap<>();

	private final Map<String, Long> lanes = new HashMap<>();

	private int made;

	SimulatedCluster(SimulatedWorld world) {
		this.world = world;
		this.ledger = new Ledger();
	}

	SimulatedWorld world() {
		return this.world;
	}

	Ledger ledger() {
		return this.ledger;
	}

	List<SimulatedMember> members() {
		return new ArrayList<>(this.members.values());
	}

	List<String> memberNames() {
		return new ArrayList<>(this.members.keySet());
	}

	/**
	 * Add a member and start its hub.
	 */
	SimulatedMember join() {
		SimulatedMember member = new SimulatedMember(this, "m" + this.made++);
		this.members.put(member.name(), member);
		membersChanged();
		member.start();
		return member;
	}

	/**
	 * End a member without warning. The others notice after a while.
	 */
	void crash(SimulatedMember member) {
		member.kill();
		this.world.at(this.world.between(10_000, 400_000), () -> {
			this.members.remove(member.name());
			membersChanged();
		});
	}

	/**
	 * Let a member leave in order.
	 */
	void leave(SimulatedMember member) {
		member.stop().whenComplete((left, failure) -> this.world.at(this.world.between(1000, 50_000), () -> {
			member.kill();
			this.members.remove(member.name());
			membersChanged();
		}));
	}

	private void membersChanged() {
		this.members.values().forEach((member) -> this.world.at(this.world.between(10, 5000), member::membersChanged));
	}

	void send(SimulatedMember from, String to, Lane lane, int key, byte[] message) {
		String path = from.name() + ">" + to + "/" + lane + "/" + key;
		long arrival = Math.max(this.world.now() + this.world.between(30, 3000).toNanos(),
				this.lanes.getOrDefault(path, 0L) + 1);
		this.lanes.put(path, arrival);
		this.world.at(Duration.ofNanos(arrival - this.world.now()), () -> {
			SimulatedMember receiver = this.members.get(to);
			if (receiver != null) {
				receiver.receive(from.name(), lane, message);
			}
		});
	}

	CompletionStage<Map<Integer, SlotReply>> execute(SimulatedMember from, Map<Integer, SlotCommand> commands) {
		CompletableFuture<Map<Integer, SlotReply>> result = new CompletableFuture<>();
		Map<Integer, SlotReply> replies = new HashMap<>();
		if (commands.isEmpty()) {
			result.complete(replies);
		}
		new TreeMap<>(commands).forEach((slot, command) -> this.world.at(this.world.between(30, 2000), () -> {
			byte[] reply = this.slots.computeIfAbsent(slot, (key) -> new Slot())
				.execute(SlotCommand.fromBytes(command.toBytes()))
				.toBytes();
			this.world.at(this.world.between(30, 2000), from.whileAlive(() -> {
				replies.put(slot, SlotReply.fromBytes(reply));
				if (replies.size() == commands.size()) {
					result.complete(replies);
				}
			}));
		}));
		return result;
	}

	/**
	 * Return what the directory says.
	 */
	Map<String, ProcessRecord> directory() {
		Map<String, ProcessRecord> records = new TreeMap<>();
		this.slots.values()
			.forEach((slot) -> slot.execute(new SlotCommand.ReadAll())
				.records()
				.forEach((record) -> records.put(record.id(), record.stripped())));
		return records;
	}

}
