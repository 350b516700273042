/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.processhub.ProcessCallException;
import io.processhub.ProcessSpec;
import io.processhub.engine.TestCluster.Member;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a hub goes on after a process has taken all memory, in a JVM of its own.
 */
class OutOfMemoryTests {

	@Test
	@Timeout(120)
	void hubGoesOnAfterAProcessHasTakenAllMemory(@TempDir File directory) throws Exception {
		File output = new File(directory, "output");
		Process process = new ProcessBuilder(new File(System.getProperty("java.home"), "bin/java").getPath(), "-Xmx64m",
				"-cp", System.getProperty("java.class.path"), Greedy.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(output)
			.start();
		try {
			assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
			assertThat(output).content().contains("The hub goes on").contains("java.lang.OutOfMemoryError");
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Lets a process take all memory, again and again, by calls and by messages.
	 */
	static final class Greedy {

		private Greedy() {
		}

		public static void main(String[] arguments) {
			TestCluster cluster = new TestCluster();
			Member member = cluster.join("m1");
			cluster.await(member.hub.start(ProcessSpec.of("greedy", TestCluster.TYPE),
					ProcessSpec.of("other", TestCluster.TYPE)));
			for (int i = 0; i < 3; i++) {
				String failure = cluster.await(member.hub.call("greedy", "eat").handle((value, ex) -> cause(ex)));
				if (failure == null || !failure.contains("OutOfMemoryError")) {
					throw new IllegalStateException("The call ended with " + failure);
				}
				member.hub.send("greedy", "eat");
				cluster.advance(Duration.ofSeconds(1));
				cluster.<Object>await(member.hub.call("other", "add"));
			}
			Object count = cluster.<Object>await(member.hub.call("other", "get"));
			Object restarted = cluster.<Object>await(member.hub.call("greedy", "get"));
			System.out
				.println((count.equals(3L) && restarted.equals(0L)) ? "The hub goes on" : count + " and " + restarted);
		}

		private static String cause(Throwable failure) {
			Throwable cause = (failure != null && failure.getCause() != null) ? failure.getCause() : failure;
			return (cause instanceof ProcessCallException) ? cause.getMessage() : String.valueOf(cause);
		}

		static long eat() {
			List<byte[]> eaten = new ArrayList<>();
			while (true) {
				eaten.add(new byte[1 << 20]);
			}
		}

	}

}
