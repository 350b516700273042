/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import io.processhub.cluster.Broadcast;
import io.processhub.cluster.Directory;
import io.processhub.cluster.Membership;
import io.processhub.cluster.Messaging;
import io.processhub.cluster.PayloadCodec;
import io.processhub.cluster.Registration;

/**
 * The ports of one hub.
 *
 * @param membership the members of the cluster
 * @param directory the hub's directory
 * @param messaging the messages between the hub's nodes
 * @param broadcast news for the hub on all other members
 * @param codec turns what users send into bytes and back
 * @param registration what is taken back when the ports are closed
 * @since 0.1.0
 */
public record HazelcastClusterPorts(Membership membership, Directory directory, Messaging messaging,
		Broadcast broadcast, PayloadCodec codec, Registration registration) implements AutoCloseable {

	/**
	 * Close the ports: messages are neither sent nor taken any more. What the directory
	 * holds stays in the cluster.
	 */
	@Override
	public void close() {
		this.registration.close();
	}

}
