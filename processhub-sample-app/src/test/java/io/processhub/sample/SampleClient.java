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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

import io.processhub.HubPartitionedException;
import io.processhub.sample.ClusterController.WhereAmI;
import io.processhub.sample.LiveProcesses.LiveProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Talks to one node of the sample application, wherever it runs.
 */
abstract class SampleClient {

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final String name;

	private final Supplier<URI> base;

	/**
	 * Create a client.
	 * @param name the name of the node
	 * @param base where it answers now
	 */
	SampleClient(String name, Supplier<URI> base) {
		this.name = name;
		this.base = base;
	}

	String name() {
		return this.name;
	}

	boolean isReady() {
		return get("/actuator/health/readiness").status() == 200 && whereAmI().alive();
	}

	/**
	 * Return whether this node has found that it is without quorum, and runs nothing.
	 * @return whether it has stopped
	 */
	boolean hasStopped() {
		WhereAmI view = whereAmI();
		return view.partitioned() && view.live() == 0;
	}

	/**
	 * Check that this node says that it is without quorum, and what it refuses therefore.
	 * @param id the id of a device
	 */
	void assertRefuses(String id) {
		List.of(post("/api/devices/" + id + "-new"), post("/api/devices/" + id + "/increments"),
				delete("/api/devices/" + id))
			.forEach((reply) -> reply.expectError(HttpStatus.SERVICE_UNAVAILABLE, HubPartitionedException.class));
		get("/api/devices/" + id).expect(HttpStatus.OK);
		get("/actuator/health").expect(HttpStatus.SERVICE_UNAVAILABLE);
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
		return HttpRequest.newBuilder(this.base.get().resolve(path)).timeout(Duration.ofSeconds(100));
	}

	/**
	 * Post without a body, and do not wait for the answer.
	 * @param path the path
	 * @return what the node answers
	 */
	CompletableFuture<Reply> postAsync(String path) {
		HttpRequest request = request(path).POST(BodyPublishers.noBody()).build();
		return CLIENT.sendAsync(request, BodyHandlers.ofString())
			.thenApply((response) -> new Reply(request, response.statusCode(), response.body()));
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
