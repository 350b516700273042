/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Finds free ports on the loopback address, below those that the system hands out for
 * outgoing connections.
 */
public final class FreePorts {

	private static final int LOWEST = 15_000;

	private static final int HIGHEST = 30_000;

	private static final int ATTEMPTS = 1000;

	private FreePorts() {
	}

	/**
	 * Return a free port.
	 * @return the port
	 */
	public static int next() {
		return firstOf(1);
	}

	/**
	 * Return the first of some free ports in a row.
	 * @param count how many
	 * @return the first of them
	 */
	public static int firstOf(int count) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
			if (IntStream.range(first, first + count).allMatch(FreePorts::isFree)) {
				return first;
			}
		}
		throw new IllegalStateException("No %d free ports in a row".formatted(count));
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
