/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

/**
 * Decides how many instances a process has. Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface RedundancyStrategy {

	/**
	 * Return how many instances each process is to have.
	 * @param view the view
	 * @return the number, at least 1
	 */
	int replicas(HubView view);

}
