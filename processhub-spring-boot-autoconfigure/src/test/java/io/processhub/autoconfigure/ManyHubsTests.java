/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import io.processhub.HubNode;
import io.processhub.HubNotRunningException;
import io.processhub.HubPartitionedException;
import io.processhub.MailboxFullException;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessHubs;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.process.HandoverAware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for applications with several hubs, which leave each other alone.
 */
class ManyHubsTests {

	private static final int WORKERS = 4;

	private final LoopbackCluster cluster = new LoopbackCluster();

	@Test
	void processesOfTheSameIdInTwoHubsNeverTouch() {
		application(0, "orders", "devices").run((context) -> {
			ProcessHubs hubs = context.getBean(ProcessHubs.class);
			for (String hub : hubs.ids()) {
				hubs.get(hub).start(ProcessSpec.of("p", "counter-" + hub)).join();
			}
			assertThat(hubs.get("orders").<Long>call("p", 5L).join()).isEqualTo(5);
			assertThat(hubs.get("devices").<Long>call("p", 7L).join()).isEqualTo(7);
			hubs.get("orders").stop("p").join();
			assertThat(hubs.get("orders").contains("p")).isFalse();
			assertThat(hubs.get("devices").<Long>call("p", 0L).join()).isEqualTo(7);
		});
	}

	@Test
	void hungHandlersAndFullMailboxesOfOneHubDoNotSlowAnother() {
		CountDownLatch release = Counter.release;
		application(0, "orders", "devices").withPropertyValues("processhub.hubs.orders.mailbox-capacity=10")
			.run((context) -> {
				ProcessHubs hubs = context.getBean(ProcessHubs.class);
				ProcessHubOperations orders = hubs.get("orders");
				List<String> ids = IntStream.range(0, 3 * WORKERS).mapToObj((i) -> "p" + i).toList();
				orders
					.start(ids.stream().map((id) -> ProcessSpec.of(id, "counter-orders")).toList(),
							StartOptions.defaults())
					.join();
				List<CompletableFuture<Object>> hung = ids.stream()
					.map((id) -> orders.call(id, "hang", Object.class, Duration.ofMinutes(1)))
					.toList();
				Awaitility.await().until(() -> Counter.hanging() >= WORKERS);
				assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> {
					for (int i = 0; i < 20; i++) {
						CompletableFuture<Object> call = orders.call("p0", "hang", Object.class, Duration.ofMinutes(1));
						if (call.isDone()) {
							call.join();
						}
					}
				}).withCauseInstanceOf(MailboxFullException.class);
				ProcessHubOperations devices = hubs.get("devices");
				devices.start(ProcessSpec.of("p", "counter-devices")).join();
				for (long i = 1; i <= 200; i++) {
					assertThat(devices.<Long>call("p", 1L).join()).isEqualTo(i);
				}
				release.countDown();
				hung.forEach((call) -> assertThat(call.join()).isEqualTo("released"));
			});
	}

	@Test
	void hubWithoutQuorumDoesNotStopAnother() {
		application(0, "orders", "devices")
			.withPropertyValues("processhub.hubs.orders.partition-tolerance.strategy=static-quorum",
					"processhub.hubs.orders.partition-tolerance.quorum-size=2",
					"processhub.hubs.orders.partition-tolerance.startup-confirm=true")
			.run((context) -> {
				ProcessHubs hubs = context.getBean(ProcessHubs.class);
				assertThatExceptionOfType(HubPartitionedException.class)
					.isThrownBy(() -> hubs.get("orders").start(ProcessSpec.of("p", "counter-orders")));
				hubs.get("devices").start(ProcessSpec.of("p", "counter-devices")).join();
				assertThat(hubs.get("devices").<Long>call("p", 1L).join()).isOne();
			});
	}

	@Test
	void nodeMayRunOnlySomeOfTheHubs() {
		application(0, "orders", "devices").run((both) -> application(1, "orders").run((one) -> {
			ProcessHubs hubs = both.getBean(ProcessHubs.class);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> hubs.get("orders").nodes().size() == 2);
			assertThat(hubs.get("devices").nodes()).containsExactly(hubs.get("devices").localNode());
			List<ProcessSpec> specs = IntStream.range(0, 40)
				.mapToObj((i) -> ProcessSpec.of("p" + i, "counter-devices"))
				.toList();
			hubs.get("devices").start(specs, StartOptions.defaults()).join();
			assertThat(hubs.get("devices").localProcesses()).hasSize(40);
		}));
	}

	@Test
	void hubIsStoppedAndStartedAtRunTime() {
		application(0, "orders", "devices").run((first) -> application(1, "orders", "devices").run((second) -> {
			ProcessHubs here = first.getBean(ProcessHubs.class);
			ProcessHubs there = second.getBean(ProcessHubs.class);
			ProcessHubOperations devices = here.get("devices");
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> devices.nodes().size() == 2);
			List<ProcessSpec> specs = IntStream.range(0, 40)
				.mapToObj((i) -> ProcessSpec.of("p" + i, "counter-devices"))
				.toList();
			devices.start(specs, StartOptions.defaults()).join();
			specs.forEach((spec) -> devices.call(spec.id(), 1L).join());
			HubNode stopped = there.get("devices").localNode();
			there.stop("devices");
			assertThat(devices.nodes()).doesNotContain(stopped);
			assertThat(devices.localProcesses()).as("what ran there is here").hasSize(40);
			assertThat(here.get("orders").nodes()).as("the other hub stays").hasSize(2);
			assertThat(there.get("orders").isAlive()).isTrue();
			assertThat(there.get("devices").isAlive()).isFalse();
			assertThatExceptionOfType(HubNotRunningException.class)
				.isThrownBy(() -> there.get("devices").send("p0", 1L));
			there.start("devices");
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> !there.get("devices").localProcesses().isEmpty() && !devices.isLocked());
			specs.forEach((spec) -> assertThat(there.get("devices").<Long>call(spec.id(), 0L).join()).isOne());
		}));
	}

	private ApplicationContextRunner application(int index, String... hubs) {
		ApplicationContextRunner runner = this.cluster.application(index)
			.withPropertyValues("processhub.executor.worker-threads=" + WORKERS);
		for (String hub : hubs) {
			runner = runner.withPropertyValues("processhub.hubs.%s.primary=%s".formatted(hub, hub.equals(hubs[0])))
				.withUserConfiguration(hub.equals("orders") ? Orders.class : Devices.class);
		}
		return runner;
	}

	static class Counter implements HandoverAware<Long> {

		private static volatile CountDownLatch release = new CountDownLatch(1);

		private static final AtomicInteger hanging = new AtomicInteger();

		private long value;

		static int hanging() {
			return hanging.get();
		}

		@OnMessage
		long add(Long amount) {
			this.value += amount;
			return this.value;
		}

		@OnMessage
		String hang(String order) throws InterruptedException {
			hanging.incrementAndGet();
			release.await();
			return "released";
		}

		@Override
		public Long handoverState() {
			return this.value;
		}

		@Override
		public void restoreState(Long state) {
			this.value = state;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Orders {

		@Bean
		@Scope("prototype")
		OrdersCounter ordersCounter() {
			return new OrdersCounter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Devices {

		@Bean
		@Scope("prototype")
		DevicesCounter devicesCounter() {
			return new DevicesCounter();
		}

	}

	@HubProcess(value = "counter-orders", hub = "orders")
	static class OrdersCounter extends Counter {

	}

	@HubProcess(value = "counter-devices", hub = "devices")
	static class DevicesCounter extends Counter {

	}

}
