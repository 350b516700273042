/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.cluster;

import java.io.IOException;

/**
 * The process that has started this one.
 */
public final class Driver {

	private static final int GONE = 3;

	private Driver() {
	}

	/**
	 * End this JVM when its standard input ends, which the driver holds.
	 */
	public static void endWithIt() {
		Thread thread = new Thread(() -> {
			try {
				while (System.in.read() >= 0) {
					Thread.onSpinWait();
				}
			}
			catch (IOException ex) {
				// As at the end
				Thread.currentThread().interrupt();
			}
			Runtime.getRuntime().halt(GONE);
		}, "driver-watch");
		thread.setDaemon(true);
		thread.start();
	}

}
