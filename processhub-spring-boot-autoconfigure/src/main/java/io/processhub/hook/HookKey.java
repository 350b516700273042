/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

/**
 * What happens in a hub and can be hooked.
 *
 * @since 0.1.0
 */
public enum HookKey {

	/**
	 * Another node is about to join.
	 */
	PRE_CLUSTER_JOIN(PreClusterJoin.class),

	/**
	 * Another node has joined.
	 */
	POST_CLUSTER_JOIN(PostClusterJoin.class),

	/**
	 * Another node is about to leave.
	 */
	PRE_CLUSTER_LEAVE(PreClusterLeave.class),

	/**
	 * Another node has left.
	 */
	POST_CLUSTER_LEAVE(PostClusterLeave.class),

	/**
	 * A process has become known.
	 */
	REGISTRY_INSERTED(RegistryInserted.class),

	/**
	 * A process is no more.
	 */
	REGISTRY_REMOVED(RegistryRemoved.class),

	/**
	 * Processes have moved to another node.
	 */
	CHILDREN_MIGRATED(ChildrenMigrated.class),

	/**
	 * Processes that belong on another node were passed on.
	 */
	FORWARDED_MIGRATION(ForwardedMigration.class),

	/**
	 * The hub has begun to move processes, or is done with it.
	 */
	LOCK_STATE_UPDATED(LockStateUpdated.class),

	/**
	 * Processes are about to be redistributed, as the nodes have changed.
	 */
	PRE_NODES_REDISTRIBUTION(PreNodesRedistribution.class),

	/**
	 * Processes are where they belong, since the nodes have changed.
	 */
	POST_NODES_REDISTRIBUTION(PostNodesRedistribution.class),

	/**
	 * Instances are about to start here.
	 */
	PRE_CHILDREN_START(PreChildrenStart.class),

	/**
	 * Instances have started here, or failed to.
	 */
	POST_CHILDREN_START(PostChildrenStart.class),

	/**
	 * Processes are about to move to another node.
	 */
	PRE_CHILDREN_REDISTRIBUTION(PreChildrenRedistribution.class),

	/**
	 * The hub stops on this node.
	 */
	COORDINATOR_SHUTDOWN(CoordinatorShutdown.class),

	/**
	 * Processes have come up here.
	 */
	PROCESS_STARTUPS(ProcessStartups.class),

	/**
	 * A process was restarted here.
	 */
	PROCESS_RESTARTED(ProcessRestarted.class),

	/**
	 * A process is about to be started, and may be altered.
	 */
	CHILD_DATA_ALTER(ChildDataAlter.class);

	private final Class<? extends HookPayload> payloadType;

	HookKey(Class<? extends HookPayload> payloadType) {
		this.payloadType = payloadType;
	}

	/**
	 * Return what a handler is given.
	 * @return the class of the payload, which no other key has
	 */
	public Class<? extends HookPayload> payloadType() {
		return this.payloadType;
	}

	/**
	 * Return the key of a payload.
	 * @param payloadType the class of the payload
	 * @return the key
	 * @throws IllegalArgumentException if no key has it
	 */
	public static HookKey of(Class<?> payloadType) {
		for (HookKey key : values()) {
			if (key.payloadType == payloadType) {
				return key;
			}
		}
		throw new IllegalArgumentException("'%s' is not the payload of a hook".formatted(payloadType.getName()));
	}

}
