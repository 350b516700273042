/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;

/**
 * Remote objects that can be reached from this machine only.
 */
public final class Loopback {

	private static final String ADDRESS = "127.0.0.1";

	private static final int BACKLOG = 50;

	private Loopback() {
	}

	/**
	 * Open a registry for remote objects.
	 * @return the registry
	 * @throws IOException if it cannot be opened
	 */
	public static PortRegistry openRegistry() throws IOException {
		System.setProperty("java.rmi.server.hostname", ADDRESS);
		int[] bound = new int[1];
		Registry registry = LocateRegistry.createRegistry(0, null, (port) -> {
			ServerSocket socket = open(port);
			bound[0] = socket.getLocalPort();
			return socket;
		});
		return new PortRegistry(registry, bound[0]);
	}

	/**
	 * Export an object and enter it into a registry.
	 * @param registryPort the port of the registry
	 * @param name the name of the object
	 * @param object the object
	 * @throws RemoteException if the registry cannot be reached
	 */
	public static void export(int registryPort, String name, Remote object) throws RemoteException {
		System.setProperty("java.rmi.server.hostname", ADDRESS);
		RMIServerSocketFactory sockets = Loopback::open;
		Remote stub = UnicastRemoteObject.exportObject(object, 0, null, sockets);
		LocateRegistry.getRegistry(ADDRESS, registryPort).rebind(name, stub);
	}

	private static ServerSocket open(int port) throws IOException {
		return new ServerSocket(port, BACKLOG, InetAddress.getByName(ADDRESS));
	}

	/**
	 * A registry and where it is.
	 *
	 * @param registry the registry
	 * @param port its port
	 */
	public record PortRegistry(Registry registry, int port) {

	}

}
