/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;

import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.StrategyContext;
import io.processhub.strategy.StrategyFactory;

/**
 * Stops here and starts there, and says so when it takes long.
 */
@Component("timed-swap")
class TimedSwap implements StrategyFactory<MigrationStrategy> {

	private static final Log logger = LogFactory.getLog(TimedSwap.class);

	@Override
	public MigrationStrategy create(StrategyContext context) {
		return new Strategy(context, context.bind(Options.class).warnAfter());
	}

	record Options(@DefaultValue("1s") Duration warnAfter) {

	}

	record Strategy(StrategyContext context, Duration warnAfter) implements MigrationStrategy {

		@Override
		public CompletionStage<Void> migrate(Move move) {
			long from = System.nanoTime();
			return move.stopHere()
				.thenCompose((stopped) -> move.transfer())
				.thenCompose((transferred) -> move.startThere())
				.thenCompose((started) -> move.forward())
				.whenComplete((moved, failure) -> check(Duration.ofNanos(System.nanoTime() - from)));
		}

		private void check(Duration time) {
			if (time.compareTo(this.warnAfter) > 0) {
				int nodes = this.context.view().map((view) -> view.nodes().size()).orElse(0);
				logger.warn("A move in hub '%s' of %d nodes took %d ms".formatted(this.context.hubId(), nodes,
						time.toMillis()));
			}
		}

	}

}
