/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.cluster;

import java.rmi.Remote;
import java.rmi.RemoteException;

/**
 * What the driver can ask of every node. All times are those of {@link System#nanoTime()},
 * which on Linux is the same clock in all processes of a machine.
 */
public interface NodeAgent extends Remote {

	/**
	 * Turn the watch over the hub on or off.
	 * @param on whether the state is to be sampled every millisecond
	 * @throws RemoteException if the node cannot be reached
	 */
	void watch(boolean on) throws RemoteException;

	/**
	 * Return the state of the hub on this node.
	 * @return the state
	 * @throws RemoteException if the node cannot be reached
	 */
	NodeState state() throws RemoteException;

}
