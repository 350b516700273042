/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.io.IOException;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A node: an application with the auto-configuration and nothing else.
 */
@SpringBootApplication
public class BenchmarkApplication {

	private static final int DRIVER_GONE = 3;

	public static void main(String[] args) {
		endWithDriver();
		SpringApplication.run(BenchmarkApplication.class, args);
	}

	/**
	 * End this JVM when its standard input ends, which the driver holds.
	 */
	public static void endWithDriver() {
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
			Runtime.getRuntime().halt(DRIVER_GONE);
		}, "driver-watch");
		thread.setDaemon(true);
		thread.start();
	}

}
