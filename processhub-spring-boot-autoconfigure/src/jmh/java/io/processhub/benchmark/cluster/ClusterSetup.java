/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.cluster;

import java.nio.file.Path;
import java.util.List;

/**
 * How the nodes of a cluster are to be.
 *
 * @param application the class with the main method
 * @param preset the preset of failure detection
 * @param heap the greatest heap of a node, as the JVM takes it
 * @param jvmArguments more arguments for the JVMs
 * @param arguments more arguments for the application
 * @param directory where logs go
 */
public record ClusterSetup(Class<?> application, String preset, String heap, List<String> jvmArguments,
		List<String> arguments, Path directory) {

	public ClusterSetup withPreset(String other) {
		return new ClusterSetup(this.application, other, this.heap, this.jvmArguments, this.arguments, this.directory);
	}

	public ClusterSetup withHeap(String other) {
		return new ClusterSetup(this.application, this.preset, other, this.jvmArguments, this.arguments,
				this.directory);
	}

}
