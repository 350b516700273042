/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for members of the cluster that do not run the hub, or do not even know it.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class StrangerIntegrationTests {

	private static final int PROCESSES = 300;

	/**
	 * A member with our classes but without a hub holds its part of the directory.
	 */
	@Test
	void memberWithoutTheHubChangesNothing(CapturedOutput output) {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.processhub.engine.Nodes", LogLevel.INFO);
		try (TestHubs hubs = start(new TestHubs(3, StrangerIntegrationTests::patient))) {
			HazelcastInstance member = Hazelcast.newHazelcastInstance(hubs.config(hubs.lastPort()));
			try {
				awaitMembers(hubs, 3);
				Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> absent(output).size() == 2);
				Awaitility.await().until(() -> member.getPartitionService().isClusterSafe() && ownsPartitions(member));
				assertAllAnswer(hubs, 1);
				startMore(hubs, "during");
				assertThat(hubs.nodes().get(0).hub().nodes()).hasSize(2);
			}
			finally {
				member.shutdown();
			}
			awaitMembers(hubs, 2);
			assertAllAnswer(hubs, 2);
			startMore(hubs, "after");
			assertThat(absent(output)).hasSize(2);
		}
	}

	/**
	 * The second oldest member takes the lead over, but the other one does not miss the
	 * oldest before a second later.
	 */
	@Test
	@DisabledOnOs(OS.WINDOWS)
	void membersStayTogetherWhenTheOldestStandsStill(@TempDir Path directory) throws Exception {
		TestHubs ports = new TestHubs(3);
		try (Stranger oldest = new Stranger(directory, ports.clusterName(), ports.lastPort(), ports.firstPort())) {
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> oldest.output().contains("is STARTED"));
			HazelcastInstance second = Hazelcast.newHazelcastInstance(quick(ports.config(ports.firstPort()), 4));
			HazelcastInstance third = Hazelcast.newHazelcastInstance(quick(ports.config(ports.secondPort()), 5));
			try {
				Awaitility.await().until(() -> third.getCluster().getMembers().size() == 3);
				List<Member> left = new CopyOnWriteArrayList<>();
				second.getCluster().addMembershipListener(new MembershipAdapter() {
					@Override
					public void memberRemoved(MembershipEvent event) {
						left.add(event.getMember());
					}
				});
				oldest.pause();
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> second.getCluster().getMembers().size() < 3);
				assertThat(left).extracting((member) -> member.getAddress().getPort())
					.containsExactly(ports.lastPort());
				assertThat(second.getCluster().getMembers()).hasSize(2);
			}
			finally {
				second.getLifecycleService().terminate();
				third.getLifecycleService().terminate();
			}
		}
	}

	private static Config quick(Config config, int maxNoHeartbeat) {
		return withoutFence(config).setProperty("hazelcast.max.no.heartbeat.seconds", String.valueOf(maxNoHeartbeat));
	}

	private static List<String> absent(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("does not take part in hub 'test'")).toList();
	}

	/**
	 * Another application with the same cluster name is not let in.
	 */
	@Test
	void strangerIsKeptOut(@TempDir Path directory, CapturedOutput output) throws Exception {
		try (TestHubs hubs = start(new TestHubs(3, StrangerIntegrationTests::patient));
				Stranger stranger = new Stranger(directory, hubs.clusterName(), hubs.lastPort(), hubs.firstPort())) {
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !stranger.isAlive());
			assertThat(stranger.output()).contains("Configuration mismatch").contains("PER_MEMBER");
			assertThat(output).contains("invalid join request").contains("127.0.0.1]:" + hubs.lastPort());
			assertThat(hubs.nodes().get(0).instance().getCluster().getMembers()).hasSize(2);
			assertAllAnswer(hubs, 1);
			startMore(hubs, "after");
		}
	}

	/**
	 * On an instance of the application's own, a stranger can come in and hold a part of
	 * the directory that it cannot work on. It is said, what runs goes on, and nothing is
	 * lost.
	 */
	@Test
	void strangerOnAnInstanceOfTheApplicationIsSaidLoudlyAndLosesNothing(@TempDir Path directory, CapturedOutput output)
			throws Exception {
		try (TestHubs hubs = start(new TestHubs(3, StrangerIntegrationTests::withoutFence))) {
			try (Stranger stranger = new Stranger(directory, hubs.clusterName(), hubs.lastPort(), hubs.firstPort())) {
				awaitMembers(hubs, 3);
				Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> said(output).size() == 2);
				for (int round = 1; round <= 5; round++) {
					assertAllAnswer(hubs, round);
				}
				assertThat(stranger.isAlive()).isTrue();
			}
			awaitMembers(hubs, 2);
			assertThat(said(output)).hasSize(2).allMatch((line) -> line.contains("127.0.0.1:" + hubs.lastPort()));
			assertAllAnswer(hubs, 6);
			startMore(hubs, "after");
			// The news of a start reach the other nodes a moment later
			Awaitility.await()
				.untilAsserted(() -> assertThat(hubs.nodes())
					.allSatisfy((node) -> assertThat(node.hub().size()).isEqualTo(PROCESSES + 30)));
		}
	}

	/**
	 * Hazelcast's merge fails on the stranger, which does not have our merge policy. Once
	 * the stranger has left, the nodes put things right by themselves.
	 */
	@Test
	void strangerOnTheGreaterSideOfASplitLosesNothing(@TempDir Path directory, CapturedOutput output) throws Exception {
		try (TestHubs hubs = start(new TestHubs(3, StrangerIntegrationTests::withoutFence))) {
			HazelcastInstance first = hubs.nodes().get(0).instance();
			HazelcastInstance second = hubs.nodes().get(1).instance();
			assertAllAnswer(hubs, 1);
			try (Stranger stranger = new Stranger(directory, hubs.clusterName(), hubs.lastPort(), hubs.firstPort())) {
				awaitMembers(hubs, 3);
				Awaitility.await()
					.atMost(TestHubs.PATIENCE)
					.until(() -> first.getPartitionService().isClusterSafe() && said(output).size() == 2);
				TestHubs.split(first, second);
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.until(() -> output.getOut().contains("While merging"));
				assertThat(output).contains("ClassNotFoundException: io.processhub.cluster.hazelcast.SlotMergePolicy");
				assertThat(stranger.isAlive()).isTrue();
			}
			awaitMembers(hubs, 2);
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(hubs.nodes())
					.allSatisfy((node) -> assertThat(node.hub().size()).isEqualTo(PROCESSES)));
			for (int i = 0; i < PROCESSES; i++) {
				assertThat(hubs.nodes().get(i % 2).hub().<Long>call("p" + i, 1L).join()).as("p" + i).isPositive();
			}
			startMore(hubs, "after");
		}
	}

	/**
	 * A lite member holds no part of the directory.
	 */
	@Test
	void liteMemberOnAnInstanceOfTheApplicationChangesNothing(@TempDir Path directory, CapturedOutput output)
			throws Exception {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.processhub.engine.Nodes", LogLevel.INFO);
		try (TestHubs hubs = start(new TestHubs(3, StrangerIntegrationTests::withoutFence));
				Stranger stranger = new Stranger(directory, hubs.clusterName(), hubs.lastPort(), hubs.firstPort(),
						true)) {
			awaitMembers(hubs, 3);
			Awaitility.await().atMost(TestHubs.PATIENCE).until(() -> absent(output).size() == 2);
			startMore(hubs, "during");
			assertAllAnswer(hubs, 1);
			assertThat(said(output)).isEmpty();
			assertThat(stranger.isAlive()).isTrue();
		}
	}

	private static List<String> said(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.contains("does not have ProcessHub on its class path"))
			.toList();
	}

	private static Config withoutFence(Config config) {
		config.getPartitionGroupConfig().setEnabled(false);
		return patient(config);
	}

	/**
	 * A cluster that splits on a slow machine would be another test.
	 */
	private static Config patient(Config config) {
		return config.setProperty("hazelcast.max.no.heartbeat.seconds", "60");
	}

	private static TestHubs start(TestHubs hubs) {
		hubs.startNode();
		hubs.startNode();
		start(hubs.nodes().get(0).hub(), "p", PROCESSES);
		return hubs;
	}

	private static void startMore(TestHubs hubs, String prefix) {
		Awaitility.await().atMost(TestHubs.PATIENCE).ignoreExceptions().until(() -> {
			start(hubs.nodes().get(0).hub(), prefix, 30);
			return true;
		});
		assertThat(hubs.nodes().get(1).hub().call(prefix + "7", 1L).join()).isEqualTo(1L);
	}

	private static void start(ProcessHubOperations hub, String prefix, int count) {
		List<ProcessSpec> specs = IntStream.range(0, count)
			.mapToObj((i) -> ProcessSpec.of(prefix + i, TestHubs.COUNTER))
			.toList();
		assertThat(hub.start(specs, StartOptions.defaults().withCheckExisting(false)).join().errors()).isEmpty();
	}

	private static void assertAllAnswer(TestHubs hubs, long count) {
		for (int i = 0; i < PROCESSES; i++) {
			assertThat(hubs.nodes().get(i % 2).hub().call("p" + i, 1L).join()).as("p" + i).isEqualTo(count);
		}
	}

	private static void awaitMembers(TestHubs hubs, int count) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> hubs.nodes()
				.stream()
				.allMatch((node) -> node.instance().getCluster().getMembers().size() == count));
	}

	private static boolean ownsPartitions(HazelcastInstance member) {
		return member.getPartitionService()
			.getPartitions()
			.stream()
			.anyMatch((partition) -> member.getCluster().getLocalMember().equals(partition.getOwner()));
	}

}
