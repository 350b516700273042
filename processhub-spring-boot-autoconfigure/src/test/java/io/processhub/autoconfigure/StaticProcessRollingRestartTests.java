/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.ConfigurableApplicationContext;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.process.HandoverAware;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the processes in the configuration when the nodes of a hub are
 * restarted one after the other with another configuration.
 */
class StaticProcessRollingRestartTests {

	private static final List<String> EU = List.of("id=eu", "type=feed", "argument.max-wait=250ms",
			"argument.symbols=A,B");

	private static final List<String> US = List.of("id=us", "type=feed");

	private static final List<String> RAW = List.of("id=raw", "type=raw", "argument.level=7", "argument.names[0]=a");

	private final LoopbackCluster cluster = new LoopbackCluster();

	private final List<ConfigurableApplicationContext> running = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.running.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void processIsStartedOnceWithItsArgument() {
		ConfigurableApplicationContext first = start(0, List.of(EU, RAW));
		ConfigurableApplicationContext second = start(1, List.of(EU, RAW));
		awaitNodes(2, first, second);
		for (ConfigurableApplicationContext node : List.of(first, second)) {
			assertThat(hub(node).<Settings>call("eu", "settings").join())
				.isEqualTo(new Settings(Duration.ofMillis(250), List.of("A", "B")));
			assertThat(hub(node).<String>call("raw", "argument").join()).isEqualTo("{level=7, names=[a]}");
		}
		assertRunsOnce("eu", first, second);
		assertRunsOnce("raw", first, second);
	}

	@Test
	void processThatIsAddedIsStartedByTheFirstNodeThatHasIt() {
		ConfigurableApplicationContext first = start(0, List.of(EU));
		ConfigurableApplicationContext second = start(1, List.of(EU));
		awaitNodes(2, first, second);
		assertThat(hub(first).<Integer>call("eu", 5).join()).isEqualTo(5);
		first = restart(first, 0, List.of(EU, US));
		awaitNodes(2, first, second);
		assertThat(hub(second).contains("us")).isTrue();
		assertThat(hub(first).<Integer>call("us", 3).join()).isEqualTo(3);
		second = restart(second, 1, List.of(EU, US));
		awaitNodes(2, first, second);
		assertRunsOnce("us", first, second);
		assertRunsOnce("eu", first, second);
		assertThat(hub(second).<Integer>call("us", 1).join()).isEqualTo(4);
		assertThat(hub(second).<Integer>call("eu", 1).join()).isEqualTo(6);
	}

	@Test
	void processThatIsRemovedRunsUntilItIsStopped() {
		ConfigurableApplicationContext first = start(0, List.of(EU, US));
		ConfigurableApplicationContext second = start(1, List.of(EU, US));
		awaitNodes(2, first, second);
		assertThat(hub(first).<Integer>call("us", 5).join()).isEqualTo(5);
		first = restart(first, 0, List.of(EU));
		second = restart(second, 1, List.of(EU));
		awaitNodes(2, first, second);
		assertRunsOnce("us", first, second);
		assertThat(hub(second).<Integer>call("us", 1).join()).isEqualTo(6);
		hub(first).stop("us").join();
		first = restart(first, 0, List.of(EU));
		awaitNodes(2, first, second);
		assertThat(hub(first).contains("us")).isFalse();
		assertRunsOnce("eu", first, second);
	}

	@Test
	void processWhoseArgumentIsChangedKeepsItUntilItIsStoppedAndStarted() {
		ConfigurableApplicationContext first = start(0, List.of(EU));
		ConfigurableApplicationContext second = start(1, List.of(EU));
		awaitNodes(2, first, second);
		List<String> changed = List.of("id=eu", "type=feed", "argument.max-wait=9s");
		first = restart(first, 0, List.of(changed));
		second = restart(second, 1, List.of(changed));
		awaitNodes(2, first, second);
		assertThat(hub(first).<Settings>call("eu", "settings").join().maxWait()).hasMillis(250);
		hub(first).stop("eu").join();
		second = restart(second, 1, List.of(changed));
		assertThat(hub(second).<Settings>call("eu", "settings").join().maxWait()).hasSeconds(9);
	}

	@Test
	void processThatIsRemovedIsGoneWhenAllNodesWereDown() {
		ConfigurableApplicationContext first = start(0, List.of(EU, US));
		assertThat(hub(first).contains("us")).isTrue();
		first = restart(first, 0, List.of(EU));
		assertThat(hub(first).contains("eu")).isTrue();
		assertThat(hub(first).contains("us")).isFalse();
	}

	private ConfigurableApplicationContext restart(ConfigurableApplicationContext old, int index,
			List<List<String>> processes) {
		this.running.remove(old);
		old.close();
		return start(index, processes);
	}

	private ConfigurableApplicationContext start(int index, List<List<String>> processes) {
		ConfigurableApplicationContext context = this.cluster.start(index, properties(processes), Feed.class,
				Raw.class);
		this.running.add(context);
		return context;
	}

	private static List<String> properties(List<List<String>> processes) {
		List<String> properties = new ArrayList<>();
		for (int i = 0; i < processes.size(); i++) {
			String prefix = "processhub.hubs.default.processes[" + i + "].";
			processes.get(i).forEach((property) -> properties.add(prefix + property));
		}
		return properties;
	}

	private static ProcessHubOperations hub(ConfigurableApplicationContext node) {
		return node.getBean(ProcessHubOperations.class);
	}

	private static void awaitNodes(int count, ConfigurableApplicationContext... nodes) {
		for (ConfigurableApplicationContext node : nodes) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> hub(node).nodes().size() == count && !hub(node).isLocked());
		}
	}

	private static void assertRunsOnce(String id, ConfigurableApplicationContext... nodes) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			int count = 0;
			for (ConfigurableApplicationContext node : nodes) {
				count += (int) hub(node).localProcesses().stream().map(ProcessInfo::id).filter(id::equals).count();
			}
			assertThat(count).isOne();
		});
	}

	record Settings(@DefaultValue("10s") Duration maxWait, @DefaultValue List<String> symbols) {

	}

	@HubProcess(value = "feed", argument = Settings.class)
	static class Feed implements ProcessLifecycle, HandoverAware<Integer> {

		private Settings settings;

		private int count;

		@Override
		public void started(ProcessContext context) {
			this.settings = context.argument(Settings.class);
		}

		@OnMessage
		Settings settings(String question) {
			return this.settings;
		}

		@OnMessage
		int add(Integer amount) {
			this.count += amount;
			return this.count;
		}

		@Override
		public Integer handoverState() {
			return this.count;
		}

		@Override
		public void restoreState(Integer state) {
			this.count = state;
		}

	}

	@HubProcess("raw")
	static class Raw implements ProcessLifecycle {

		private Object argument;

		@Override
		public void started(ProcessContext context) {
			this.argument = context.argument();
		}

		@OnMessage
		String argument(String question) {
			return String.valueOf(this.argument);
		}

	}

}
