/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.rmi.RemoteException;
import java.time.Duration;

import io.processhub.benchmark.cluster.NodeAgent;
import io.processhub.benchmark.cluster.Span;

/**
 * What the driver can ask of a node that is measured.
 */
public interface BenchmarkNode extends NodeAgent {

	/**
	 * Start processes in one call.
	 * @param prefix the prefix of the ids
	 * @param from the number of the first
	 * @param count how many
	 * @return when the call was made, and when it was answered
	 * @throws RemoteException if the node cannot be reached
	 */
	Span start(String prefix, int from, int count) throws RemoteException;

	/**
	 * Stop processes in one call.
	 * @param prefix the prefix of the ids
	 * @param from the number of the first
	 * @param count how many
	 * @return when the call was made, and when it was answered
	 * @throws RemoteException if the node cannot be reached
	 */
	Span stop(String prefix, int from, int count) throws RemoteException;

	/**
	 * Start processes one after another.
	 * @param prefix the prefix of the ids
	 * @param count how many
	 * @return how long those took that fell on this node, and the others
	 * @throws RemoteException if the node cannot be reached
	 */
	ByPlace startEach(String prefix, int count) throws RemoteException;

	/**
	 * Look up processes in random order.
	 * @param prefix the prefix of the ids
	 * @param count how many ids to look up
	 * @param lookups how many lookups
	 * @return the mean time of a lookup, in nanoseconds
	 * @throws RemoteException if the node cannot be reached
	 */
	double lookup(String prefix, int count, int lookups) throws RemoteException;

	/**
	 * Do one thing again and again, each caller waiting for its answer.
	 * @param operation what to do
	 * @param callers the number of threads
	 * @param duration for how long
	 * @return the times
	 * @throws RemoteException if the node cannot be reached
	 */
	Latencies measure(Operation operation, int callers, Duration duration) throws RemoteException;

	/**
	 * Begin to call processes at a fixed rate, without waiting for answers.
	 * @param prefix the prefix of the ids
	 * @param count how many ids there are
	 * @param perSecond the rate
	 * @param firstMessage the number of the first message
	 * @throws RemoteException if the node cannot be reached
	 */
	void startLoad(String prefix, int count, int perSecond, long firstMessage) throws RemoteException;

	/**
	 * End the calls, and wait for the last answers.
	 * @return what came of them
	 * @throws RemoteException if the node cannot be reached
	 */
	LoadResult stopLoad() throws RemoteException;

	/**
	 * Return the numbers of the messages that were handled here since the last time.
	 * @return the numbers
	 * @throws RemoteException if the node cannot be reached
	 */
	long[] handledMessages() throws RemoteException;

	/**
	 * Return the sum over the counters that run here.
	 * @return the sum
	 * @throws RemoteException if the node cannot be reached
	 */
	long sum() throws RemoteException;

	/**
	 * Collect garbage.
	 * @return the heap that is in use then, in bytes
	 * @throws RemoteException if the node cannot be reached
	 */
	long usedHeap() throws RemoteException;

	/**
	 * Return what was sent and received on the connections between members.
	 * @return the traffic so far
	 * @throws RemoteException if the node cannot be reached
	 */
	Traffic traffic() throws RemoteException;

}
