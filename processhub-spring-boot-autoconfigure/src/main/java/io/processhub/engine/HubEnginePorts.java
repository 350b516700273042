/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

import io.processhub.cluster.Broadcast;
import io.processhub.cluster.Directory;
import io.processhub.cluster.LoadSource;
import io.processhub.cluster.Membership;
import io.processhub.cluster.Messaging;
import io.processhub.cluster.PayloadCodec;
import io.processhub.time.HubScheduler;

/**
 * What a hub engine is plugged into.
 *
 * @param membership the members of the cluster
 * @param directory the directory of the hub
 * @param messaging messages to the hub on other members
 * @param broadcast news for the hub on all other members
 * @param codec serialization of what users send
 * @param scheduler the source of time
 * @param workers runs user code, which may block
 * @param background runs what the hub itself does in the background, which does not block
 * @param loopThreads makes the threads of processes that are loops
 * @param random the source of chance, thread-safe
 * @param load says what this node has to do
 * @since 0.1.0
 */
public record HubEnginePorts(Membership membership, Directory directory, Messaging messaging, Broadcast broadcast,
		PayloadCodec codec, HubScheduler scheduler, Executor workers, Executor background, ThreadFactory loopThreads,
		RandomGenerator random, LoadSource load) {

	/**
	 * Create ports of a node that has nothing to do.
	 * @param membership the members of the cluster
	 * @param directory the directory of the hub
	 * @param messaging messages to the hub on other members
	 * @param broadcast news for all members
	 * @param codec serialization of what users send
	 * @param scheduler the source of time
	 * @param workers runs user code, which may block
	 * @param background runs what the hub itself does in the background
	 * @param loopThreads makes the threads of processes that are loops
	 * @param random the source of chance, thread-safe
	 */
	public HubEnginePorts(Membership membership, Directory directory, Messaging messaging, Broadcast broadcast,
			PayloadCodec codec, HubScheduler scheduler, Executor workers, Executor background,
			ThreadFactory loopThreads, RandomGenerator random) {
		this(membership, directory, messaging, broadcast, codec, scheduler, workers, background, loopThreads, random,
				LoadSource.IDLE);
	}

}
