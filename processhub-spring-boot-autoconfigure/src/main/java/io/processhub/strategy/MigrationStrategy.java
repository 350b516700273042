/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import java.time.Duration;
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
	 * the hub puts right. A move that takes no step for the
	 * {@code deadlock-recovery-timeout} of the hub is given up; what it tries later fails
	 */
	CompletionStage<Void> migrate(Move move);

	/**
	 * Return how many processes are moved in one batch at most. Those of a batch wait for
	 * each other.
	 * @return the number, at least 1
	 */
	default int batchSize() {
		return 512;
	}

	/**
	 * The steps of a move, each for the whole batch. A step leaves out the processes for
	 * which an earlier step failed. What has failed goes on here, unless the directory
	 * has it elsewhere by then.
	 */
	interface Move {

		/**
		 * Return whether the processes must go, because this node leaves, and an earlier
		 * attempt to move them was given up.
		 * @return whether this is no time for trials
		 */
		boolean isUrgent();

		/**
		 * Make the new instances on the other node, while the old ones work. They wait
		 * there for their processes.
		 * @param timeout how long the whole move may take from now on; three quarters of
		 * it are for this step
		 * @return completes when they are made, or could not be
		 */
		CompletionStage<Void> prepareThere(Duration timeout);

		/**
		 * Stop the instances on this node, and keep their state and the messages that
		 * come in.
		 * @return completes when they have stopped
		 */
		CompletionStage<Void> stopHere();

		/**
		 * Let the instances on this node finish their message, but keep them, as well as
		 * the messages that come in. A {@link io.processhub.process.HubRunnable} is
		 * stopped as by {@link #stopHere}.
		 * @param withState whether to take a copy of their state
		 * @param limit how long that may take; what takes longer goes on here
		 * @return completes when they pause
		 */
		CompletionStage<Void> pauseHere(boolean withState, Duration limit);

		/**
		 * Assign the processes to the other node, with their state.
		 * @return completes when the directory has it
		 */
		default CompletionStage<Void> transfer() {
			return transfer(true);
		}

		/**
		 * Assign the processes to the other node.
		 * @param withState whether the new instances are to have the state of the old
		 * ones
		 * @return completes when the directory has it
		 */
		CompletionStage<Void> transfer(boolean withState);

		/**
		 * Start the instances on the other node. What does not come up is restarted there
		 * as after a crash.
		 * @return completes when they run
		 */
		CompletionStage<Void> startThere();

		/**
		 * Start the instances on the other node, but have back what does not come up.
		 * @param retention how long to wait for news before the other node is left to
		 * itself with them; and how long the state waits in the directory once they run,
		 * in case that node is lost
		 * @param confirm whether to wait, rather than for that time, until the whole move
		 * has to be done, and have back what has not come up by then
		 * @return completes when they run, or were given back, or the time is over
		 */
		CompletionStage<Void> switchThere(Duration retention, boolean confirm);

		/**
		 * Send the messages that were kept to the other node, and forward what still
		 * comes.
		 * @return completes when they have been sent
		 */
		CompletionStage<Void> forward();

	}

}
