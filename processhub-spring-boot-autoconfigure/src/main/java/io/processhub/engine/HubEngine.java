/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.processhub.supervisor.ProcessType;

/**
 * A hub on this node.
 *
 * @since 0.1.0
 */
public final class HubEngine {

	/**
	 * Create a hub, which does nothing until it is started.
	 * @param settings its settings
	 * @param strategies its strategies
	 * @param ports what it is plugged into
	 * @param types the process types by name
	 */
	public HubEngine(HubEngineSettings settings, HubEngineStrategies strategies, HubEnginePorts ports,
			Map<String, ProcessType> types) {
	}

	/**
	 * Join the hub's cluster.
	 * @return completes when the hub runs here and every other node knows
	 */
	public CompletionStage<Void> start() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Move all processes to the other nodes, if there are any, stop what is left, and
	 * leave the hub's cluster.
	 * @return completes when nothing of the hub runs here any more
	 */
	public CompletionStage<Void> stop() {
		throw new UnsupportedOperationException();
	}

}
