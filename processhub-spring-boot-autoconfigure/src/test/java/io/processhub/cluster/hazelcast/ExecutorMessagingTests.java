/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.hazelcast.core.HazelcastInstance;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.test.util.ReflectionTestUtils;

import io.processhub.ProcessUnavailableException;
import io.processhub.cluster.Lane;
import io.processhub.cluster.Messaging;
import io.processhub.cluster.Registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ExecutorMessaging}.
 */
class ExecutorMessagingTests {

	private final TestMembers members = new TestMembers();

	private HazelcastClusterPorts a;

	private HazelcastClusterPorts b;

	private String memberA;

	private String memberB;

	@BeforeEach
	void start() {
		HazelcastInstance first = this.members.start();
		HazelcastInstance second = this.members.start();
		this.a = this.members.open(first, "hub");
		this.b = this.members.open(second, "hub");
		this.memberA = this.a.membership().local();
		this.memberB = this.b.membership().local();
	}

	@AfterEach
	void terminate() {
		this.members.close();
	}

	@Test
	void messagesArriveOnTheirLane() {
		List<String> received = Collections.synchronizedList(new ArrayList<>());
		this.b.messaging()
			.receive((member, lane, message, working) -> received
				.add((member.equals(this.memberA) ? "a " : "? ") + lane + " " + message[0] + " " + (working != null)));
		this.a.messaging().send(this.memberB, Lane.CONTROL, 1, new byte[] { 1 });
		this.a.messaging().send(this.memberB, Lane.MESSAGE, 1, new byte[] { 2 });
		this.a.messaging().send(this.memberB, Lane.REPLY, 1, new byte[] { 3 });
		Awaitility.await().untilAsserted(() -> assertThat(received).hasSize(3));
		assertThat(received).containsExactlyInAnyOrder("a CONTROL 1 true", "a MESSAGE 2 true", "a REPLY 3 true");
	}

	@RepeatedTest(20)
	void orderPerKeyHoldsWithManySenders() {
		Map<Integer, List<Integer>> received = new ConcurrentHashMap<>();
		AtomicInteger count = new AtomicInteger();
		this.b.messaging().receive((member, lane, message, working) -> {
			ByteBuffer buffer = ByteBuffer.wrap(message);
			received.computeIfAbsent(buffer.getInt(), (key) -> Collections.synchronizedList(new ArrayList<>()))
				.add(buffer.getInt());
			count.incrementAndGet();
		});
		int messages = 2000;
		List<Thread> threads = IntStream.range(0, 6).mapToObj((key) -> new Thread(() -> {
			for (int i = 0; i < messages; i++) {
				this.a.messaging().send(this.memberB, (key < 4) ? Lane.MESSAGE : Lane.CONTROL, key, message(key, i));
			}
		})).toList();
		threads.forEach(Thread::start);
		Awaitility.await().until(() -> count.get() == 6 * messages);
		assertThat(received).hasSize(6);
		assertThat(received.values())
			.allSatisfy((ofKey) -> assertThat(ofKey).isEqualTo(IntStream.range(0, messages).boxed().toList()));
	}

	@Test
	void replyOfTheReceivingThreadGoesBackWithTheBatch() {
		this.b.messaging().receive((member, lane, message, working) -> {
			this.b.messaging().send(member, Lane.REPLY, 0, new byte[] { 7 });
			this.b.messaging().send(member, Lane.REPLY, 0, message);
		});
		CountDownLatch replies = new CountDownLatch(2);
		List<String> received = Collections.synchronizedList(new ArrayList<>());
		this.a.messaging().receive((member, lane, message, working) -> {
			boolean withBatch = inbox(this.a).isTakingReplies();
			received.add(lane + " " + member.equals(this.memberB) + " " + withBatch + " " + message[0]);
			replies.countDown();
		});
		this.a.messaging().send(this.memberB, Lane.MESSAGE, 0, new byte[] { 1 });
		Awaitility.await().until(() -> replies.getCount() == 0);
		assertThat(received).containsExactly("REPLY true true 7", "REPLY true true 1");
	}

	@Test
	void replyOfAnotherThreadArrives() {
		var later = Executors.newSingleThreadExecutor();
		this.b.messaging()
			.receive((member, lane, message, working) -> later
				.execute(() -> this.b.messaging().send(member, Lane.REPLY, 0, message)));
		CompletableFuture<Lane> reply = new CompletableFuture<>();
		this.a.messaging().receive((member, lane, message, working) -> reply.complete(lane));
		this.a.messaging().send(this.memberB, Lane.MESSAGE, 0, new byte[] { 1 });
		assertThat(reply.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(Lane.REPLY);
		later.shutdown();
	}

	@Test
	void messagesCanBeSentWhileRepliesAreTaken() {
		AtomicInteger rounds = new AtomicInteger();
		this.b.messaging()
			.receive((member, lane, message, working) -> this.b.messaging().send(member, Lane.REPLY, 0, message));
		this.a.messaging().receive((member, lane, message, working) -> {
			if (rounds.incrementAndGet() < 100) {
				this.a.messaging().send(member, Lane.MESSAGE, rounds.get(), message);
			}
		});
		this.a.messaging().send(this.memberB, Lane.MESSAGE, 0, new byte[] { 1 });
		Awaitility.await().untilAsserted(() -> assertThat(rounds).hasValue(100));
	}

	@Test
	void blockedHandlerHoldsUpNoOtherMessage() {
		CountDownLatch release = new CountDownLatch(1);
		List<Integer> received = Collections.synchronizedList(new ArrayList<>());
		this.b.messaging().receive((member, lane, message, working) -> {
			ByteBuffer buffer = ByteBuffer.wrap(message);
			int key = buffer.getInt();
			if (key == 0 && buffer.getInt() == 0) {
				work(working);
				await(release);
			}
			received.add(key);
		});
		for (int i = 0; i < 10; i++) {
			for (int key = 0; key < 8; key++) {
				this.a.messaging().send(this.memberB, Lane.MESSAGE, key, message(key, i));
			}
			this.a.messaging().send(this.memberB, Lane.CONTROL, 100, message(100, i));
			this.a.messaging().send(this.memberB, Lane.REPLY, 200, message(200, i));
		}
		Awaitility.await().untilAsserted(() -> assertThat(received).hasSize(99));
		assertThat(received).filteredOn((key) -> key == 0).hasSize(9);
		release.countDown();
		Awaitility.await().untilAsserted(() -> assertThat(received).hasSize(100));
	}

	/**
	 * Messages for others that came in together with the one that hangs, and answers to
	 * those before it.
	 */
	@Test
	void restOfABatchDoesNotWaitForAHandlerThatHangs() {
		CountDownLatch release = new CountDownLatch(1);
		List<String> received = Collections.synchronizedList(new ArrayList<>());
		this.b.messaging().receive((member, lane, message, working) -> {
			received.add(message[0] + " " + (working != null));
			if (message[0] == 3) {
				work(working);
				await(release);
			}
			this.b.messaging().send(member, Lane.REPLY, 0, message);
		});
		List<Byte> replies = Collections.synchronizedList(new ArrayList<>());
		this.a.messaging().receive((member, lane, message, working) -> replies.add(message[0]));
		byte[] batch = new Batch("hub", this.memberA, 1, Lane.MESSAGE,
				IntStream.range(1, 7).mapToObj((i) -> new byte[] { (byte) i }).toList())
			.toBytes();
		this.members.instance(0)
			.getExecutorService("processhub.hub.messages")
			.submitToMember(new BatchTask(batch), this.members.instance(1).getCluster().getLocalMember());
		Awaitility.await()
			.untilAsserted(() -> assertThat(replies).containsExactlyInAnyOrder((byte) 1, (byte) 2, (byte) 4, (byte) 5,
					(byte) 6));
		assertThat(received).containsExactly("1 true", "2 true", "3 true", "4 false", "5 false", "6 false");
		release.countDown();
		Awaitility.await().untilAsserted(() -> assertThat(replies).hasSize(6));
	}

	@Test
	void messageThatHasNotGotItsPlaceYetIsNotOvertaken() {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch standing = new CountDownLatch(1);
		List<Integer> received = Collections.synchronizedList(new ArrayList<>());
		this.b.messaging().receive((member, lane, message, working) -> {
			if (message[0] == 1) {
				standing.countDown();
				await(release);
			}
			received.add((int) message[0]);
		});
		byte[] batch = new Batch("hub", this.memberA, 1, Lane.MESSAGE,
				List.of(new byte[] { 1 }, new byte[] { 2 }, new byte[] { 3 }))
			.toBytes();
		this.members.instance(0)
			.getExecutorService("processhub.hub.messages")
			.submitToMember(new BatchTask(batch), this.members.instance(1).getCluster().getLocalMember());
		await(standing);
		Awaitility.await().during(Duration.ofMillis(200)).until(received::isEmpty);
		release.countDown();
		Awaitility.await().until(() -> received.size() == 3);
		assertThat(received).containsExactly(1, 2, 3);
	}

	private static void work(@Nullable Runnable working) {
		if (working != null) {
			working.run();
		}
	}

	@Test
	void whatFollowsAMessageThatCameInTogetherWithOneThatHangsIsNotHeldBack() {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch queued = new CountDownLatch(1);
		List<Integer> received = Collections.synchronizedList(new ArrayList<>());
		this.b.messaging().receive((member, lane, message, working) -> {
			int key = message[0];
			received.add(key);
			if (key != 7) {
				work(working);
				await((key == 5) ? queued : release);
			}
		});
		this.a.messaging().send(this.memberB, Lane.MESSAGE, 5, new byte[] { 5 });
		this.a.messaging().send(this.memberB, Lane.MESSAGE, 6, new byte[] { 6 });
		this.a.messaging().send(this.memberB, Lane.MESSAGE, 7, new byte[] { 7 });
		queued.countDown();
		for (int i = 0; i < 3; i++) {
			int count = 3 + i;
			Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> received.size() == count);
			this.a.messaging().send(this.memberB, Lane.MESSAGE, 7, new byte[] { 7 });
		}
		release.countDown();
		Awaitility.await().until(() -> received.size() == 6);
	}

	@Test
	void lastThreadOfTheLaneIsNotSpare() {
		CountDownLatch release = new CountDownLatch(1);
		Map<Integer, Boolean> spares = new ConcurrentHashMap<>();
		this.b.messaging().receive((member, lane, message, working) -> {
			spares.put((int) message[0], working != null);
			if (working != null) {
				working.run();
				await(release);
			}
		});
		int threads = this.members.instance(1).getConfig().findExecutorConfig("processhub.hub.messages").getPoolSize();
		for (int i = 0; i < 50; i++) {
			int sent = i + 1;
			this.a.messaging().send(this.memberB, Lane.MESSAGE, i, new byte[] { (byte) i });
			Awaitility.await().until(() -> spares.size() == sent);
		}
		assertThat(spares.values().stream().filter((spare) -> spare)).hasSize(threads - 1);
		release.countDown();
	}

	@Test
	void batchesOfStrangersAreIgnored() throws Exception {
		List<byte[]> received = Collections.synchronizedList(new ArrayList<>());
		this.b.messaging().receive((member, lane, message, working) -> received.add(message));
		for (String sender : List.of("", "nobody", this.memberA)) {
			this.members.instance(0)
				.getExecutorService("processhub.hub.messages")
				.submitToMember(
						new BatchTask(new Batch("hub", sender, 1, Lane.MESSAGE, List.of(new byte[1])).toBytes()),
						this.members.instance(1).getCluster().getLocalMember())
				.get();
		}
		assertThat(received).hasSize(1);
	}

	@Test
	void senderIsToldWhenTooMuchWaits() {
		CountDownLatch release = new CountDownLatch(1);
		this.b.messaging().receive((member, lane, message, working) -> await(release));
		byte[] message = new byte[1 << 20];
		assertThatExceptionOfType(ProcessUnavailableException.class).isThrownBy(() -> {
			for (int i = 0; i < 100; i++) {
				this.a.messaging().send(this.memberB, Lane.MESSAGE, 0, message);
			}
		}).withMessageContaining("hub 'hub'").withMessageContaining(this.memberB);
		release.countDown();
	}

	@Test
	void messageToAMemberThatIsNotThereIsDropped() {
		assertThatCode(() -> {
			this.a.messaging().send("nobody", Lane.MESSAGE, 0, new byte[1]);
			this.members.instance(1).getLifecycleService().terminate();
			for (int i = 0; i < 1000; i++) {
				this.a.messaging().send(this.memberB, Lane.MESSAGE, i, new byte[1]);
			}
			Awaitility.await().until(() -> this.a.membership().members().size() == 1);
			this.a.messaging().send(this.memberB, Lane.MESSAGE, 0, new byte[1]);
		}).doesNotThrowAnyException();
	}

	@Test
	void malformedBatchesAndRepliesAreIgnored() throws Exception {
		List<byte[]> received = Collections.synchronizedList(new ArrayList<>());
		this.b.messaging().receive((member, lane, message, working) -> received.add(message));
		HazelcastInstance first = this.members.instance(0);
		byte[] valid = new Batch("hub", this.memberA, 1, Lane.MESSAGE, List.of(new byte[] { 5 })).toBytes();
		byte[] tooLong = java.util.Arrays.copyOf(valid, valid.length + 1);
		byte[] otherHub = new Batch("other", this.memberA, 1, Lane.MESSAGE, List.of(new byte[] { 5 })).toBytes();
		for (byte[] bytes : List.of(new byte[0], new byte[] { 1, 2, 3 }, new byte[] { -1, -1, -1, -1, 7 }, tooLong,
				otherHub)) {
			Object reply = first.getExecutorService("processhub.hub.messages")
				.submitToMember(new BatchTask(bytes), this.members.instance(1).getCluster().getLocalMember())
				.get();
			assertThat(reply).isNull();
		}
		assertThat(received).isEmpty();
		inbox(this.b).takeReplies("member", new byte[] { 5, 5 });
		assertThat(received).isEmpty();
	}

	@Test
	void handlerThatThrowsDoesNotLoseTheNextMessage() {
		List<Byte> received = Collections.synchronizedList(new ArrayList<>());
		this.b.messaging().receive((member, lane, message, working) -> {
			received.add(message[0]);
			throw new IllegalStateException("expected");
		});
		for (byte i = 0; i < 10; i++) {
			this.a.messaging().send(this.memberB, Lane.MESSAGE, 0, new byte[] { i });
		}
		Awaitility.await().untilAsserted(() -> assertThat(received).hasSize(10));
	}

	@Test
	void oneHandlerAtATime() {
		Messaging messaging = this.a.messaging();
		Registration registration = messaging.receive((member, lane, message, working) -> {
		});
		assertThatIllegalStateException().isThrownBy(() -> messaging.receive((member, lane, message, working) -> {
		}));
		registration.close();
		messaging.receive((member, lane, message, working) -> {
		});
	}

	@Test
	void hubsOfOneInstanceAreApart() {
		HazelcastClusterPorts otherA = this.members.open(this.members.instance(0), "other");
		HazelcastClusterPorts otherB = this.members.open(this.members.instance(1), "other");
		List<String> received = Collections.synchronizedList(new ArrayList<>());
		this.b.messaging().receive((member, lane, message, working) -> received.add("hub"));
		otherB.messaging().receive((member, lane, message, working) -> received.add("other"));
		otherA.messaging().send(this.memberB, Lane.MESSAGE, 0, new byte[1]);
		Awaitility.await().untilAsserted(() -> assertThat(received).containsExactly("other"));
		otherB.close();
		otherA.messaging().send(this.memberB, Lane.MESSAGE, 0, new byte[1]);
		this.a.messaging().send(this.memberB, Lane.MESSAGE, 0, new byte[1]);
		Awaitility.await().untilAsserted(() -> assertThat(received).containsExactly("other", "hub"));
	}

	@Test
	void whatWaitsIsSentBeforeThePortsAreClosed() {
		Set<Integer> received = ConcurrentHashMap.newKeySet();
		this.b.messaging().receive((member, lane, message, working) -> {
			if (received.add(ByteBuffer.wrap(message).getInt(4)) && received.size() == 1) {
				// What comes after waits on the other side
				await(new CountDownLatch(1), Duration.ofMillis(100));
			}
		});
		int messages = 5000;
		for (int i = 0; i < messages; i++) {
			this.a.messaging().send(this.memberB, Lane.MESSAGE, 1, message(1, i));
		}
		this.a.close();
		Awaitility.await().untilAsserted(() -> assertThat(received).hasSize(messages));
	}

	@Test
	void closingDoesNotWaitForAMemberThatDoesNotTakeMessages() {
		CountDownLatch hanging = new CountDownLatch(1);
		this.b.messaging().receive((member, lane, message, working) -> await(hanging));
		for (int i = 0; i < 10; i++) {
			this.a.messaging().send(this.memberB, Lane.MESSAGE, 1, message(1, i));
		}
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.a::close);
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
		hanging.countDown();
	}

	@Test
	void closedHubLeavesNoThreadAndCanBeOpenedAgain() {
		HazelcastInstance first = this.members.instance(0);
		assertThatIllegalStateException().isThrownBy(() -> this.members.open(first, "hub"))
			.withMessageContaining("open on this instance already");
		HazelcastClusterPorts ports = this.members.open(first, "brief");
		this.members.open(this.members.instance(1), "brief");
		for (int i = 0; i < 100; i++) {
			ports.messaging().send(this.memberB, Lane.MESSAGE, i, new byte[1]);
		}
		ports.close();
		ports.messaging().send(this.memberB, Lane.MESSAGE, 1, new byte[1]);
		assertThat(first.getUserContext()).doesNotContainKey("processhub.brief.inbox");
		this.members.open(first, "brief").close();
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> thread.getName().equals("processhub-brief-outbox"))
				.hasSizeLessThanOrEqualTo(1));
	}

	private static byte[] message(int key, int number) {
		return ByteBuffer.allocate(8).putInt(key).putInt(number).array();
	}

	private static Inbox inbox(HazelcastClusterPorts ports) {
		return (Inbox) ReflectionTestUtils.getField(ports.messaging(), "inbox");
	}

	private static void await(CountDownLatch latch, Duration time) {
		try {
			latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
