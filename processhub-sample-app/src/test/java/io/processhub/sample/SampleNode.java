/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

import io.processhub.sample.ClusterController.WhereAmI;
import io.processhub.sample.LiveProcesses.LiveProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that runs the sample application.
 */
final class SampleNode {

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final String name;

	private final int httpPort;

	private final Path log;

	private final Process process;

	private volatile boolean paused;

	private SampleNode(String name, int httpPort, Path log, Process process) {
		this.name = name;
		this.httpPort = httpPort;
		this.log = log;
		this.process = process;
	}

	/**
	 * Launch a JVM. Its quick compiler only, which halves the time that it takes to
	 * start.
	 * @param name the name of the node
	 * @param log the file for what it prints
	 * @param heap its heap
	 * @param args the arguments of the application
	 * @return the node
	 */
	static SampleNode launch(String name, Path log, String heap, List<String> args) {
		int port = FreePorts.next();
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("sample.jar"),
				"--server.port=" + port);
		builder.command().addAll(args);
		builder.redirectErrorStream(true).redirectOutput(log.toFile());
		try {
			Files.createDirectories(log.getParent());
			return new SampleNode(name, port, log, builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return this.name;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	boolean isRunning() {
		return isAlive() && !this.paused;
	}

	boolean isReady() {
		assertThat(isAlive()).as("%s ended with %s", this, this).isTrue();
		return get("/actuator/health/readiness").status() == 200 && whereAmI().alive();
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

	WhereAmI whereAmI() {
		return get("/api/whereami").as(WhereAmI.class);
	}

	List<LiveProcess> live() {
		return List.of(get("/api/local").as(LiveProcess[].class));
	}

	Reply get(String path) {
		return exchange(request(path).GET());
	}

	Reply post(String path) {
		return exchange(request(path).POST(BodyPublishers.noBody()));
	}

	Reply postJson(String path, String json) {
		return exchange(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
	}

	Reply delete(String path) {
		return exchange(request(path).DELETE());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.httpPort + path))
			.timeout(Duration.ofSeconds(100));
	}

	private Reply exchange(HttpRequest.Builder builder) {
		HttpRequest request = builder.build();
		try {
			HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
			return new Reply(request, response.statusCode(), response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return this.name
				+ (isRunning() ? " (pid " + this.process.pid() + ")" : " (exit code " + this.process.exitValue() + ")");
	}

	/**
	 * What a node answers.
	 *
	 * @param request what was asked
	 * @param status the HTTP status
	 * @param body the body
	 */
	record Reply(HttpRequest request, int status, String body) {

		Reply expect(HttpStatus expected) {
			assertThat(this.status).as("%s %s answers %s", this.request.method(), this.request.uri(), this.body)
				.isEqualTo(expected.value());
			return this;
		}

		Reply expectError(HttpStatus expected, Class<? extends Exception> error) {
			expect(expected);
			assertThat(MAPPER.readTree(this.body).path("error").asString("")).as(this.body)
				.isEqualTo(error.getSimpleName());
			return this;
		}

		<T> T as(Class<T> type) {
			assertThat(this.status).as("%s answers %s", this.request.uri(), this.body).isBetween(200, 299);
			return MAPPER.readValue(this.body, type);
		}

	}

}
