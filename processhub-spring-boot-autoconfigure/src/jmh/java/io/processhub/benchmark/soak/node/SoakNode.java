/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak.node;

import java.rmi.RemoteException;
import java.util.List;

import io.processhub.benchmark.cluster.NodeAgent;

/**
 * What the driver can ask of a node of a soak test.
 */
public interface SoakNode extends NodeAgent {

	/**
	 * Start processes in one call.
	 * @param ids their ids
	 * @return what came of it
	 * @throws RemoteException if the node cannot be reached
	 */
	Outcome start(List<String> ids) throws RemoteException;

	/**
	 * Stop processes in one call.
	 * @param ids their ids
	 * @return what came of it
	 * @throws RemoteException if the node cannot be reached
	 */
	Outcome stop(List<String> ids) throws RemoteException;

	/**
	 * Return what runs on the node, as the instances say it.
	 * @return the instances; an id that runs twice is there twice
	 * @throws RemoteException if the node cannot be reached
	 */
	List<LiveInstance> live() throws RemoteException;

	/**
	 * Return all ids in the registry of the node.
	 * @return the ids
	 * @throws RemoteException if the node cannot be reached
	 */
	List<String> registered() throws RemoteException;

}
