/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that runs the sample application.
 */
final class SampleNode extends SampleClient {

	private final Path log;

	private final Process process;

	private volatile boolean paused;

	private SampleNode(String name, int httpPort, Path log, Process process) {
		super(name, () -> URI.create("http://127.0.0.1:" + httpPort));
		this.log = log;
		this.process = process;
	}

	/**
	 * Launch a JVM. Its quick compiler only, which halves the time that it takes to
	 * start.
	 * @param name the name of the node
	 * @param log the file for what it prints
	 * @param heap its heap
	 * @param args the arguments of the application, and system properties
	 * ({@code -Dname=value})
	 * @return the node
	 */
	static SampleNode launch(String name, Path log, String heap, List<String> args) {
		int port = FreePorts.next();
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx" + heap, "-XX:TieredStopAtLevel=1");
		Map<Boolean, List<String>> properties = args.stream()
			.collect(Collectors.partitioningBy((arg) -> arg.startsWith("-D")));
		builder.command().addAll(properties.getOrDefault(true, List.of()));
		builder.command().addAll(List.of("-jar", System.getProperty("sample.jar"), "--server.port=" + port));
		builder.command().addAll(properties.getOrDefault(false, List.of()));
		builder.redirectErrorStream(true).redirectOutput(log.toFile());
		try {
			Files.createDirectories(log.getParent());
			return new SampleNode(name, port, log, builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	boolean isRunning() {
		return isAlive() && !this.paused;
	}

	@Override
	boolean isReady() {
		assertThat(isAlive()).as("%s ended with %s", this, this).isTrue();
		return super.isReady();
	}

	/**
	 * SIGKILL.
	 */
	void kill() {
		this.process.destroyForcibly();
		awaitExit(Duration.ofSeconds(10));
	}

	/**
	 * SIGTERM.
	 */
	void terminate() {
		this.process.destroy();
	}

	/**
	 * SIGSTOP.
	 */
	void pause() {
		this.paused = true;
		signal("STOP");
	}

	/**
	 * SIGCONT.
	 */
	void resume() {
		signal("CONT");
		this.paused = false;
	}

	int awaitExit(Duration timeout) {
		try {
			assertThat(this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS))
				.as("%s ends within %s", this, timeout)
				.isTrue();
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void signal(String signal) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(this.process.pid())).inheritIO()
				.start();
			assertThat(kill.waitFor()).isZero();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return name()
				+ (isRunning() ? " (pid " + this.process.pid() + ")" : " (exit code " + this.process.exitValue() + ")");
	}

}
