/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.processhub.ProcessUnavailableException;
import io.processhub.RestartPolicy;
import io.processhub.cluster.Directory;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.SlotReply;
import io.processhub.directory.Slots;
import io.processhub.directory.StoredSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MapDirectory}.
 */
class MapDirectoryTests {

	private final TestMembers members = new TestMembers();

	@AfterEach
	void terminate() {
		this.members.close();
	}

	@Test
	void changesAndQuestionsOfOneMemberAreSeenByAnother() {
		Directory first = this.members.startAndOpen("hub").directory();
		Directory second = this.members.startAndOpen("hub").directory();
		assertThat(execute(first, claims(1000, "a")).values())
			.allSatisfy((reply) -> assertThat(reply.outcomes()).allMatch(SlotReply.Outcome::done));
		assertThat(digests(second)).isEqualTo(digests(first));
		assertThat(records(second).keySet()).hasSize(1000).contains("process-7");
		assertThat(execute(second, claims(1000, "b")).values())
			.allSatisfy((reply) -> assertThat(reply.outcomes()).noneMatch(SlotReply.Outcome::done));
	}

	@Test
	void questionsCreateNothing() {
		HazelcastInstance instance = this.members.start();
		Directory directory = this.members.open(instance, "hub").directory();
		assertThat(records(directory)).isEmpty();
		assertThat(instance.getMap("processhub.hub.directory").size()).isZero();
	}

	@Test
	void repliesCompleteOnTheCallbackExecutor() {
		Directory directory = this.members.startAndOpen("hub").directory();
		CompletableFuture<String> thread = directory.execute(claims(50, "a"))
			.thenApply((replies) -> Thread.currentThread().getName())
			.toCompletableFuture();
		assertThat(thread.join()).matches("test-callback|main");
		assertThat(directory.execute(Map.of()).toCompletableFuture()).isCompletedWithValue(Map.of());
	}

	@Test
	void slotsMoveWithTheirRecordsWhenMembersComeAndGo() {
		Directory first = this.members.startAndOpen("hub").directory();
		execute(first, claims(500, "a"));
		Map<Integer, Long> digests = digests(first);
		Directory second = this.members.startAndOpen("hub").directory();
		Directory third = this.members.startAndOpen("hub").directory();
		Awaitility.await().untilAsserted(() -> {
			assertThat(second.ownedSlots()).hasSizeGreaterThan(50);
			assertThat(third.ownedSlots()).hasSizeGreaterThan(50);
		});
		assertThat(digests(third)).isEqualTo(digests);
		this.members.instance(0).shutdown();
		assertThat(digests(third)).isEqualTo(digests);
		Map<String, Long> before = records(third);
		execute(third, moves(500, 1));
		this.members.instance(1).shutdown();
		assertThat(third.ownedSlots()).hasSize(Slots.COUNT);
		assertThat(records(third)).hasSize(500)
			.allSatisfy((id, epoch) -> assertThat(epoch).isGreaterThan(before.get(id)));
	}

	@Test
	void memberThatIsToHoldNothingDoesNotWaitForIt() {
		Directory first = this.members.open(this.members.start(onePartition()), "hub").directory();
		Directory second = this.members.open(this.members.start(onePartition()), "hub").directory();
		Awaitility.await()
			.until(() -> first.isSafe().toCompletableFuture().join() && second.isSafe().toCompletableFuture().join());
		// The partition may be given to another member just now
		Awaitility.await()
			.untilAsserted(() -> assertThat(List.of(first.ownedSlots().size(), second.ownedSlots().size()))
				.containsExactlyInAnyOrder(0, Slots.COUNT));
	}

	private Config onePartition() {
		return this.members.config().setProperty("hazelcast.partition.count", "1");
	}

	@RepeatedTest(3)
	void whatWasAcknowledgedSurvivesTheTerminationOfAnyMember() {
		Directory first = this.members.startAndOpen("hub").directory();
		Directory second = this.members.startAndOpen("hub").directory();
		Directory third = this.members.startAndOpen("hub").directory();
		for (Directory each : List.of(first, second, third)) {
			Awaitility.await().until(() -> each.isSafe().toCompletableFuture().join());
		}
		execute(second, claims(500, "a"));
		Map<Integer, Long> digests = digests(first);
		this.members.instance(0).getLifecycleService().terminate();
		assertThat(digests(third)).isEqualTo(digests);
		Set<Integer> owned = new HashSet<>();
		Awaitility.await().untilAsserted(() -> {
			owned.clear();
			owned.addAll(second.ownedSlots());
			owned.addAll(third.ownedSlots());
			assertThat(owned).hasSize(Slots.COUNT);
		});
	}

	@Test
	void changesGoOnWhileAMemberIsTerminated() {
		Directory first = this.members.startAndOpen("hub").directory();
		this.members.startAndOpen("hub");
		Directory third = this.members.startAndOpen("hub").directory();
		this.members.awaitBackups();
		List<CompletableFuture<Map<Integer, SlotReply>>> results = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			results.add(first.execute(claims(i * 100, 100, "a")).toCompletableFuture());
			if (i == 10) {
				this.members.instance(1).getLifecycleService().terminate();
			}
		}
		assertThat(results)
			.allSatisfy((result) -> assertThat(result.orTimeout(20, TimeUnit.SECONDS).join()).isNotEmpty());
		assertThat(records(third)).hasSize(2000);
	}

	@Test
	void everySlotHasOneOwner() {
		Directory first = this.members.startAndOpen("hub").directory();
		assertThat(first.slots()).isEqualTo(Slots.COUNT);
		assertThat(first.ownedSlots()).hasSize(Slots.COUNT);
		Directory second = this.members.startAndOpen("hub").directory();
		Awaitility.await().untilAsserted(() -> {
			List<Integer> owned = new ArrayList<>(first.ownedSlots());
			owned.addAll(second.ownedSlots());
			assertThat(owned).containsExactlyInAnyOrderElementsOf(IntStream.range(0, Slots.COUNT).boxed().toList());
			assertThat(second.ownedSlots()).isNotEmpty();
		});
	}

	@Test
	void slotThatDoesNotExistFailsAsAWhole() {
		Directory directory = this.members.startAndOpen("hub").directory();
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> execute(directory, Map.of(Slots.COUNT, new SlotCommand.Digest())))
			.withCauseInstanceOf(ProcessUnavailableException.class);
	}

	@Test
	void instanceThatIsDownFailsTyped() {
		HazelcastInstance instance = this.members.start();
		Directory directory = this.members.open(instance, "hub").directory();
		instance.shutdown();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> execute(directory, claims(10, "a")))
			.withCauseInstanceOf(ProcessUnavailableException.class)
			.withMessageContaining("hub 'hub'");
	}

	@Test
	void malformedCommandChangesNothing() {
		HazelcastInstance instance = this.members.start();
		Directory directory = this.members.open(instance, "hub").directory();
		execute(directory, claims(100, "a"));
		Map<Integer, Long> digests = digests(directory);
		for (byte[] bytes : new byte[][] { {}, { 9 }, { 0, 0, 127 }, { 0, 1, 1, 0, 50 } }) {
			CompletableFuture<byte[]> result = instance.<Integer, SlotHolder>getMap("processhub.hub.directory")
				.<byte[]>submitToKey(0, new SlotProcessor(bytes))
				.toCompletableFuture();
			assertThatExceptionOfType(CompletionException.class).isThrownBy(result::join);
		}
		assertThat(digests(directory)).isEqualTo(digests);
	}

	@Test
	void hubsOfOneInstanceAreApart() {
		HazelcastInstance instance = this.members.start();
		Directory one = this.members.open(instance, "one").directory();
		Directory two = this.members.open(instance, "two").directory();
		execute(one, claims(10, "a"));
		assertThat(records(one)).hasSize(10);
		assertThat(records(two)).isEmpty();
	}

	static Map<Integer, SlotReply> execute(Directory directory, Map<Integer, SlotCommand> commands) {
		return directory.execute(commands).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
	}

	static Map<Integer, SlotCommand> claims(int count, String node) {
		return claims(0, count, node);
	}

	static Map<Integer, SlotCommand> claims(int from, int count, String node) {
		return changes(from, count,
				(id) -> new SlotOperation.Claim(
						new StoredSpec(id, "counter", null, RestartPolicy.PERMANENT, 1000, null, Map.of()), node,
						node.hashCode()));
	}

	private static Map<Integer, SlotCommand> moves(int count, long token) {
		return changes(0, count, (id) -> new SlotOperation.Describe(id, Map.of("token", String.valueOf(token))));
	}

	private static Map<Integer, SlotCommand> changes(int from, int count,
			java.util.function.Function<String, SlotOperation> operation) {
		Map<Integer, List<SlotOperation>> bySlot = new HashMap<>();
		for (int i = from; i < from + count; i++) {
			String id = "process-" + i;
			bySlot.computeIfAbsent(Slots.of(id), (slot) -> new ArrayList<>()).add(operation.apply(id));
		}
		Map<Integer, SlotCommand> commands = new HashMap<>();
		bySlot.forEach((slot, operations) -> commands.put(slot, new SlotCommand.Change(0, operations)));
		return commands;
	}

	static Map<Integer, Long> digests(Directory directory) {
		Map<Integer, SlotCommand> questions = new HashMap<>();
		IntStream.range(0, directory.slots()).forEach((slot) -> questions.put(slot, new SlotCommand.Digest()));
		Map<Integer, Long> digests = new HashMap<>();
		execute(directory, questions).forEach((slot, reply) -> digests.put(slot, reply.digest()));
		return digests;
	}

	/**
	 * Return the revisions by id.
	 */
	static Map<String, Long> records(Directory directory) {
		Map<Integer, SlotCommand> questions = new HashMap<>();
		IntStream.range(0, directory.slots()).forEach((slot) -> questions.put(slot, new SlotCommand.ReadAll()));
		Map<String, Long> records = new HashMap<>();
		execute(directory, questions).values()
			.forEach((reply) -> reply.records().forEach((each) -> records.put(each.id(), each.revision())));
		return records;
	}

}
