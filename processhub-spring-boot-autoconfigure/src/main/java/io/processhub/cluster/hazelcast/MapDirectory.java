/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.Partition;
import com.hazelcast.partition.PartitionService;
import org.jspecify.annotations.Nullable;

import io.processhub.ProcessUnavailableException;
import io.processhub.cluster.Directory;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotReply;
import io.processhub.directory.Slots;

/**
 * The directory in a map of slots: one entry processor for each command, all of them in
 * flight together.
 */
final class MapDirectory implements Directory {

	private final String hub;

	private final Executor callbackExecutor;

	private final PartitionService partitionService;

	private final Cluster cluster;

	private final IMap<Integer, SlotHolder> map;

	private final int backups;

	private final Partition[] partitions = new Partition[Slots.COUNT];

	MapDirectory(String hub, HazelcastInstance instance, Executor callbackExecutor) {
		this.hub = hub;
		this.callbackExecutor = callbackExecutor;
		this.partitionService = instance.getPartitionService();
		this.cluster = instance.getCluster();
		this.map = instance.getMap(HubObjects.directory(hub));
		this.backups = instance.getConfig().findMapConfig(HubObjects.directory(hub)).getTotalBackupCount();
		for (int slot = 0; slot < Slots.COUNT; slot++) {
			this.partitions[slot] = instance.getPartitionService().getPartition(slot);
		}
	}

	@Override
	public int slots() {
		return Slots.COUNT;
	}

	@Override
	public CompletionStage<Map<Integer, SlotReply>> execute(Map<Integer, SlotCommand> commands) {
		if (commands.isEmpty()) {
			return CompletableFuture.completedFuture(Map.of());
		}
		Execution execution = new Execution(new ArrayList<>(commands.keySet()));
		for (int i = 0; i < execution.slots.size(); i++) {
			Integer slot = execution.slots.get(i);
			submit(slot, commands.get(slot), i, execution);
		}
		return execution.result;
	}

	private void submit(Integer slot, @Nullable SlotCommand command, int index, Execution execution) {
		try {
			if (command == null || slot < 0 || slot >= Slots.COUNT) {
				throw new IllegalArgumentException("No slot " + slot + " or no command for it");
			}
			byte[] bytes = command.toBytes();
			this.map.submitToKey(slot, command.isQuestion() ? new SlotQuestion(bytes) : new SlotProcessor(bytes))
				.whenCompleteAsync((reply, failure) -> execution.arrived(index, reply, failure), Runnable::run);
		}
		catch (RuntimeException ex) {
			execution.arrived(index, null, ex);
		}
	}

	@Override
	public CompletionStage<Boolean> isSafe() {
		return CompletableFuture.supplyAsync(() -> hasShare() && this.partitionService.isClusterSafe(),
				this.callbackExecutor);
	}

	/**
	 * Return whether this member holds what it is to hold: right after it has joined the
	 * cluster counts as safe, because nothing has begun to move yet. What it holds need
	 * not be slots: in a large cluster some members have none.
	 */
	private boolean hasShare() {
		Set<Partition> partitions = this.partitionService.getPartitions();
		return this.cluster.getLocalMember().isLiteMember() || this.cluster.getMembers().size() > partitions.size()
				|| partitions.stream().anyMatch(MapDirectory::isLocal);
	}

	private static boolean isLocal(Partition partition) {
		Member owner = partition.getOwner();
		return owner != null && owner.localMember();
	}

	@Override
	public List<Integer> ownedSlots() {
		List<Integer> owned = new ArrayList<>();
		for (int slot = 0; slot < this.partitions.length; slot++) {
			if (isLocal(this.partitions[slot])) {
				owned.add(slot);
			}
		}
		return owned;
	}

	@Override
	public String signature() {
		return "backup count " + this.backups;
	}

	/**
	 * The commands of one call. Their replies arrive on threads of Hazelcast, which must
	 * not be held up; so the last one to arrive hands over to the executor.
	 */
	private final class Execution implements Runnable {

		private final List<Integer> slots;

		private final AtomicReferenceArray<Object> replies;

		private final AtomicInteger missing;

		private final CompletableFuture<Map<Integer, SlotReply>> result = new CompletableFuture<>();

		Execution(List<Integer> slots) {
			this.slots = slots;
			this.replies = new AtomicReferenceArray<>(slots.size());
			this.missing = new AtomicInteger(slots.size());
		}

		void arrived(int index, byte @Nullable [] reply, @Nullable Throwable failure) {
			this.replies.set(index,
					(reply != null) ? reply : (failure != null) ? failure : new IllegalStateException("No reply"));
			if (this.missing.decrementAndGet() == 0) {
				try {
					MapDirectory.this.callbackExecutor.execute(this);
				}
				catch (RejectedExecutionException ex) {
					run();
				}
			}
		}

		@Override
		public void run() {
			Map<Integer, SlotReply> bySlot = new HashMap<>();
			try {
				for (int i = 0; i < this.slots.size(); i++) {
					if (!(this.replies.get(i) instanceof byte[] reply)) {
						throw failed((Throwable) this.replies.get(i));
					}
					if (SlotProcessor.isRejection(reply)) {
						throw failed(new IllegalStateException("this node comes from another side of the cluster"));
					}
					bySlot.put(this.slots.get(i), SlotReply.fromBytes(reply));
				}
			}
			catch (RuntimeException ex) {
				this.result.completeExceptionally(ex);
				return;
			}
			this.result.complete(bySlot);
		}

		private ProcessUnavailableException failed(Throwable failure) {
			String hub = MapDirectory.this.hub;
			return new ProcessUnavailableException(hub, null, "The directory of hub '" + hub
					+ "' did not carry out a command; try again (" + failure.getMessage() + ")", failure);
		}

	}

}
