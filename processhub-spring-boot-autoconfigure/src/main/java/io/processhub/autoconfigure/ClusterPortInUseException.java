/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import io.processhub.context.HubConfigurationException;

/**
 * Thrown at startup when no port is free for this member of the cluster.
 *
 * @since 0.1.0
 */
public class ClusterPortInUseException extends HubConfigurationException {

	private static final long serialVersionUID = 1L;

	private final int port;

	/**
	 * Create a new {@code ClusterPortInUseException}.
	 * @param port the port, or the first of the ports that were tried
	 * @param lastPort the last of the ports that were tried
	 * @param cause what went wrong
	 */
	public ClusterPortInUseException(int port, int lastPort, Throwable cause) {
		super("",
				(port == lastPort) ? "The port %d for the cluster is in use.".formatted(port)
						: "The ports %d to %d for the cluster are all in use.".formatted(port, lastPort),
				"Set 'processhub.cluster.port' to a free port, let 'processhub.cluster.port-auto-increment' be true so "
						+ "that the next ones are tried, or stop what uses it.",
				cause);
		this.port = port;
	}

	/**
	 * Return the port.
	 * @return the port, or the first of the ports that were tried
	 */
	public int getPort() {
		return this.port;
	}

}
