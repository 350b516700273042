/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.processhub.core.ProcessHubTemplate;
import io.processhub.strategy.HubView;

/**
 * A hub on this node that is started and stopped with the application.
 *
 * @since 0.1.0
 */
public interface ManagedHub {

	/**
	 * Return the operations of the hub, which are there before it runs.
	 * @return the operations
	 */
	ProcessHubTemplate template();

	/**
	 * Return what this node sees of the hub now.
	 * @return the view, or nothing while the hub does not run
	 */
	default Optional<HubView> view() {
		return Optional.empty();
	}

	/**
	 * Start the hub. Not called while it runs.
	 * @return completes when the hub runs
	 */
	CompletionStage<Void> start();

	/**
	 * Stop the hub. Called only while it runs.
	 * @return completes when nothing of the hub runs here any more
	 */
	CompletionStage<Void> stop();

}
