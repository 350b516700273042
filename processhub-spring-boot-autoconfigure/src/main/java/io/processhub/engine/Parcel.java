/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import io.processhub.ProcessHubException;
import io.processhub.directory.ReplicaId;
import io.processhub.supervisor.Envelope;

/**
 * A message that is being brought to a process, wherever it runs.
 */
interface Parcel extends Envelope {

	/**
	 * The number of times a message may be passed on before it has to wait for a moment.
	 */
	int MAX_HOPS = 8;

	/**
	 * Says that a message is for whichever instance of its process is to get it.
	 */
	int ANY_REPLICA = -1;

	String processId();

	/**
	 * Return the number of the replica that the message is for.
	 * @return the number, or {@link #ANY_REPLICA}
	 */
	int replica();

	/**
	 * Return what the message waits for: the id under which the directory keeps the
	 * instance that it is for.
	 */
	default String recordId() {
		return ReplicaId.of(processId(), Math.max(0, replica()));
	}

	/**
	 * Return the reading of the monotonic clock at which it is too late.
	 */
	long deadline();

	/**
	 * Return whether nobody waits for the answer any more.
	 */
	default boolean isOver() {
		return isVoid();
	}

	/**
	 * Return whether this node is where the message comes from.
	 */
	default boolean isOwn() {
		return false;
	}

	/**
	 * Return whether it has done its work when it is where the process is.
	 */
	default boolean isFlush() {
		return false;
	}

	/**
	 * Return how often the message was passed on between nodes.
	 */
	int hops();

	/**
	 * Count from the beginning how often the message is passed on.
	 */
	default void rest() {
	}

	/**
	 * Send the message to the member that the process runs on.
	 */
	void sendTo(String member);

	/**
	 * Take the message back, for this node does not bring it anywhere any more: whoever
	 * sent it from another node looks again for the process.
	 * @param why why
	 */
	void giveBack(ProcessHubException why);

	/**
	 * Fail the message, for this side of the cluster must not work, unless it comes from
	 * another node, which may be on a side that may.
	 * @param why why
	 * @return whether it has failed
	 */
	boolean refuse(ProcessHubException why);

}
