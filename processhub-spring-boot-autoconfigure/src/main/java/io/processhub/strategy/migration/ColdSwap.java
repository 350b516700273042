/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.migration;

import java.util.concurrent.CompletionStage;

import io.processhub.strategy.MigrationStrategy;

/**
 * Stop here, then start there.
 *
 * @since 0.1.0
 */
public final class ColdSwap implements MigrationStrategy {

	@Override
	public CompletionStage<Void> migrate(Move move) {
		return move.stopHere()
			.thenCompose((stopped) -> move.transfer())
			.thenCompose((transferred) -> move.startThere())
			.thenCompose((started) -> move.forward());
	}

}
