/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;

import io.processhub.InvalidProcessException;
import io.processhub.ProcessAlreadyStartedException;
import io.processhub.ProcessCallException;
import io.processhub.ProcessNotFoundException;
import io.processhub.UnknownProcessTypeException;
import io.processhub.sample.DeviceController.DeviceView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that cannot be done.
 */
class InputE2eTests {

	private static final String COLD_READING = "{\"time\":\"2026-01-15T10:00:00\",\"temperature\":-300,\"humidity\":40}";

	private static final String READING = "{\"time\":\"2026-01-15T10:00:00\",\"temperature\":20,\"humidity\":40}";

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false");

	@BeforeEach
	void ensureNodes() {
		cluster.ensureNodes(2);
	}

	@AfterEach
	void clear() {
		cluster.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"a\"}]", "[{\"id\":\"a\"},{\"id\":\"\"}]",
			"[{\"id\":\"a\"},{}]" })
	void idsThatCannotBe(String devices) {
		cluster.node(0)
			.postJson("/api/devices", devices)
			.expectError(HttpStatus.BAD_REQUEST, InvalidProcessException.class);
		assertNothingStarted();
	}

	@Test
	void idThatIsTooLong() {
		cluster.node(0)
			.postJson("/api/devices", "[{\"id\":\"a\"},{\"id\":\"%s\"}]".formatted("b".repeat(10_000)))
			.expectError(HttpStatus.BAD_REQUEST, InvalidProcessException.class);
		assertNothingStarted();
	}

	@Test
	void unknownType() {
		cluster.node(0)
			.postJson("/api/devices", "[{\"id\":\"a\"},{\"id\":\"b\",\"type\":\"toaster\"}]")
			.expectError(HttpStatus.BAD_REQUEST, UnknownProcessTypeException.class);
		assertNothingStarted();
	}

	private static void assertNothingStarted() {
		cluster.awaitSettled(0, Duration.ofSeconds(5));
		assertThat(cluster.liveIds()).isEmpty();
	}

	@Test
	void idThatExists() {
		cluster.node(0).post("/api/devices/a").expect(HttpStatus.CREATED);
		cluster.node(0).post("/api/devices/a").expectError(HttpStatus.CONFLICT, ProcessAlreadyStartedException.class);
		cluster.node(1).post("/api/devices/a").expectError(HttpStatus.CONFLICT, ProcessAlreadyStartedException.class);
		cluster.awaitSettled(1, Duration.ofSeconds(5));
		cluster.node(1)
			.postJson("/api/devices", "[{\"id\":\"a\"},{\"id\":\"b\"}]")
			.expectError(HttpStatus.CONFLICT, ProcessAlreadyStartedException.class);
		cluster.assertEachRunsOnce(Set.of("a"));
	}

	@Test
	void idThatDoesNotExist() {
		for (SampleNode node : cluster.nodes()) {
			node.get("/api/devices/none").expectError(HttpStatus.NOT_FOUND, ProcessNotFoundException.class);
			node.get("/api/devices/none/state").expectError(HttpStatus.NOT_FOUND, ProcessNotFoundException.class);
			node.postJson("/api/devices/none/readings", READING)
				.expectError(HttpStatus.NOT_FOUND, ProcessNotFoundException.class);
			node.delete("/api/devices/none").expectError(HttpStatus.NOT_FOUND, ProcessNotFoundException.class);
		}
	}

	@Test
	void handlerThatThrowsAnswersAndKeepsItsState() {
		cluster.node(0).post("/api/devices?count=20&prefix=some").expect(HttpStatus.CREATED);
		cluster.awaitSettled(20, Duration.ofSeconds(5));
		assertThat(cluster.live()).allSatisfy((node, ids) -> assertThat(ids).isNotEmpty());
		for (String id : SampleCluster.ids("some", 20)) {
			SampleNode node = cluster.node(0);
			node.postJson("/api/devices/" + id + "/readings", READING).expect(HttpStatus.OK);
			assertThat(node.postJson("/api/devices/" + id + "/readings", COLD_READING)
				.expectError(HttpStatus.UNPROCESSABLE_CONTENT, ProcessCallException.class)
				.body()).contains("-300.0 is below absolute zero");
			assertThat(node.get("/api/devices/" + id + "/state").as(DeviceState.class).readings()).isOne();
			assertThat(node.get("/api/devices/" + id).as(DeviceView.class).restarts()).isZero();
		}
	}

	@Test
	void requestsThatAreNotUnderstood() {
		SampleNode node = cluster.node(0);
		for (String path : List.of("/api/devices?count=0", "/api/devices?count=many", "/api/devices?count=1000001",
				"/api/devices")) {
			node.post(path).expect(HttpStatus.BAD_REQUEST);
		}
		node.postJson("/api/devices", "[{\"id\":").expect(HttpStatus.BAD_REQUEST);
		node.postJson("/api/devices/none/readings", "{}").expect(HttpStatus.BAD_REQUEST);
		node.delete("/api/devices").expect(HttpStatus.BAD_REQUEST);
		node.get("/api/devices?size=0").expect(HttpStatus.BAD_REQUEST);
		assertNothingStarted();
	}

	@Test
	void healthIsShown() {
		Map<?, ?> health = cluster.node(0).get("/actuator/health").expect(HttpStatus.OK).as(Map.class);
		assertThat(health.get("status")).isEqualTo("UP");
		assertThat(health.get("components")).asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.containsKey("processHub");
	}

}
