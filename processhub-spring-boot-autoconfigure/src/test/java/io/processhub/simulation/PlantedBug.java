/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.processhub.cluster.Directory;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.SlotReply;
import io.processhub.directory.SlotReply.Outcome;
import io.processhub.directory.Slots;
import io.processhub.supervisor.MessageHandlers;

/**
 * Mistakes that the engine could make, made for it by what it is plugged into. Each must
 * be found by the simulation; if one is not, the simulation has become blunt.
 */
enum PlantedBug {

	/** Processes are run without being claimed in the directory first. */
	SKIP_THE_CLAIM {
		@Override
		Directory directory(Directory directory, SimulatedCluster cluster) {
			return new Rewriting(directory, UnaryOperator.identity(), (operation, outcome) -> {
				boolean refused = operation instanceof SlotOperation.Claim && !outcome.done();
				ProcessRecord present = outcome.present();
				return (refused && present != null)
						? new Outcome(true, present.epoch() + 1, present.revision() + 1, null, null) : outcome;
			});
		}
	},

	/** A node takes itself for the owner though the epoch was not the expected one. */
	FORGET_THE_EPOCH_CHECK {
		@Override
		Directory directory(Directory directory, SimulatedCluster cluster) {
			return new Rewriting(directory, UnaryOperator.identity(), (operation, outcome) -> {
				ProcessRecord present = outcome.present();
				return (operation instanceof SlotOperation.Assign assign && !outcome.done() && present != null)
						? new Outcome(true, present.epoch(), present.revision(), null,
								new ProcessRecord(present.spec(), assign.node(), present.incarnation(), present.epoch(),
										present.revision(), present.state(), present.restarts(), assign.token(), null))
						: outcome;
			});
		}
	},

	/** Nobody looks for what events have missed: orphans, and registries that differ. */
	DROP_THE_SWEEPS {
		@Override
		Directory directory(Directory directory, SimulatedCluster cluster) {
			return new Rewriting(directory, UnaryOperator.identity(), (operation, outcome) -> outcome) {

				@Override
				public CompletionStage<Map<Integer, SlotReply>> execute(Map<Integer, SlotCommand> commands) {
					boolean sweep = commands.values()
						.stream()
						.anyMatch((command) -> command instanceof SlotCommand.ReadOrphans
								|| command instanceof SlotCommand.Digest);
					return sweep ? CompletableFuture.completedFuture(Map.of()) : super.execute(commands);
				}

			};
		}
	},

	/** Changes are acknowledged before the backup has them. */
	ACKNOWLEDGE_BEFORE_THE_BACKUP {
		@Override
		boolean awaitsBackups() {
			return false;
		}
	},

	/** Messages go to the copy that has handed its state over already. */
	DELIVER_TO_THE_OLD_COPY {
		@Override
		MessageHandlers handlers(SimulatedMember member, Map<String, SimulatedTwin> latest) {
			return MessageHandlers.forAll((instance, message, context) -> {
				SimulatedTwin twin = (SimulatedTwin) instance;
				SimulatedTwin before = latest.put(context.id(), twin);
				return ((before != null && before != twin) ? before : twin).handle((Long) message);
			});
		}
	},

	/** Removals do not reach the directory. */
	RESURRECT_AFTER_A_STOP {
		@Override
		Directory directory(Directory directory, SimulatedCluster cluster) {
			return new Rewriting(directory, UnaryOperator.identity(), (operation, outcome) -> {
				ProcessRecord removed = outcome.present();
				boolean unlucky = operation instanceof SlotOperation.Remove && outcome.done()
						&& cluster.world().chance(0.1);
				if (unlucky && removed != null) {
					directory.execute(Map.of(Slots.of(removed.id()),
							new SlotCommand.Change(0, List.of(new SlotOperation.Claim(removed.spec(), removed.node(),
									cluster.world().random().nextLong() | 1)))));
				}
				return outcome;
			});
		}
	},

	/** The state stays behind when a process moves. */
	LOSE_THE_STATE_OF_A_MOVE {
		@Override
		Directory directory(Directory directory, SimulatedCluster cluster) {
			return new Rewriting(directory,
					(operation) -> (operation instanceof SlotOperation.Assign assign && assign.handover() != null)
							? new SlotOperation.Assign(assign.id(), assign.expectedEpoch(), assign.node(),
									assign.token(), null)
							: operation,
					(operation, outcome) -> outcome);
		}
	};

	Directory directory(Directory directory, SimulatedCluster cluster) {
		return directory;
	}

	boolean awaitsBackups() {
		return true;
	}

	@Nullable MessageHandlers handlers(SimulatedMember member, Map<String, SimulatedTwin> latest) {
		return null;
	}

	/**
	 * Return nodes that make the mistake.
	 */
	SimulationPlan plan() {
		return new SimulationPlan() {

			private final Map<SimulatedCluster, Map<String, SimulatedTwin>> latest = new WeakHashMap<>();

			@Override
			Directory directory(SimulatedCluster cluster, Directory directory) {
				return PlantedBug.this.directory(directory, cluster);
			}

			@Override
			boolean awaitsBackups() {
				return PlantedBug.this.awaitsBackups();
			}

			@Override
			synchronized MessageHandlers handlers(SimulatedMember member) {
				MessageHandlers handlers = PlantedBug.this.handlers(member,
						this.latest.computeIfAbsent(member.cluster(), (cluster) -> new HashMap<>()));
				return (handlers != null) ? handlers : super.handlers(member);
			}

		};
	}

	/**
	 * A directory that carries out something else than it was told, or says so.
	 */
	private static class Rewriting implements Directory {

		private final Directory directory;

		private final UnaryOperator<SlotOperation> operations;

		private final Answers answers;

		Rewriting(Directory directory, UnaryOperator<SlotOperation> operations, Answers answers) {
			this.directory = directory;
			this.operations = operations;
			this.answers = answers;
		}

		@Override
		public int slots() {
			return this.directory.slots();
		}

		@Override
		public CompletionStage<Map<Integer, SlotReply>> execute(Map<Integer, SlotCommand> commands) {
			if (commands.isEmpty()) {
				return CompletableFuture.completedFuture(new HashMap<>());
			}
			Map<Integer, SlotCommand> rewritten = new HashMap<>();
			commands.forEach((slot, command) -> rewritten.put(slot, rewrite(command)));
			return this.directory.execute(rewritten).thenApply((replies) -> {
				Map<Integer, SlotReply> answered = new HashMap<>();
				replies.forEach((slot, reply) -> answered.put(slot, rewrite(commands.get(slot), reply)));
				return answered;
			});
		}

		SlotCommand rewrite(SlotCommand command) {
			return (command instanceof SlotCommand.Change change) ? new SlotCommand.Change(change.floor(),
					change.witness(), change.operations().stream().map(this.operations).toList()) : command;
		}

		private SlotReply rewrite(SlotCommand command, SlotReply reply) {
			if (!(command instanceof SlotCommand.Change change)) {
				return reply;
			}
			List<Outcome> outcomes = new ArrayList<>();
			for (int i = 0; i < change.operations().size(); i++) {
				outcomes.add(this.answers.rewrite(change.operations().get(i), reply.outcomes().get(i)));
			}
			return new SlotReply(reply.revision(), reply.unsure(), reply.digest(), outcomes, reply.records());
		}

		@Override
		public CompletionStage<Boolean> isSafe() {
			return this.directory.isSafe();
		}

		@Override
		public List<Integer> ownedSlots() {
			return this.directory.ownedSlots();
		}

	}

	@FunctionalInterface
	private interface Answers {

		Outcome rewrite(SlotOperation operation, Outcome outcome);

	}

}
