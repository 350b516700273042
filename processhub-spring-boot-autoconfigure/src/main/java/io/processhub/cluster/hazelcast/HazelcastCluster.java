/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.concurrent.Executor;

import com.hazelcast.core.HazelcastInstance;

import org.springframework.util.Assert;

/**
 * Gives hubs their ports to the cluster that a Hazelcast instance is in. The instance may
 * be one of {@link HazelcastClusterConfig} or the application's own; it stays the
 * caller's to shut down. Thread-safe.
 * <p>
 * All members that hold data need this library on their class path, for the directory's
 * changes are carried out there.
 *
 * @since 0.1.0
 */
public final class HazelcastCluster {

	private final HazelcastInstance instance;

	private final Executor callbackExecutor;

	/**
	 * Create a new {@code HazelcastCluster}.
	 * @param instance the instance
	 * @param callbackExecutor what the answers of the directory are handed on, so that
	 * Hazelcast's own threads are not held up
	 */
	public HazelcastCluster(HazelcastInstance instance, Executor callbackExecutor) {
		Assert.notNull(instance, "'instance' must not be null");
		Assert.notNull(callbackExecutor, "'callbackExecutor' must not be null");
		this.instance = instance;
		this.callbackExecutor = callbackExecutor;
	}

	/**
	 * Return whether this member holds data. One that does not has no copy of what is
	 * laid out for all members.
	 * @return whether it does
	 */
	public boolean holdsData() {
		return !this.instance.getCluster().getLocalMember().isLiteMember();
	}

	/**
	 * Return the ports of a hub, and take messages for it from now on. Blocks until all
	 * members know how the hub's objects are configured. A hub can be open once on an
	 * instance.
	 * @param hubId the hub id
	 * @return the ports, to be closed when the hub stops
	 */
	public HazelcastClusterPorts open(String hubId) {
		Assert.hasText(hubId, "'hubId' must not be empty");
		OpenPortDiscovery.attach(this.instance);
		CompletionThreads.reuse();
		HubObjects.configure(this.instance.getConfig(), hubId);
		InstanceMembership membership = new InstanceMembership(this.instance);
		MapDirectory directory = new MapDirectory(hubId, this.instance, this.callbackExecutor);
		InstancePayloadCodec codec = new InstancePayloadCodec(hubId, this.instance);
		ExecutorMessaging messaging = new ExecutorMessaging(hubId, this.instance, membership);
		MapBroadcast broadcast = new MapBroadcast(hubId, this.instance, membership, this.callbackExecutor);
		return new HazelcastClusterPorts(membership, directory, messaging, broadcast, codec, () -> {
			broadcast.close();
			messaging.close();
		});
	}

}
