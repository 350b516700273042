/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

/**
 * What the handlers of a hook are told.
 *
 * @since 0.1.0
 */
public sealed interface HookPayload permits ChildDataAlter, ChildrenMigrated, CoordinatorShutdown, ForwardedMigration,
		LockStateUpdated, PostChildrenStart, PostClusterJoin, PostClusterLeave, PostNodesRedistribution,
		PreChildrenRedistribution, PreChildrenStart, PreClusterJoin, PreClusterLeave, PreNodesRedistribution,
		ProcessRestarted, ProcessStartups, RegistryInserted, RegistryRemoved {

	/**
	 * Return the hub that something happens in.
	 * @return the hub id
	 */
	String hub();

	/**
	 * Return what happens.
	 * @return the key
	 */
	default HookKey key() {
		return HookKey.of(getClass());
	}

}
