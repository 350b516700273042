/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

/**
 * Why an instance of a process stops.
 *
 * @since 0.1.0
 */
public enum StopReason {

	/**
	 * The process was stopped by request, its own included, or ended by itself.
	 */
	STOPPED,

	/**
	 * The process goes on in another instance, on another node.
	 */
	MIGRATED,

	/**
	 * The instance crashed and is replaced by a new one, or given up.
	 */
	CRASHED,

	/**
	 * The hub stops on this node.
	 */
	SHUTDOWN,

	/**
	 * The assignment of the instance is gone: another node has taken the process over.
	 */
	FENCED,

	/**
	 * This side of the cluster has no quorum. When it has one, the process goes on here
	 * with its state, unless another node has taken it over.
	 */
	PARTITIONED

}
