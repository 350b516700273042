/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.server.HazelcastMemberStarter;

/**
 * A member of the cluster in a JVM of its own that knows nothing but Hazelcast.
 */
final class Stranger implements AutoCloseable {

	private final Process process;

	private final Path output;

	Stranger(Path directory, String clusterName, int port, int other) throws IOException {
		this(directory, clusterName, port, other, false);
	}

	/**
	 * Start the member.
	 * @param lite whether it holds no data
	 */
	Stranger(Path directory, String clusterName, int port, int other, boolean lite) throws IOException {
		Path config = Files.writeString(directory.resolve("hazelcast.yaml"), """
				hazelcast:
				  cluster-name: %s
				  lite-member:
				    enabled: %s
				  properties:
				    hazelcast.phone.home.enabled: false
				    hazelcast.logging.type: jdk
				    hazelcast.heartbeat.interval.seconds: 1
				    hazelcast.max.no.heartbeat.seconds: 60
				  network:
				    port:
				      port: %d
				      auto-increment: false
				    interfaces:
				      enabled: true
				      interfaces: [ 127.0.0.1 ]
				    join:
				      auto-detection:
				        enabled: false
				      multicast:
				        enabled: false
				      tcp-ip:
				        enabled: true
				        member-list: [ "127.0.0.1:%d" ]
				""".formatted(clusterName, lite, port, other));
		this.output = directory.resolve("output");
		File library = new File(Hazelcast.class.getProtectionDomain().getCodeSource().getLocation().getPath());
		this.process = new ProcessBuilder(new File(System.getProperty("java.home"), "bin/java").getPath(), "-Xmx128m",
				"-Dhazelcast.config=" + config, "-Dhazelcast.jet.enabled=false", "-cp", library.getPath(),
				HazelcastMemberStarter.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(this.output.toFile())
			.start();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Let the JVM stand still.
	 */
	void pause() throws IOException {
		new ProcessBuilder("kill", "-STOP", String.valueOf(this.process.pid())).start().onExit().join();
	}

	String output() throws IOException {
		return Files.readString(this.output);
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
