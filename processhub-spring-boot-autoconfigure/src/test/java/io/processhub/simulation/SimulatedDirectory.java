/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.processhub.cluster.Directory;
import io.processhub.directory.Slot;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotReply;
import io.processhub.directory.Slots;

/**
 * The directory as one member gets at it: a command goes to the owner of its slot and
 * from there to the backup, and is acknowledged when both have it. One whose owner dies
 * is sent again to the next.
 */
final class SimulatedDirectory implements Directory {

	private static final int LANE = -1;

	private static final long RETRY_NANOS = 20_000_000;

	/**
	 * When a backup is made that nobody waits for.
	 */
	private static final long LAZY_BACKUP_NANOS = 300_000_000;

	private static final long BACKUP_TIMEOUT_NANOS = 1_000_000_000;

	private final SimulatedMember member;

	private final SimulatedWorld world;

	private final SimulatedNetwork network;

	private final boolean awaitingBackups;

	private final Set<Invocation> pending = new LinkedHashSet<>();

	SimulatedDirectory(SimulatedMember member, SimulatedWorld world, SimulatedNetwork network,
			boolean awaitingBackups) {
		this.member = member;
		this.world = world;
		this.network = network;
		this.awaitingBackups = awaitingBackups;
	}

	@Override
	public int slots() {
		return Slots.COUNT;
	}

	@Override
	public CompletionStage<Map<Integer, SlotReply>> execute(Map<Integer, SlotCommand> commands) {
		CompletableFuture<Map<Integer, SlotReply>> result = new CompletableFuture<>();
		Map<Integer, SlotReply> replies = new HashMap<>();
		if (commands.isEmpty()) {
			result.complete(replies);
		}
		new TreeMap<>(commands).forEach((slot, command) -> {
			Invocation invocation = new Invocation(slot, command.toBytes(), command.isQuestion(), (reply) -> {
				replies.put(slot, SlotReply.fromBytes(reply));
				if (replies.size() == commands.size()) {
					result.complete(replies);
				}
			}, result);
			this.pending.add(invocation);
			invocation.send();
		});
		return result;
	}

	@Override
	public CompletionStage<Boolean> isSafe() {
		SimulatedSide side = this.member.side();
		boolean share = !ownedSlots().isEmpty() || side.members().size() > Slots.COUNT;
		return CompletableFuture.completedFuture(side.isSafe() && share);
	}

	@Override
	public List<Integer> ownedSlots() {
		SimulatedSide side = this.member.side();
		return IntStream.range(0, Slots.COUNT).filter((slot) -> side.owner(slot) == this.member).boxed().toList();
	}

	/**
	 * Send again what was on its way to members that are not there any more. What waits
	 * for a backup on another counts as backed up when any member has left, as with the
	 * cluster library.
	 * @param left whether a member has left
	 */
	void membersChanged(boolean left) {
		for (Invocation invocation : new ArrayList<>(this.pending)) {
			if (invocation.target != null && !this.member.sees(invocation.target)) {
				invocation.send();
			}
			else if (left) {
				invocation.endWithoutBackup();
			}
		}
	}

	/**
	 * Fail what is on its way, as the cluster library does when the member joins another
	 * side.
	 */
	void reset() {
		List<Invocation> failed = new ArrayList<>(this.pending);
		this.pending.clear();
		failed.forEach((invocation) -> this.world.at(this.world.between(10, 1000), this.member.whileAlive(
				() -> invocation.result.completeExceptionally(new IllegalStateException("The member was reset")))));
	}

	/**
	 * A command on its way.
	 */
	private final class Invocation {

		private final int slot;

		private final byte[] command;

		private final boolean question;

		private final Consumer<byte[]> reply;

		private final CompletableFuture<?> result;

		private @Nullable SimulatedMember target;

		private int attempt;

		private byte @Nullable [] response;

		private boolean backupAcknowledged;

		Invocation(int slot, byte[] command, boolean question, Consumer<byte[]> reply, CompletableFuture<?> result) {
			this.slot = slot;
			this.command = command;
			this.question = question;
			this.reply = reply;
			this.result = result;
		}

		void send() {
			if (!SimulatedDirectory.this.pending.contains(this)) {
				return;
			}
			SimulatedMember from = SimulatedDirectory.this.member;
			SimulatedMember to = from.side().owner(this.slot);
			int current = ++this.attempt;
			this.response = null;
			this.backupAcknowledged = false;
			this.target = to;
			if (to == null) {
				retry(current);
				return;
			}
			String caller = from.local();
			SimulatedDirectory.this.network.sendSurely(from, to, LANE, "directory command", this.command.length + 60,
					() -> arrive(to, caller, current));
		}

		private void retry(int current) {
			SimulatedDirectory.this.world.at(RETRY_NANOS, SimulatedDirectory.this.member.whileAlive(() -> {
				if (this.attempt == current) {
					send();
				}
			}));
		}

		private void arrive(SimulatedMember owner, String caller, int current) {
			SimulatedMember from = SimulatedDirectory.this.member;
			SimulatedSide side = owner.side();
			Slot copy = owner.copies().get(this.slot);
			if (!owner.sees(caller) || side.owner(this.slot) != owner || copy == null) {
				respond(owner, 0, () -> retry(current), current);
				return;
			}
			SlotCommand decoded = SlotCommand.fromBytes(this.command);
			if (!decoded.isWitnessed(owner::sees)) {
				respond(owner, 0, () -> reject(current), current);
				return;
			}
			byte[] answer = copy.execute(decoded).toBytes();
			SimulatedMember backup = this.question ? null : side.backup(this.slot);
			boolean awaited = backup != null && SimulatedDirectory.this.awaitingBackups;
			if (awaited) {
				back(owner, backup, side, decoded, current);
			}
			else if (backup != null) {
				owner.later(LAZY_BACKUP_NANOS, () -> back(owner, backup, side, decoded, current));
			}
			respond(owner, answer.length, () -> {
				this.response = answer;
				this.backupAcknowledged |= !awaited;
				finish(current);
				if (awaited) {
					SimulatedDirectory.this.world.at(BACKUP_TIMEOUT_NANOS, from.whileAlive(() -> {
						if (this.attempt == current) {
							endWithoutBackup();
						}
					}));
				}
			}, current);
		}

		private void endWithoutBackup() {
			SimulatedMember owner = this.target;
			if (owner != null && SimulatedDirectory.this.member.sees(owner)) {
				this.backupAcknowledged = true;
				finish(this.attempt);
			}
		}

		private void back(SimulatedMember owner, SimulatedMember backup, SimulatedSide side, SlotCommand decoded,
				int current) {
			SimulatedMember from = SimulatedDirectory.this.member;
			String sender = owner.local();
			SimulatedDirectory.this.network.sendSurely(owner, backup, LANE, "directory backup",
					this.command.length + 60, () -> {
						Slot copy = backup.copies().get(this.slot);
						if (!backup.sees(sender)) {
							// Refused, and as with the cluster library nobody is told
							return;
						}
						boolean holder = side.backup(this.slot) == backup || side.owner(this.slot) == backup;
						if (holder && copy != null) {
							copy.execute(decoded);
						}
						SimulatedDirectory.this.network.sendSurely(backup, from, LANE, "directory backup", 40, () -> {
							this.backupAcknowledged = true;
							finish(current);
						});
					});
		}

		private void respond(SimulatedMember owner, int size, Runnable response, int current) {
			SimulatedMember from = SimulatedDirectory.this.member;
			SimulatedDirectory.this.network.sendSurely(owner, from, LANE, "directory reply", size + 60, () -> {
				if (this.attempt == current) {
					response.run();
				}
			});
		}

		private void reject(int current) {
			if (this.attempt == current && SimulatedDirectory.this.pending.remove(this)) {
				this.attempt++;
				this.result.completeExceptionally(new IllegalStateException("From another side"));
			}
		}

		private void finish(int current) {
			byte[] answer = this.response;
			if (this.attempt == current && answer != null && this.backupAcknowledged
					&& SimulatedDirectory.this.pending.remove(this)) {
				this.attempt++;
				SimulatedDirectory.this.world.at(SimulatedDirectory.this.world.between(1, 300),
						SimulatedDirectory.this.member.whileAlive(() -> this.reply.accept(answer)));
			}
		}

	}

}
