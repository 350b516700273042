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

	/**
	 * Return which of the instances do the work.
	 * @return the model, by default {@link ReplicationModel#ACTIVE_ACTIVE}
	 */
	default ReplicationModel model() {
		return ReplicationModel.ACTIVE_ACTIVE;
	}

	/**
	 * Return which roles the instances are told of.
	 * @return the roles, by default {@link RedundancySignal#NONE none}
	 */
	default RedundancySignal signal() {
		return RedundancySignal.NONE;
	}

	/**
	 * Return what must be the same on two nodes so that they decide alike: nodes that
	 * differ in it do not place processes on each other. By default the class; a strategy
	 * with options adds those that matter.
	 * @return a short text, which is shown to the user
	 */
	default String signature() {
		String name = getClass().getName();
		int generated = name.indexOf("$$");
		return (generated > 0) ? name.substring(0, generated) : name;
	}

}
