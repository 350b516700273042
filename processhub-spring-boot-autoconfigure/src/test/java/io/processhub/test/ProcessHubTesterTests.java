/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;

import io.processhub.CallTimeoutException;
import io.processhub.ProcessHubs;
import io.processhub.ProcessSpec;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.hook.RegistryInserted;
import io.processhub.process.HubRunnable;
import io.processhub.process.ProcessContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ProcessHubTester}.
 */
@ProcessHubTest(properties = { "processhub.hubs.one.primary=true", "processhub.hubs.two.call-timeout=5s" })
class ProcessHubTesterTests {

	@Autowired
	private ProcessHubs hubs;

	@Autowired
	private ProcessHubTemplate hub;

	@Autowired
	private ProcessHubTester tester;

	@Autowired
	private ManualTime time;

	@BeforeEach
	void prepare() {
		Probe.prepare();
	}

	@AfterEach
	void release() {
		Probe.latch.countDown();
		Probe.promise.complete("late");
	}

	@Test
	void processIsTheObjectItself() {
		start("probe");
		this.hub.call("p", "hello").join();
		Probe probe = this.tester.process("p", Probe.class);
		assertThat(AopUtils.isAopProxy(probe)).isFalse();
		assertThat(probe.handled()).isOne();
		assertThat(this.tester.process("one", "p", Object.class)).isSameAs(probe);
		assertThat(Watcher.calls).isNotEmpty();
	}

	@Test
	void handlersNeverRunOnTheThreadOfTheTest() {
		start("probe");
		for (int i = 0; i < 100; i++) {
			this.hub.call("p", "hello").join();
		}
		assertThat(this.tester.process("p", Probe.class).thread()).isNotNull().isNotSameAs(Thread.currentThread());
	}

	@Test
	void whatIsNotThereIsNamed() {
		start("probe");
		assertThatIllegalStateException().isThrownBy(() -> this.tester.process("q", Probe.class))
			.withMessage("There is no process 'q' in hub 'one'. Its processes are [p].");
		assertThatIllegalArgumentException().isThrownBy(() -> this.tester.process("p", Loop.class))
			.withMessageStartingWith("Process 'p' of hub 'one'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.tester.process("three", "p", Probe.class))
			.withMessageContaining("[one, two]");
		assertThatIllegalArgumentException().isThrownBy(() -> this.tester.startNode("test-node"))
			.withMessage("Hub 'one' has a node 'test-node' already");
	}

	@Test
	void whatIsUnderWayIsWaitedForAndNamed() throws InterruptedException {
		start("probe");
		this.hub.send("p", new Probe.Hang());
		assertThat(Probe.hanging.await(10, TimeUnit.SECONDS)).isTrue();
		this.hub.send("p", "afterwards");
		assertThatIllegalStateException().isThrownBy(() -> this.tester.awaitQuiet(Duration.ofMillis(50)))
			.withMessageContaining("in hub 'one' [p]")
			.withMessageContaining("Probe.hang");
		CompletableFuture.runAsync(() -> Probe.latch.countDown(),
				CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
		this.tester.awaitQuiet();
		assertThat(this.tester.process("p", Probe.class).handled()).isEqualTo(2);
	}

	@Test
	void answerThatIsPromisedIsWaitedFor() {
		start("probe");
		CompletableFuture<String> answer = this.hub.call("p", new Probe.Promise());
		assertThatIllegalStateException().isThrownBy(() -> this.tester.awaitQuiet(Duration.ofMillis(50)))
			.withMessageContaining("[p]");
		Probe.promise.complete("at last");
		this.tester.awaitQuiet();
		assertThat(answer).isCompletedWithValue("at last");
	}

	@Test
	void hangingHandlerLetsACallTimeOut() throws InterruptedException {
		start("probe");
		CompletableFuture<Object> call = this.hub.call("p", new Probe.Hang(), Object.class, Duration.ofSeconds(3));
		assertThat(Probe.hanging.await(10, TimeUnit.SECONDS)).isTrue();
		this.time.advanceWithoutWaiting(Duration.ofMillis(2999));
		assertThat(call).isNotDone();
		this.time.advanceWithoutWaiting(Duration.ofSeconds(1));
		assertThat(call).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(CallTimeoutException.class);
	}

	@Test
	void loopIsNotWaitedFor() throws InterruptedException {
		start("loop");
		assertThat(this.tester.process("p", Loop.class).running.await(10, TimeUnit.SECONDS)).isTrue();
		this.tester.awaitQuiet();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.hub.contains("p")).isTrue();
	}

	@Test
	void hubsAreIndependent() {
		start("probe");
		this.hubs.get("two").start(ProcessSpec.of("p", "other")).join();
		assertThat(this.tester.process("two", "p", Other.class)).isNotNull();
		this.tester.startNode("two", "second");
		assertThat(this.hubs.get("two").nodes()).hasSize(2);
		assertThat(this.hub.nodes()).hasSize(1);
	}

	@RepeatedTest(3)
	void testsSeeNothingOfEachOther() {
		assertThat(this.hub.dump().keySet()).isEmpty();
		assertThat(this.hub.isAlive()).isTrue();
		Other fixed = this.tester.process("two", "fixed", Other.class);
		assertThat(fixed.told).isEmpty();
		this.hubs.get("two").call("fixed", "something").join();
		assertThat(fixed.told).containsExactly("something");
		this.hub.registerHook(RegistryInserted.class, "of this test", (inserted) -> {
		});
		start("probe");
		this.hub.send("p", new Probe.Crash());
		this.hubs.stop("one");
	}

	@Test
	void hubWorksAfterALongTime() {
		start("probe");
		this.time.advance(Duration.ofHours(1));
		assertThat(this.hub.<String>call("p", "still here").join()).isEqualTo("still here");
	}

	private void start(String type) {
		this.hub.start(ProcessSpec.of("p", type)).join();
	}

	@SpringBootConfiguration
	@Import({ Probe.class, Loop.class, Other.class, Watcher.class })
	static class Application {

	}

	@HubProcess("loop")
	static class Loop implements HubRunnable {

		private final CountDownLatch running = new CountDownLatch(1);

		private final CountDownLatch never = new CountDownLatch(1);

		@Override
		public void run(ProcessContext context) throws InterruptedException {
			this.running.countDown();
			this.never.await();
		}

	}

	@HubProcess(value = "other", hub = "two", id = "fixed")
	static class Other {

		final List<String> told = new ArrayList<>();

		@OnMessage
		void tell(String what) {
			this.told.add(what);
		}

	}

	@Aspect
	static class Watcher {

		static final List<String> calls = new ArrayList<>();

		@Before("execution(* io.processhub.test.Probe.echo(..))")
		void watch() {
			synchronized (calls) {
				calls.add("echo");
			}
		}

	}

}
