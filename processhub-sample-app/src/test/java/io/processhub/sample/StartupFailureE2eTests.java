/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications that cannot start.
 */
class StartupFailureE2eTests {

	private Path log = Path.of(System.getProperty("sample.jar")).resolveSibling("e2e");

	private SampleNode node;

	@BeforeEach
	void nameLog(TestInfo test) {
		this.log = this.log.resolve(getClass().getSimpleName())
			.resolve(test.getTestMethod().orElseThrow().getName() + ".log");
	}

	@AfterEach
	void kill() {
		this.node.kill();
	}

	@Test
	void clusterPortIsTaken() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(failure("--processhub.cluster.port=" + socket.getLocalPort(),
					"--processhub.cluster.port-auto-increment=false"))
				.contains(Integer.toString(socket.getLocalPort()), "processhub.cluster.port");
		}
	}

	@Test
	void valueIsOfTheWrongKind() {
		assertThat(failure("--processhub.cluster.port=many")).contains("processhub.cluster.port", "many");
	}

	@Test
	void nameIsUnknown() {
		assertThat(failure("--processhub.cluster.prot=5701")).contains("processhub.cluster.prot");
	}

	@Test
	void strategyIsUnknown() {
		assertThat(failure("--processhub.hubs.default.distribution.strategy=nearest"))
			.contains("processhub.hubs.default.distribution.strategy", "nearest", "consistent-hashing");
	}

	@Test
	void nameOfTheApplicationsOwnIsUnknown() {
		assertThat(failure("--sample.replay.intervall=1s")).contains("sample.replay.intervall");
	}

	/**
	 * Return what the failure analysis says, without the log around it.
	 */
	private String failure(String... args) {
		this.node = SampleNode.launch("failing", this.log, "512m", List.of(args));
		assertThat(this.node.awaitExit(Duration.ofSeconds(30))).isEqualTo(1);
		String log = this.node.log();
		assertThat(log).contains("APPLICATION FAILED TO START");
		return log.substring(log.indexOf("APPLICATION FAILED TO START"));
	}

}
