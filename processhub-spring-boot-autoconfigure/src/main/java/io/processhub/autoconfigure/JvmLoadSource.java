/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

import io.processhub.cluster.LoadSource;

/**
 * What this JVM has to do.
 */
final class JvmLoadSource implements LoadSource {

	private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();

	@Override
	public double cpu() {
		double cpu = (this.system instanceof com.sun.management.OperatingSystemMXBean known) ? known.getProcessCpuLoad()
				: 0;
		return within(cpu);
	}

	@Override
	public double heap() {
		Runtime runtime = Runtime.getRuntime();
		return within((double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory());
	}

	/**
	 * Return a value that can be reckoned with: it is not a number, or negative, while
	 * the JVM does not know it yet.
	 */
	private static double within(double value) {
		return (value > 0) ? Math.min(1, value) : 0;
	}

}
