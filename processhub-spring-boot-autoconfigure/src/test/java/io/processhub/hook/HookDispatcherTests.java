/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.ProcessSpec;
import io.processhub.testing.ManualScheduler;
import io.processhub.testing.QueueingExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HookDispatcher}.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class HookDispatcherTests {

	private final QueueingExecutor workers = new QueueingExecutor();

	private final ManualScheduler scheduler = new ManualScheduler();

	private final HookDispatcher hooks = new HookDispatcher("hub", this.workers, this.scheduler);

	private final List<String> log = new ArrayList<>();

	@Test
	void handlersAreToldInTheOrderOfTheirPriorities() {
		this.hooks.registerHook(RegistryRemoved.class, "c", 100, (removed) -> this.log.add("c " + removed.processId()));
		this.hooks.registerHook(RegistryRemoved.class, "a", -5, (removed) -> this.log.add("a " + removed.processId()));
		this.hooks.registerHook(RegistryRemoved.class, "b1", (removed) -> this.log.add("b1 " + removed.processId()));
		this.hooks.registerHook(RegistryRemoved.class, "b2", (removed) -> this.log.add("b2 " + removed.processId()));
		tell("1");
		tell("2");
		assertThat(this.log).as("not on the thread that tells").isEmpty();
		this.workers.runAll();
		assertThat(this.log).containsExactly("a 1", "b1 1", "b2 1", "c 1", "a 2", "b1 2", "b2 2", "c 2");
	}

	@Test
	void nothingIsMadeWhereNobodyListens() {
		this.hooks.registerHook(RegistryRemoved.class, "other", (removed) -> this.log.add("other"));
		this.hooks.tell(HookKey.LOCK_STATE_UPDATED, () -> {
			throw new AssertionError("Nobody asked");
		});
		assertThat(this.hooks.tellBefore(HookKey.LOCK_STATE_UPDATED, () -> {
			throw new AssertionError("Nobody asked");
		}).toCompletableFuture()).isCompleted();
		assertThat(this.hooks.isHooked(HookKey.LOCK_STATE_UPDATED)).isFalse();
		assertThat(this.hooks.isHooked(HookKey.REGISTRY_REMOVED)).isTrue();
		assertThat(this.workers.size()).isZero();
	}

	@Test
	void idsAreUniqueForEachKeyAndCanBeCancelled() {
		this.hooks.registerHook(RegistryRemoved.class, "id", (removed) -> this.log.add("first"));
		this.hooks.registerHook(LockStateUpdated.class, "id", (updated) -> this.log.add("another key"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.hooks.registerHook(RegistryRemoved.class, "id", (removed) -> {
			}))
			.withMessageContaining("'id'")
			.withMessageContaining("REGISTRY_REMOVED");
		assertThat(this.hooks.cancelHook(HookKey.REGISTRY_REMOVED, "id")).isTrue();
		assertThat(this.hooks.cancelHook(HookKey.REGISTRY_REMOVED, "id")).isFalse();
		assertThat(this.hooks.isHooked(HookKey.REGISTRY_REMOVED)).isFalse();
		this.hooks.registerHook(RegistryRemoved.class, "id", (removed) -> this.log.add("second"));
		tell("1");
		this.workers.runAll();
		assertThat(this.log).containsExactly("second");
	}

	@Test
	void handlerThatThrowsIsCountedAndLoggedAFewTimesAndStopsNothing(CapturedOutput output) {
		this.hooks.registerHook(RegistryRemoved.class, "throws", (removed) -> {
			throw new IllegalStateException("Told to throw");
		});
		this.hooks.registerHook(RegistryRemoved.class, "error", (removed) -> {
			throw new StackOverflowError("Told to overflow");
		});
		this.hooks.registerHook(RegistryRemoved.class, "good", (removed) -> this.log.add(removed.processId()));
		for (int i = 0; i < 100; i++) {
			tell("p" + i);
		}
		this.workers.runAll();
		assertThat(this.log).hasSize(100);
		assertThat(this.hooks.errors()).isEqualTo(200);
		assertThat(output.getOut().lines().filter((line) -> line.contains("Hub 'hub': handler"))).hasSize(5);
		assertThat(output).contains("'throws'", "REGISTRY_REMOVED", "Told to throw");
	}

	@Test
	void hubGoesOnWithoutAHandlerThatHangsAndWithItWhenItHasReturned(CapturedOutput output) throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(1);
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			HookDispatcher real = new HookDispatcher("real", threads, this.scheduler);
			List<String> seen = Collections.synchronizedList(this.log);
			real.registerHook(RegistryRemoved.class, "hangs", -1, (removed) -> {
				seen.add("hangs " + removed.processId());
				entered.countDown();
				hanging.await();
			});
			real.registerHook(RegistryRemoved.class, "good", (removed) -> seen.add(removed.processId()));
			CompletableFuture<Void> told = real
				.tellBefore(HookKey.REGISTRY_REMOVED, () -> new RegistryRemoved("hub", "1"))
				.toCompletableFuture();
			assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
			real.tell(HookKey.REGISTRY_REMOVED, () -> new RegistryRemoved("hub", "2"));
			assertThat(told).isNotDone();
			this.scheduler.advance(HookDispatcher.TIME_LIMIT.plusMillis(1), () -> {
			});
			told.get(20, TimeUnit.SECONDS);
			Awaitility.await().until(() -> seen.contains("2"));
			assertThat(seen).containsExactly("hangs 1", "1", "2");
			assertThat(real.errors()).as("late once, left out once").isEqualTo(2);
			hanging.countDown();
			Awaitility.await().until(() -> {
				real.tell(HookKey.REGISTRY_REMOVED, () -> new RegistryRemoved("hub", "3"));
				return seen.contains("hangs 3");
			});
			assertThat(output).contains("takes longer than 1000 ms", "has not returned yet");
		}
		finally {
			hanging.countDown();
			threads.shutdownNow();
		}
	}

	@Test
	void whoTellsBeforeIsToldWhenAllHaveBeenTold() {
		this.hooks.registerHook(CoordinatorShutdown.class, "a", (shutdown) -> this.log.add("a"));
		CompletableFuture<Void> told = this.hooks
			.tellBefore(HookKey.COORDINATOR_SHUTDOWN, () -> new CoordinatorShutdown("hub", 3))
			.toCompletableFuture();
		told.thenRun(() -> this.log.add("then"));
		this.workers.runAll();
		assertThat(this.log).containsExactly("a", "then");
	}

	@Test
	void whatIsTooMuchIsLeftOutAndCounted(CapturedOutput output) {
		this.hooks.registerHook(RegistryRemoved.class, "slow", (removed) -> this.log.add(removed.processId()));
		for (int i = 0; i < HookDispatcher.MAX_WAITING + 10; i++) {
			tell("p");
		}
		CompletableFuture<Void> told = this.hooks
			.tellBefore(HookKey.REGISTRY_REMOVED, () -> new RegistryRemoved("hub", "p"))
			.toCompletableFuture();
		assertThat(told).as("nobody waits for what is left out").isCompleted();
		assertThat(this.hooks.errors()).isEqualTo(11);
		this.workers.runAll();
		assertThat(this.log).hasSize(HookDispatcher.MAX_WAITING);
		assertThat(output).contains("leaves out REGISTRY_REMOVED");
	}

	@Test
	void alterersAreGivenWhatTheOnesBeforeHaveMade() {
		this.hooks.registerHook("second", 2,
				(data) -> data.withSpec(data.spec().withTag(data.spec().tag() + "2")).withNodes(List.of("n")));
		this.hooks.registerHook("first", 1, (data) -> data.withSpec(data.spec().withTag("1")));
		List<ChildDataAlter> altered = alter("p0", "p1");
		assertThat(altered).extracting((data) -> data.spec().id()).containsExactly("p0", "p1");
		assertThat(altered).extracting((data) -> data.spec().tag()).containsExactly("12", "12");
		assertThat(altered).extracting(ChildDataAlter::nodes).containsOnly(List.of("n"));
	}

	@Test
	void alterersThatFailLeaveAProcessAsItIs(CapturedOutput output) {
		this.hooks.registerHook("throws", 1, (data) -> {
			throw new IllegalStateException("Told to throw");
		});
		this.hooks.registerHook("another process", 2,
				(data) -> new ChildDataAlter("hub", ProcessSpec.of("other", "type"), List.of()));
		this.hooks.registerHook("null", 3, (data) -> null);
		this.hooks.registerHook("good", 4, (data) -> data.withSpec(data.spec().withMetadata(Map.of("k", "v"))));
		List<ChildDataAlter> altered = alter("p0");
		assertThat(altered.get(0).spec()).isEqualTo(ProcessSpec.of("p0", "type").withMetadata(Map.of("k", "v")));
		assertThat(this.hooks.errors()).isEqualTo(3);
		assertThat(output).contains("CHILD_DATA_ALTER", "another process than 'p0'");
	}

	@Test
	void whatALateAltererReturnsDoesNotCount() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(1);
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			HookDispatcher real = new HookDispatcher("real", threads, this.scheduler);
			real.registerHook("hangs", 1, (data) -> {
				entered.countDown();
				hanging.await();
				return data.withNodes(List.of("late"));
			});
			CompletableFuture<List<ChildDataAlter>> altered = real
				.alter(List.of(new ChildDataAlter("hub", ProcessSpec.of("p0", "type"), List.of()),
						new ChildDataAlter("hub", ProcessSpec.of("p1", "type"), List.of())))
				.toCompletableFuture();
			assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
			this.scheduler.advance(HookDispatcher.TIME_LIMIT.plusMillis(1), () -> {
			});
			assertThat(altered.get(20, TimeUnit.SECONDS)).extracting(ChildDataAlter::nodes)
				.containsExactly(List.of(), List.of());
		}
		finally {
			hanging.countDown();
			threads.shutdownNow();
		}
	}

	@Test
	void everyKeyHasAPayloadOfItsOwn() {
		for (HookKey key : HookKey.values()) {
			assertThat(HookKey.of(key.payloadType())).isEqualTo(key);
			assertThat(key.name().replace("_", "")).isEqualToIgnoringCase(key.payloadType().getSimpleName());
		}
		assertThat(HookPayload.class.getPermittedSubclasses()).hasSize(HookKey.values().length);
		assertThat(new LockStateUpdated("hub", true).key()).isEqualTo(HookKey.LOCK_STATE_UPDATED);
		assertThatIllegalArgumentException().isThrownBy(() -> HookKey.of(String.class));
	}

	private List<ChildDataAlter> alter(String... ids) {
		CompletableFuture<List<ChildDataAlter>> altered = this.hooks
			.alter(IntStream.range(0, ids.length)
				.mapToObj((i) -> new ChildDataAlter("hub", ProcessSpec.of(ids[i], "type"), List.of()))
				.toList())
			.toCompletableFuture();
		this.workers.runAll();
		assertThat(altered).succeedsWithin(Duration.ZERO);
		return altered.join();
	}

	private void tell(String processId) {
		this.hooks.tell(HookKey.REGISTRY_REMOVED, () -> new RegistryRemoved("hub", processId));
	}

}
