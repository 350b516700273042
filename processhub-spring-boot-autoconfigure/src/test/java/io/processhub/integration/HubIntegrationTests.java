/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.processhub.CallTimeoutException;
import io.processhub.HubNode;
import io.processhub.InvalidProcessException;
import io.processhub.MessageHandlerException;
import io.processhub.MessageSerializationException;
import io.processhub.ProcessAlreadyStartedException;
import io.processhub.ProcessCallException;
import io.processhub.ProcessError;
import io.processhub.ProcessHubException;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;
import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessReference;
import io.processhub.ProcessSpec;
import io.processhub.ProcessStartException;
import io.processhub.ProcessState;
import io.processhub.RestartPolicy;
import io.processhub.StartOptions;
import io.processhub.StartOptions.OnFailure;
import io.processhub.StartResult;
import io.processhub.StartResult.Status;
import io.processhub.StopOptions;
import io.processhub.StopResult;
import io.processhub.UnknownProcessTypeException;
import io.processhub.integration.CountingProcess.Note;
import io.processhub.integration.CountingProcess.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for the operations of a hub of three nodes.
 */
class HubIntegrationTests {

	private static final TestHubs HUBS = new TestHubs(3);

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static List<ProcessHubOperations> hubs = List.of();

	private static ProcessHubOperations hub() {
		return hubs.get(0);
	}

	@BeforeAll
	static void start() {
		for (int i = 0; i < 3; i++) {
			HUBS.startNode();
		}
		hubs = HUBS.nodes().stream().<ProcessHubOperations>map(TestHubs.Node::hub).toList();
	}

	@AfterAll
	static void close() {
		HUBS.close();
	}

	@AfterEach
	void stopAll() {
		List<String> ids = List.copyOf(hub().dump().keySet());
		if (!ids.isEmpty()) {
			hub().stop(ids, StopOptions.defaults()).join();
		}
		onAllNodes((hub) -> assertThat(hub.size()).isZero());
	}

	@Test
	void startedProcessesAreSeenOnAllNodes() {
		List<ProcessSpec> specs = IntStream.range(0, 60)
			.mapToObj((i) -> counter("p" + i).withTag("odd-" + (i % 2)).withMetadata(Map.of("i", "" + i)))
			.toList();
		StartResult result = hub().start(specs, StartOptions.defaults().withMetadata(Map.of("all", "yes"))).join();
		assertThat(result.status()).isEqualTo(Status.STARTED);
		assertThat(result.errors()).isEmpty();
		assertThat(result.rolledBack()).isFalse();
		assertThat(result.ids()).containsExactlyElementsOf(specs.stream().map(ProcessSpec::id).toList());
		assertThat(result.nodes()).containsExactlyInAnyOrderElementsOf(hub().nodes());
		assertThat(result.references()).extracting(ProcessReference::id).containsExactlyElementsOf(result.ids());
		onAllNodes((hub) -> {
			assertThat(hub.size()).isEqualTo(60);
			assertThat(hub.dump()).containsOnlyKeys(result.ids());
			assertThat(hub.findByTag("odd-1")).hasSize(30);
			assertThat(hub.findByTag("none")).isEmpty();
			ProcessInfo info = hub.lookup("p7").orElseThrow();
			assertThat(info.type()).isEqualTo(TestHubs.COUNTER);
			assertThat(info.tag()).isEqualTo("odd-1");
			assertThat(info.metadata()).containsOnly(Map.entry("i", "7"), Map.entry("all", "yes"));
			assertThat(info.node()).isEqualTo(result.started().get("p7").keySet().iterator().next());
			assertThat(info.instance().state()).isEqualTo(ProcessState.RUNNING);
			assertThat(hub.localProcesses()).allMatch((process) -> process.node().equals(hub.localNode()));
		});
		assertThat(hubs.stream().mapToInt((hub) -> hub.localProcesses().size()).sum()).isEqualTo(60);
	}

	@Test
	void resultOfOneStartSaysWhatAndWhere() {
		StartResult result = hub().start(counter("single")).join();
		assertThat(result.first()).isEqualTo("single");
		assertThat(result.ids()).containsExactly("single");
		assertThat(result.node()).isEqualTo(hub().lookup("single").orElseThrow().node());
		assertThat(result.references()).singleElement().isEqualTo(result.reference());
		assertThat(result.reference().hub()).isEqualTo(TestHubs.HUB);
		assertThat(result.reference().<Long>call(4L).join()).isEqualTo(4);
	}

	@Test
	void nothingToStartIsStarted() {
		StartResult result = hub().start(List.of(), StartOptions.defaults()).join();
		assertThat(result.status()).isEqualTo(Status.STARTED);
		assertThat(result.ids()).isEmpty();
	}

	@Test
	void callsSendsAndBroadcastsReachTheProcessFromAllNodes() {
		String id = startOn(hubs.get(1));
		for (ProcessHubOperations hub : hubs) {
			hub.send(id, new Note("sent"));
			hub.broadcast(id, new Note("broadcast"));
			hub.reference(id).send(new Note("reference"));
		}
		Awaitility.await().untilAsserted(() -> assertThat(hub().<List<String>>call(id, Order.NOTES).join()).hasSize(9));
		long value = 0;
		for (ProcessHubOperations hub : hubs) {
			assertThat(hub.call(id, 3L, Long.class, Duration.ofSeconds(5)).join()).isEqualTo(value += 3);
			assertThat(hub.<String>call(id, Order.WHERE).join()).isEqualTo(hubs.get(1).localNode().name());
		}
	}

	@Test
	void messagesOfOneSenderKeepTheirOrder() {
		String id = startOn(hubs.get(2));
		List<String> texts = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
		texts.forEach((text) -> hub().send(id, new Note(text)));
		Awaitility.await()
			.untilAsserted(() -> assertThat(hub().<List<String>>call(id, Order.NOTES).join())
				.containsExactlyElementsOf(texts));
	}

	@Test
	void metadataAreUpdatedOnAllNodes() {
		String id = startOn(hubs.get(1));
		hub().updateMetadata(id, Map.of("colour", "green")).join();
		onAllNodes((hub) -> assertThat(hub.lookup(id).orElseThrow().metadata())
			.containsOnly(Map.entry("colour", "green")));
		fails(hub().updateMetadata("missing", Map.of()), ProcessNotFoundException.class, "missing");
	}

	@Test
	void metadataThatAreTooLargeOrMissingAreRefused() {
		hub().start(counter("p1")).join();
		Map<String, String> large = Map.of("key", "x".repeat(4096));
		Map<String, String> missing = new HashMap<>();
		missing.put("key", null);
		for (Map<String, String> metadata : List.of(large, missing)) {
			assertThatExceptionOfType(InvalidProcessException.class)
				.isThrownBy(() -> hub().updateMetadata("p1", metadata));
		}
		assertThatExceptionOfType(InvalidProcessException.class)
			.isThrownBy(() -> hub().start(List.of(counter("p2")), StartOptions.defaults().withMetadata(large)));
		assertThatExceptionOfType(InvalidProcessException.class)
			.isThrownBy(() -> hub().updateMetadata("x".repeat(513), Map.of()));
		assertThat(hub().contains("p2")).isFalse();
	}

	@Test
	void stoppedProcessIsGoneOnAllNodes() {
		String id = startOn(hubs.get(1));
		StopResult result = hubs.get(2).stop(id).join();
		assertThat(result.stopped()).containsExactly(id);
		assertThat(result.errors()).isEmpty();
		onAllNodes((hub) -> {
			assertThat(hub.contains(id)).isFalse();
			assertThat(hub.references(id)).isEmpty();
		});
		hubs.forEach((hub) -> fails(hub.call(id, 1L), ProcessNotFoundException.class, id));
	}

	@Test
	void stopOfAnUnknownProcessFails() {
		assertThatExceptionOfType(ProcessNotFoundException.class).isThrownBy(() -> hub().stop("unknown").join())
			.satisfies((ex) -> assertThat(ex.getProcessId()).isEqualTo("unknown"));
	}

	@Test
	void stopOfKnownAndUnknownProcessesNamesTheUnknown() {
		String id = startOn(hubs.get(1));
		StopResult result = hub().stop(id, "unknown").join();
		assertThat(result.stopped()).containsExactly(id);
		assertThat(result.errors()).extracting(ProcessError::id, ProcessError::reason)
			.containsExactly(tuple("unknown", ProcessError.Reason.NOT_FOUND));
	}

	@Test
	void rollbackStopsWhatWasStarted() {
		List<ProcessSpec> specs = withOneThatFails();
		StartResult result = hub().start(specs, StartOptions.defaults().withOnFailure(OnFailure.ROLLBACK)).join();
		assertThat(result.status()).isEqualTo(Status.ROLLED_BACK);
		assertThat(result.rolledBack()).isTrue();
		assertThat(result.ids()).isEmpty();
		assertThat(result.errors()).extracting(ProcessError::id, ProcessError::reason)
			.containsExactly(tuple("bad", ProcessError.Reason.START_FAILED));
		onAllNodes((hub) -> assertThat(hub.size()).isZero());
	}

	@Test
	void continueLeavesWhatWasStarted() {
		List<ProcessSpec> specs = withOneThatFails();
		StartResult result = hub().start(specs, StartOptions.defaults()).join();
		assertThat(result.status()).isEqualTo(Status.PARTIAL);
		assertThat(result.ids()).hasSize(9).doesNotContain("bad");
		assertThat(result.errors()).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains("told to fail"));
		onAllNodes((hub) -> assertThat(hub.dump()).containsOnlyKeys(result.ids()));
	}

	@Test
	void startOfNothingButFailuresFails() {
		assertThatExceptionOfType(ProcessStartException.class)
			.isThrownBy(() -> hub().start(counter("bad").withArgument(CountingProcess.FAIL)).join())
			.withMessageContaining("told to fail");
		onAllNodes((hub) -> assertThat(hub.contains("bad")).isFalse());
	}

	@Test
	void existingProcessIsNotStartedAgain() {
		String id = startOn(hubs.get(1));
		for (ProcessHubOperations hub : hubs) {
			Awaitility.await().until(() -> hub.contains(id));
			assertThatExceptionOfType(ProcessAlreadyStartedException.class)
				.isThrownBy(() -> hub.start(counter(id), counter("other")).join())
				.satisfies((ex) -> assertThat(ex.getProcessId()).isEqualTo(id));
		}
		onAllNodes((hub) -> assertThat(hub.contains("other")).isFalse());
	}

	@Test
	void existingProcessIsReturnedIfThatIsWanted() {
		String id = startOn(hubs.get(1));
		hub().<Long>call(id, 5L).join();
		for (ProcessHubOperations hub : hubs) {
			StartResult result = hub.start(List.of(counter(id)), StartOptions.defaults().withCheckExisting(false))
				.join();
			assertThat(result.status()).isEqualTo(Status.STARTED);
			assertThat(result.node()).isEqualTo(hubs.get(1).localNode());
			assertThat(result.reference().<Long>call(0L).join()).isEqualTo(5);
		}
	}

	@Test
	void processStartedOnAllNodesAtOnceRunsOnce() {
		List<CompletableFuture<StartResult>> starts = hubs.stream()
			.map((hub) -> hub.start(List.of(counter("once")), StartOptions.defaults().withCheckExisting(false))
				.toCompletionStage()
				.toCompletableFuture())
			.toList();
		assertThat(starts).allSatisfy((start) -> assertThat(start.join().status()).isEqualTo(Status.STARTED));
		assertThat(starts.stream().map((start) -> start.join().node()).distinct()).hasSize(1);
		onAllNodes((hub) -> assertThat(hub.lookup("once").orElseThrow().instances()).hasSize(1));
	}

	@Test
	void invalidSpecsAreRefusedBeforeAnythingIsStarted() {
		ProcessSpec fine = counter("fine");
		refused(InvalidProcessException.class, fine, counter("twice"), counter("twice"));
		refused(InvalidProcessException.class, fine, counter(""));
		refused(InvalidProcessException.class, fine, counter("  "));
		refused(InvalidProcessException.class, fine, counter("x".repeat(ProcessSpec.MAX_ID_LENGTH + 1)));
		refused(InvalidProcessException.class, fine, nothing());
		refused(InvalidProcessException.class, fine,
				new ProcessSpec(nothing(), "counter", null, null, null, null, Map.of()));
		refused(InvalidProcessException.class, fine, counter("tag").withTag("x".repeat(4097)));
		refused(InvalidProcessException.class, fine, counter("timeout").withShutdownTimeout(Duration.ofSeconds(-1)));
		refused(UnknownProcessTypeException.class, fine, ProcessSpec.of("other", "unknown"));
		refused(UnknownProcessTypeException.class, fine, ProcessSpec.of("other", nothing()));
		refused(MessageSerializationException.class, fine, counter("thread").withArgument(new Thread()));
		assertThatExceptionOfType(InvalidProcessException.class)
			.isThrownBy(() -> hub().start(List.of(fine),
					StartOptions.defaults().withChildMapping(Map.of("fine", List.of("node-0")))))
			.withMessageContaining("childMapping");
		onAllNodes((hub) -> assertThat(hub.size()).isZero());
	}

	@Test
	void missingArgumentsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> hub().lookup(nothing()));
		assertThatIllegalArgumentException().isThrownBy(() -> hub().call("id", nothing()));
		assertThatIllegalArgumentException().isThrownBy(() -> hub().send(nothing(), "message"));
		assertThatExceptionOfType(InvalidProcessException.class)
			.isThrownBy(() -> hub().stop(Collections.singleton(nothing()), StopOptions.defaults()));
	}

	@Test
	void longestIdIsTaken() {
		String id = "ü".repeat(ProcessSpec.MAX_ID_LENGTH);
		hub().start(counter(id)).join();
		onAllNodes((hub) -> assertThat(hub.<Long>call(id, 0L).join()).isZero());
	}

	@Test
	void callOfAnUnknownProcessFails() {
		fails(hub().call("unknown", 1L), ProcessNotFoundException.class, "unknown");
		fails(hub().reference("unknown").call(1L), ProcessNotFoundException.class, "unknown");
	}

	@Test
	void exceptionOfAHandlerReachesTheCaller() {
		String id = startOn(hubs.get(1));
		hub().<Long>call(id, 5L).join();
		for (ProcessHubOperations hub : hubs) {
			ProcessHubException failure = fails(hub.call(id, Order.THROW), ProcessCallException.class, id);
			assertThat(failure).hasMessageContaining("told to throw");
			assertThat(((ProcessCallException) failure).getExceptionType())
				.isEqualTo(UnsupportedOperationException.class.getName());
		}
		assertThat(hub().<Long>call(id, 0L).join()).as("the process went on with its state").isEqualTo(5);
	}

	@Test
	void messageWithoutHandlerFails() {
		String id = startOn(hubs.get(1));
		hubs.forEach((hub) -> fails(hub.call(id, "no handler for this"), MessageHandlerException.class, id));
	}

	@Test
	void messageThatCannotBeSerializedFails() {
		String id = startOn(hubs.get(1));
		fails(hub().call(id, new Thread()), MessageSerializationException.class, id);
		assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> hub().send(id, new Thread()));
	}

	@Test
	void callWithoutAnswerTimesOut() {
		String id = startOn(hubs.get(1));
		hubs.forEach((hub) -> fails(hub.call(id, Order.BE_SILENT, String.class, Duration.ofMillis(100)),
				CallTimeoutException.class, id));
	}

	@Test
	void answerOfAnotherTypeFails() {
		String id = startOn(hubs.get(1));
		hubs.forEach((hub) -> fails(hub.call(id, 1L, String.class, Duration.ofSeconds(5)),
				MessageHandlerException.class, id));
	}

	@Test
	void proxyReachesAProcessOnAnotherNode() {
		String id = startOn(hubs.get(1));
		for (ProcessHubOperations hub : hubs) {
			Counting counting = hub.proxy(Counting.class, id);
			long before = counting.value();
			counting.add(3);
			Awaitility.await().until(() -> counting.value() == before + 3);
			assertThat(counting.describe("is ").toCompletableFuture().join()).isEqualTo("is " + (before + 3));
			assertThat(counting).isEqualTo(counting).hasToString("Counting of process '" + id + "' in hub 'test'");
		}
		Counting missing = hub().proxy(Counting.class, "missing");
		assertThatExceptionOfType(ProcessNotFoundException.class).isThrownBy(missing::value);
		assertThatIllegalArgumentException().isThrownBy(() -> hub().proxy(String.class, id));
	}

	@Test
	void allNodesAreThereAndAlive() {
		List<HubNode> locals = hubs.stream().map(ProcessHubOperations::localNode).toList();
		for (ProcessHubOperations hub : hubs) {
			assertThat(hub.nodes()).containsExactlyInAnyOrderElementsOf(locals);
			assertThat(hub.nodes(false)).hasSize(2).doesNotContain(hub.localNode());
			assertThat(hub.isAlive()).isTrue();
			assertThat(hub.isPartitioned()).isFalse();
			await().until(() -> !hub.isLocked());
		}
		assertThat(locals).extracting(HubNode::name).containsExactly("node-0", "node-1", "node-2");
	}

	@Test
	void crashedTooOftenIsFailedEverywhereAndCanBeStartedAgain() {
		String id = startOn(hubs.get(1));
		for (int i = 0; i < 3; i++) {
			hub().send(id, Order.THROW);
		}
		onAllNodes((hub) -> assertThat(hub.lookup(id).orElseThrow().instance().state()).isEqualTo(ProcessState.FAILED));
		StartResult result = hubs.get(2).start(counter(id)).join();
		assertThat(result.status()).isEqualTo(Status.STARTED);
		onAllNodes((hub) -> {
			assertThat(hub.lookup(id).orElseThrow().instance().state()).isEqualTo(ProcessState.RUNNING);
			assertThat(hub.<Long>call(id, 0L).join()).isZero();
		});
	}

	@Test
	void crashedProcessIsRestarted() {
		String id = startOn(hubs.get(1));
		hub().<Long>call(id, 5L).join();
		hub().send(id, Order.THROW);
		await().untilAsserted(() -> assertThat(hub().<Long>call(id, 0L).join()).isZero());
		onAllNodes((hub) -> assertThat(hub.lookup(id).orElseThrow().instance().restarts()).isOne());
	}

	@Test
	void transientProcessThatEndsDisappearsEverywhere() {
		hub().start(counter("transient").withRestart(RestartPolicy.TRANSIENT)).join();
		hub().send("transient", Order.END);
		onAllNodes((hub) -> assertThat(hub.contains("transient")).isFalse());
	}

	@Test
	void rebalanceCompletesAndMovesNothingThatIsInPlace() {
		hub().start(IntStream.range(0, 30).mapToObj((i) -> counter("r" + i)).toList(), StartOptions.defaults()).join();
		Map<String, ProcessInfo> before = hub().dump();
		hubs.get(1).rebalance().orTimeout(20, TimeUnit.SECONDS).join();
		before.forEach((id, info) -> {
			ProcessInfo after = hub().lookup(id).orElseThrow();
			assertThat(after.node()).isEqualTo(info.node());
			assertThat(after.instance().epoch()).isEqualTo(info.instance().epoch());
		});
	}

	private static List<ProcessSpec> withOneThatFails() {
		return IntStream.range(0, 10)
			.mapToObj((i) -> (i != 4) ? counter("ok" + i) : counter("bad").withArgument(CountingProcess.FAIL))
			.toList();
	}

	private static ProcessSpec counter(String id) {
		return ProcessSpec.of(id, TestHubs.COUNTER);
	}

	private static String startOn(ProcessHubOperations target) {
		while (true) {
			String id = "n" + NUMBER.incrementAndGet();
			if (hub().start(counter(id)).join().node().equals(target.localNode())) {
				onAllNodes((hub) -> assertThat(hub.contains(id)).isTrue());
				return id;
			}
		}
	}

	private static <E extends ProcessHubException> void refused(Class<E> type, ProcessSpec... specs) {
		assertThatExceptionOfType(type).isThrownBy(() -> hub().start(Arrays.asList(specs), StartOptions.defaults()))
			.satisfies((ex) -> assertThat(ex.getHub()).isEqualTo(TestHubs.HUB));
	}

	private static ProcessHubException fails(CompletableFuture<?> call, Class<? extends ProcessHubException> type,
			String id) {
		Throwable failure = call.handle((answer, ex) -> ex).orTimeout(10, TimeUnit.SECONDS).join();
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		assertThat(cause).isExactlyInstanceOf(type);
		assertThat(cause).isInstanceOf(ProcessHubException.class);
		ProcessHubException typed = (ProcessHubException) cause;
		assertThat(typed.getProcessId()).isEqualTo(id);
		return typed;
	}

	private static void onAllNodes(Consumer<ProcessHubOperations> check) {
		ThrowingRunnable all = () -> hubs.forEach(check);
		await().untilAsserted(all);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(TestHubs.PATIENCE).pollInterval(Duration.ofMillis(20));
	}

	@SuppressWarnings({ "NullAway", "DataFlowIssue" })
	private static <T> T nothing() {
		return Map.<String, T>of().get("nothing");
	}

}
