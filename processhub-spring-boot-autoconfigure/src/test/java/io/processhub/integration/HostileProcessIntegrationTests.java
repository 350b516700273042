/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.CallTimeoutException;
import io.processhub.HubNode;
import io.processhub.MessageSerializationException;
import io.processhub.ProcessCallException;
import io.processhub.ProcessHubException;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.ProcessUnavailableException;
import io.processhub.StartOptions;
import io.processhub.StopOptions;
import io.processhub.integration.HostileProcess.Block;
import io.processhub.integration.HostileProcess.Order;
import io.processhub.strategy.DistributionStrategy.Placement;
import io.processhub.strategy.HubView;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.testing.HostileExceptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that processes which do their worst harm nobody but themselves, on a hub of two
 * nodes with four workers each: callers get a typed error in time, and the other
 * processes go on.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class HostileProcessIntegrationTests {

	private static final TestHubs HUBS = new TestHubs(3);

	private static final int WORKERS = 4;

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMillis(100);

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static ProcessHubOperations here;

	private static ProcessHubOperations there;

	@BeforeAll
	static void start() {
		here = HUBS.startNode().hub();
		there = HUBS.startNode().hub();
	}

	@AfterAll
	static void close() {
		HUBS.close();
	}

	@AfterEach
	void stopAll() {
		HostileProcess.release.countDown();
		HostileProcess.release = new CountDownLatch(1);
		List<String> ids = List.copyOf(here.dump().keySet());
		if (!ids.isEmpty()) {
			here.stop(ids, StopOptions.defaults().withTimeout(Duration.ofSeconds(20))).join();
		}
		Awaitility.await().until(() -> here.size() + there.size() == 0);
	}

	@Test
	void answersThatCannotBeSentAreTypedErrors() {
		String id = startOn(there, TestHubs.HOSTILE);
		for (Order order : List.of(Order.ANSWER_A_THREAD, Order.ANSWER_TOO_MUCH, Order.ANSWER_DEEPLY)) {
			assertThat(failure(here.call(id, order))).as("%s", order)
				.isInstanceOf(MessageSerializationException.class)
				.hasMessageContaining("answer");
			// By reference on the same node
			assertThat(there.call(id, order).join()).as("%s", order).isNotNull();
		}
		assertAnswers(id);
	}

	@Test
	void messagesThatCannotBeSentAreTypedErrors() {
		String id = startOn(there, TestHubs.HOSTILE);
		for (Object message : List.of(new byte[17 * 1024 * 1024], HostileProcess.nested(100), new Thread(),
				new ArrayList<>(Collections.nCopies(3_000_000, "many")))) {
			assertThat(failure(here.call(id, message))).isInstanceOf(MessageSerializationException.class);
			assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> here.send(id, message));
		}
		assertThat(there.call(id, new byte[17 * 1024 * 1024]).join()).isEqualTo(17 * 1024 * 1024);
		assertThat(here.call(id, new byte[15 * 1024 * 1024]).join()).isEqualTo(15 * 1024 * 1024);
		assertThat(here.call(id, new ArrayList<>(Collections.nCopies(100_000, "many"))).join()).isEqualTo(100_000);
		assertAnswers(id);
	}

	@Test
	void messageOfAClassThatTheOtherNodeDoesNotHaveIsATypedError(@TempDir Path directory) throws Exception {
		String id = startOn(there, TestHubs.HOSTILE);
		Object message = ofUnknownClass(directory);
		assertThat(failure(here.call(id, message))).isInstanceOf(MessageSerializationException.class)
			.hasMessageContaining("class path");
		here.send(id, message);
		assertAnswers(id);
	}

	@Test
	void errorsOfAnyKindReachTheCaller() {
		for (ProcessHubOperations node : List.of(here, there)) {
			String id = startOn(node, TestHubs.HOSTILE);
			assertThat(failure(here.call(id, Order.THROW_MUTE))).isInstanceOfSatisfying(ProcessCallException.class,
					(ex) -> assertThat(ex.getExceptionType()).isEqualTo(HostileExceptions.Mute.class.getName()));
			assertThat(failure(here.call(id, Order.THROW_ERROR))).isInstanceOf(ProcessCallException.class)
				.hasMessageContaining("Told to run out");
			assertThat(failure(here.call(id, Order.OVERFLOW))).isInstanceOf(ProcessCallException.class)
				.hasMessageContaining("StackOverflowError");
			here.send(id, Order.THROW_MUTE);
			assertAnswers(id);
		}
	}

	@Test
	void callThatIsNeverAnsweredTimesOutAndItsProcessCanBeStopped() {
		for (ProcessHubOperations node : List.of(here, there)) {
			String id = startOn(node, TestHubs.HOSTILE);
			assertThat(failure(here.call(id, Order.NEVER_ANSWER, Object.class, Duration.ofMillis(300))))
				.isInstanceOf(CallTimeoutException.class);
			assertThat(failure(here.call(id, Order.NOTHING, Object.class, Duration.ofMillis(300))))
				.isInstanceOf(CallTimeoutException.class);
			here.stop(List.of(id), StopOptions.defaults().withTimeout(Duration.ofSeconds(20))).join();
			assertThat(here.contains(id)).isFalse();
		}
	}

	@Test
	void processThatIgnoresInterruptsIsAbandonedOnceAndLoudly(CapturedOutput output) {
		String stuck = startOn(there, TestHubs.HOSTILE);
		String other = startOn(there, TestHubs.COUNTER);
		CompletableFuture<Object> call = here.call(stuck, Order.IGNORE_INTERRUPTS, Object.class, Duration.ofMinutes(1));
		// A stop does not wait for messages that have not been handled
		Awaitility.await().untilAsserted(() -> assertThat(HostileProcess.blocked.get()).isOne());
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(
				() -> here.stop(List.of(stuck), StopOptions.defaults().withTimeout(Duration.ofSeconds(20))).join());
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> here.call(other, 1L).join() != null && stopped.isDone());
		assertThat(failure(call)).isInstanceOf(ProcessUnavailableException.class);
		// The log may come a moment after the answer
		Awaitility.await()
			.untilAsserted(() -> assertThat(output.getOut().lines().filter((line) -> line.contains("were abandoned")))
				.hasSize(1));
		assertThat(output).contains("HostileProcess.ignoreInterrupts");
	}

	/**
	 * All workers of a node are blocked. Its hub goes on: everything but what needs a
	 * worker, which is done as soon as there is one again.
	 */
	@Test
	void hubGoesOnWhenAllWorkersAreBlocked() {
		String quick = startOn(there, TestHubs.COUNTER);
		for (int i = 0; i < 50; i++) {
			here.call(quick, 1L).join();
			there.call(quick, 1L).join();
		}
		String elsewhere = startOn(here, TestHubs.COUNTER);
		List<String> stuck = IntStream.range(0, WORKERS).mapToObj((i) -> startOn(there, TestHubs.HOSTILE)).toList();
		List<CompletableFuture<Object>> calls = stuck.stream()
			.map((id) -> here.call(id, new Block(), Object.class, Duration.ofMinutes(1)))
			.toList();
		Awaitility.await().untilAsserted(() -> assertThat(HostileProcess.blocked.get()).isEqualTo(WORKERS));
		String waiting = startOn(there, TestHubs.COUNTER, StartOptions.defaults().withTimeout(Duration.ofMillis(500)),
				false);
		assertThat(here.contains(waiting)).isFalse();
		// Quick and idle, so it needs no worker
		assertThat(there.call(quick, 1L).join()).isEqualTo(101L);
		assertThat(here.call(quick, 1L).join()).isEqualTo(102L);
		assertThat(there.call(elsewhere, 1L).join()).isEqualTo(1L);
		assertThat(there.nodes()).hasSize(2);
		assertThat(there.lookup(quick)).isPresent();
		// The caller's node knows it at once, the others a moment later
		Awaitility.await().until(() -> !there.contains(waiting));
		assertThat(failure(there.call(stuck.get(0), new Block(), Object.class, Duration.ofMillis(300))))
			.isInstanceOf(CallTimeoutException.class);
		there.stop(List.of(stuck.get(0)), StopOptions.defaults().withTimeout(Duration.ofSeconds(20))).join();
		HostileProcess.release.countDown();
		calls.subList(1, WORKERS).forEach((call) -> assertThat(call.join()).isEqualTo("released"));
		assertThat(failure(calls.get(0))).isInstanceOf(ProcessHubException.class);
		stuck.subList(1, WORKERS).forEach(this::assertAnswers);
	}

	/**
	 * Handlers that are known to be quick run on the threads that take messages.
	 */
	@Test
	void quickHandlersThatHangDoNotStopTheMessages() {
		String other = startOn(there, TestHubs.COUNTER);
		List<String> stuck = IntStream.range(0, 3).mapToObj((i) -> startOn(there, TestHubs.HOSTILE)).toList();
		for (int i = 0; i < 200; i++) {
			assertAnswers(stuck.get(i % 3));
		}
		List<CompletableFuture<Object>> calls = stuck.stream()
			.map((id) -> here.call(id, Order.HANG, Object.class, Duration.ofMinutes(1)))
			.toList();
		for (long i = 1; i <= 100; i++) {
			assertThat(here.call(other, 1L).join()).isEqualTo(i);
		}
		HostileProcess.release.countDown();
		calls.forEach((call) -> assertThat(call.join()).isEqualTo("released"));
	}

	@Test
	void startThatHangsFailsInTimeAndOthersGoOn() {
		String id = idOn(there);
		CompletableFuture<?> failed = here
			.start(List.of(ProcessSpec.of(id, TestHubs.HOSTILE).withArgument(HostileProcess.HANG_AT_START)),
					StartOptions.defaults().withTimeout(Duration.ofMillis(500)))
			.toCompletionStage()
			.toCompletableFuture();
		String other = startOn(there, TestHubs.COUNTER);
		assertThat(failure(failed)).isInstanceOf(ProcessHubException.class).hasMessageContaining(id);
		assertThat(here.contains(id)).isFalse();
		assertThat(here.call(other, 1L).join()).isEqualTo(1L);
	}

	/**
	 * States that cannot be handed over are lost, and said to be; the processes move all
	 * the same.
	 */
	@Test
	void statesThatCannotBeHandedOverAreLostLoudly(CapturedOutput output) {
		List<String> ids = IntStream.range(0, 20)
			.mapToObj((i) -> startOn((i % 2 == 0) ? here : there, TestHubs.HOSTILE))
			.toList();
		for (int i = 0; i < ids.size(); i++) {
			here.call(ids.get(i), (i % 4 < 2) ? Order.KEEP_TOO_MUCH : Order.KEEP_A_THREAD).join();
		}
		TestHubs.Node third = HUBS.startNode();
		try {
			Awaitility.await()
				.atMost(TestHubs.PATIENCE)
				.until(() -> !third.hub().localProcesses().isEmpty() && !here.isLocked() && !there.isLocked());
			ids.forEach(this::assertAnswers);
			assertThat(output).contains("could not be handed over");
		}
		finally {
			third.stop();
			third.close();
			HUBS.awaitNodes(2);
		}
		ids.forEach(this::assertAnswers);
	}

	private void assertAnswers(String id) {
		assertThat(here.call(id, Order.NOTHING).join()).as(id).isEqualTo("done");
	}

	private static String startOn(ProcessHubOperations node, String type) {
		return startOn(node, type, StartOptions.defaults(), true);
	}

	private static String startOn(ProcessHubOperations node, String type, StartOptions options, boolean succeeds) {
		String id = idOn(node);
		try {
			here.start(List.of(ProcessSpec.of(id, type).withShutdownTimeout(SHUTDOWN_TIMEOUT)), options).join();
			assertThat(succeeds).isTrue();
		}
		catch (ProcessHubException ex) {
			if (succeeds) {
				throw ex;
			}
		}
		return id;
	}

	private static String idOn(ProcessHubOperations node) {
		List<HubNode> nodes = node.nodes();
		HubNode local = nodes.stream().filter((each) -> !node.nodes(false).contains(each)).findFirst().orElseThrow();
		Placement placement = new ConsistentHashing(TestHubs.VIRTUAL_NODES)
			.placement(new HubView(1, local, nodes, nodes));
		return Stream.generate(() -> "p" + NUMBER.incrementAndGet())
			.filter((id) -> placement.nodes(id, 1).contains(local))
			.findFirst()
			.orElseThrow();
	}

	private static Throwable failure(CompletableFuture<?> future) {
		try {
			Object value = future.orTimeout(30, TimeUnit.SECONDS).join();
			throw new AssertionError("Completed with " + value);
		}
		catch (CompletionException ex) {
			return ex.getCause();
		}
	}

	private static Object ofUnknownClass(Path directory) throws IOException, ReflectiveOperationException {
		Path source = Files.writeString(directory.resolve("Unknown.java"), "public record Unknown(int value) { }");
		int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());
		assertThat(result).isZero();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { directory.toUri().toURL() })) {
			return loader.loadClass("Unknown").getConstructor(int.class).newInstance(7);
		}
	}

}
