/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.leaks;

import java.io.File;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application that is started again and again in one JVM leaves nothing
 * behind: no thread, no shutdown hook, no Hazelcast instance, no MBean and no class
 * loader. The JVM is one of its own, so that whatever is there comes from the
 * application.
 */
@Timeout(300)
class ApplicationLeakTests {

	@TempDir
	private File directory;

	/**
	 * As in a container that has the libraries, or with Spring Boot's developer tools and
	 * sources of ProcessHub beside those of the application: both are loaded anew each
	 * time.
	 */
	@Test
	void restartedApplicationLeavesNothing() throws Exception {
		assertThat(restart(ShortLivedApplication.class, "io.processhub.", 50)).contains("Nothing is left of 50");
	}

	/**
	 * As with Spring Boot's developer tools: the application is loaded anew each time,
	 * with its processes and messages, and ProcessHub and all other libraries stay.
	 */
	@Test
	void restartedApplicationLeavesNothingInTheLibrary() throws Exception {
		assertThat(restart(ShortLivedApplication.class, "io.processhub.leaks.", 20)).contains("Nothing is left of 20");
	}

	@Test
	void applicationThatFailsToStartLeavesNothing() throws Exception {
		assertThat(restart(FailingApplication.class, "io.processhub.", 10)).contains("Nothing is left of 10");
	}

	/**
	 * As in a container that has nothing: every library is loaded anew, too.
	 */
	@Test
	void applicationWithAllItsLibrariesLeavesNothing() throws Exception {
		assertThat(restart(ShortLivedApplication.class, "", 3)).contains("Nothing is left of 3");
	}

	private String restart(Class<?> application, String loadedAnew, int times) throws Exception {
		File output = new File(this.directory, "output");
		Process process = new ProcessBuilder(new File(System.getProperty("java.home"), "bin/java").getPath(),
				"-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:SoftRefLRUPolicyMSPerMB=0",
				"-Dhazelcast.operation.thread.count=2", "-Dhazelcast.operation.generic.thread.count=2",
				"-Dhazelcast.io.thread.count=1", "-Dlogging.level.root=warn",
				"--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				Restarts.class.getName(), application.getName(), loadedAnew, String.valueOf(times))
			.redirectErrorStream(true)
			.redirectOutput(output)
			.start();
		try {
			assertThat(process.waitFor(280, TimeUnit.SECONDS)).isTrue();
			return Files.readString(output.toPath());
		}
		finally {
			process.destroyForcibly();
		}
	}

}
