/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.processhub.cluster.hazelcast.Outbox.Limits;
import io.processhub.cluster.hazelcast.Outbox.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Outbox}.
 */
class OutboxTests {

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

	private final List<List<Message>> shipped = new ArrayList<>();

	private final List<Runnable> returns = new ArrayList<>();

	@AfterEach
	void shutDown() {
		this.timer.shutdownNow();
	}

	@Test
	void firstMessageGoesAtOnceAndTheOthersTogether() {
		Outbox outbox = new Outbox(new Limits(100, 1000), this::ship, this.timer);
		for (int i = 0; i < 10; i++) {
			assertThat(outbox.send(7, new byte[] { (byte) i })).isTrue();
		}
		assertThat(contents()).isEqualTo(List.of(List.of(0)));
		bringBack(0);
		await(2);
		assertThat(contents()).isEqualTo(List.of(List.of(0), List.of(1, 2, 3, 4, 5, 6, 7, 8, 9)));
		bringBack(1);
		Awaitility.await().until(() -> this.timer.getActiveCount() == 0 && this.timer.getQueue().isEmpty());
		outbox.send(7, new byte[] { 10 });
		assertThat(contents()).hasSize(3);
	}

	@Test
	void overdueBatchHoldsItsOwnKeysOnly() {
		Outbox outbox = new Outbox(new Limits(100, 1000), this::ship, this.timer);
		outbox.send(1, new byte[] { 0 });
		outbox.send(1, new byte[] { 1 });
		outbox.send(2, new byte[] { 2 });
		outbox.send(1, new byte[] { 3 });
		outbox.send(3, new byte[] { 4 });
		await(2);
		assertThat(contents()).isEqualTo(List.of(List.of(0), List.of(2, 4)));
		bringBack(0);
		await(3);
		assertThat(contents().get(2)).isEqualTo(List.of(1, 3));
	}

	@Test
	void batchesInFlightAreBounded() {
		Outbox outbox = new Outbox(new Limits(100, 1000), this::ship, this.timer);
		for (int i = 0; i < 40; i++) {
			int sent = contents().size();
			outbox.send(i, new byte[] { (byte) i });
			if (sent < 8) {
				await(sent + 1);
			}
		}
		Awaitility.await().during(50, TimeUnit.MILLISECONDS).untilAsserted(() -> assertThat(contents()).hasSize(8));
		bringBack(3);
		await(9);
		assertThat(contents().get(8)).hasSize(32);
	}

	@Test
	void batchesAreBoundedByMessagesAndBytes() {
		Outbox outbox = new Outbox(new Limits(100_000, 100L << 20), this::ship, this.timer);
		for (int i = 0; i < 1500; i++) {
			outbox.send(0, new byte[1]);
		}
		bringBack(0);
		await(2);
		assertThat(contents().get(1)).hasSize(1000);
		for (int i = 0; i < 5; i++) {
			outbox.send(0, new byte[600_000]);
		}
		bringBack(1);
		await(3);
		assertThat(contents().get(2)).hasSize(501);
	}

	@Test
	void messagePastTheBoundIsRefused() {
		Outbox outbox = new Outbox(new Limits(3, 1000), this::ship, this.timer);
		assertThat(IntStream.range(0, 4).allMatch((i) -> outbox.send(0, new byte[1]))).isTrue();
		assertThat(outbox.send(0, new byte[1])).isFalse();
		Outbox bytes = new Outbox(new Limits(1000, 10), this::ship, this.timer);
		assertThat(bytes.send(0, new byte[100])).isTrue();
		assertThat(bytes.send(0, new byte[10])).isTrue();
		assertThat(bytes.send(0, new byte[1])).isFalse();
	}

	@Test
	void failedBatchIsFollowedByTheNext() {
		List<Integer> sizes = new ArrayList<>();
		Outbox outbox = new Outbox(new Limits(100, 1000), (messages, returned) -> {
			synchronized (sizes) {
				sizes.add(messages.size());
			}
			return false;
		}, this.timer);
		outbox.send(0, new byte[1]);
		outbox.send(0, new byte[1]);
		assertThat(sizes).containsExactly(1, 1);
	}

	@Test
	void closedOutboxSendsNothing() {
		Outbox outbox = new Outbox(new Limits(100, 1000), this::ship, this.timer);
		outbox.send(0, new byte[1]);
		outbox.send(0, new byte[1]);
		outbox.close();
		bringBack(0);
		assertThat(outbox.send(0, new byte[1])).isTrue();
		Awaitility.await().until(() -> this.timer.getActiveCount() == 0 && this.timer.getQueue().isEmpty());
		assertThat(contents()).hasSize(1);
	}

	@RepeatedTest(50)
	void orderPerKeyHoldsUnderConcurrencyAndSlowHandlers() throws Exception {
		int senders = 4;
		int messages = 500;
		ExecutorService handlers = Executors.newFixedThreadPool(10);
		List<List<Integer>> received = IntStream.range(0, senders)
			.<List<Integer>>mapToObj((i) -> new ArrayList<>())
			.toList();
		CountDownLatch all = new CountDownLatch(senders * messages);
		Outbox outbox = new Outbox(new Limits(100_000, 1 << 20), (batch, returned) -> {
			handlers.execute(() -> {
				for (Message message : batch) {
					if (batch.size() == 1 && message.bytes()[1] == 0) {
						pause();
					}
					List<Integer> ofKey = received.get(message.key());
					synchronized (ofKey) {
						ofKey.add((message.bytes()[0] & 0xFF) << 8 | message.bytes()[1] & 0xFF);
					}
					all.countDown();
				}
				returned.run();
			});
			return true;
		}, this.timer);
		List<Thread> threads = IntStream.range(0, senders).mapToObj((key) -> new Thread(() -> {
			for (int i = 0; i < messages; i++) {
				outbox.send(key, new byte[] { (byte) (i >> 8), (byte) i });
			}
		})).toList();
		threads.forEach(Thread::start);
		assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
		handlers.shutdownNow();
		assertThat(received)
			.allSatisfy((ofKey) -> assertThat(ofKey).isEqualTo(IntStream.range(0, messages).boxed().toList()));
	}

	private static void pause() {
		long end = System.nanoTime() + ThreadLocalRandom.current().nextLong(12_000_000);
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	private boolean ship(List<Message> messages, Runnable returned) {
		synchronized (this.shipped) {
			this.shipped.add(messages);
			this.returns.add(returned);
		}
		return true;
	}

	private void bringBack(int index) {
		Runnable returned;
		synchronized (this.shipped) {
			returned = this.returns.get(index);
		}
		returned.run();
	}

	private void await(int count) {
		Awaitility.await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> contents().size() >= count);
	}

	private List<List<Integer>> contents() {
		synchronized (this.shipped) {
			return this.shipped.stream()
				.map((batch) -> batch.stream().map((message) -> (int) message.bytes()[0]).toList())
				.toList();
		}
	}

}
