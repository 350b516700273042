/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import java.util.concurrent.CompletionStage;

/**
 * Decides in which steps processes move from this node to another. Implementations are
 * thread-safe and keep nothing between two moves.
 *
 * @since 0.1.0
 */
public interface MigrationStrategy {

	/**
	 * Move a batch of processes to one node. Nothing here may block.
	 * @param move the steps, each for the whole batch
	 * @return completes when the batch has moved or given up; whatever is left undone,
	 * the hub puts right
	 */
	CompletionStage<Void> migrate(Move move);

	/**
	 * The steps of a move, each for the whole batch. A step leaves out the processes for
	 * which an earlier step failed.
	 */
	interface Move {

		/**
		 * Stop the instances on this node, and keep their state and the messages that
		 * come in.
		 * @return completes when they have stopped
		 */
		CompletionStage<Void> stopHere();

		/**
		 * Assign the processes to the other node, with their state.
		 * @return completes when the directory has it
		 */
		CompletionStage<Void> transfer();

		/**
		 * Start the instances on the other node.
		 * @return completes when they run
		 */
		CompletionStage<Void> startThere();

		/**
		 * Send the messages that were kept to the other node, and forward what still
		 * comes.
		 * @return completes when they have been sent
		 */
		CompletionStage<Void> forward();

	}

}
