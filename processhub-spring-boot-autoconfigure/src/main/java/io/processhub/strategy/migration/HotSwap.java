/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.migration;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.processhub.strategy.MigrationStrategy;

/**
 * Make the new instance there while the old one works, then switch: the old one pauses,
 * the new one goes on, and only then the old one stops. Whatever fails before the new one
 * runs leaves the process to the old one.
 *
 * @param handover whether the new instance gets the state of the old one
 * @param retention how long what is left of the old instance is kept after the switch, in
 * case the new one fails
 * @param confirmHandover whether the old instance is let go only when the other node has
 * confirmed that the new one runs
 * @param handoverDataWait how long the new instance waits for the state of the old one
 * before the move is given up
 * @param childMigrationTimeout how long the move of a process may take before it is given
 * up
 * @since 0.1.0
 */
public record HotSwap(boolean handover, Duration retention, boolean confirmHandover, Duration handoverDataWait,
		Duration childMigrationTimeout) implements MigrationStrategy {

	/**
	 * Few, for those of a batch wait for each other while they switch.
	 */
	private static final int BATCH = 64;

	@Override
	public int batchSize() {
		return BATCH;
	}

	@Override
	public CompletionStage<Void> migrate(Move move) {
		if (move.isUrgent()) {
			return move.stopHere()
				.thenCompose((stopped) -> move.transfer(this.handover))
				.thenCompose((transferred) -> move.startThere())
				.thenCompose((started) -> move.forward());
		}
		Duration pauseLimit = this.handover ? this.handoverDataWait : this.childMigrationTimeout;
		return move.prepareThere(this.childMigrationTimeout)
			.thenCompose((prepared) -> move.pauseHere(this.handover, pauseLimit))
			.thenCompose((paused) -> move.transfer(this.handover))
			.thenCompose((transferred) -> move.switchThere(this.retention, this.confirmHandover))
			.thenCompose((switched) -> move.forward());
	}

}
