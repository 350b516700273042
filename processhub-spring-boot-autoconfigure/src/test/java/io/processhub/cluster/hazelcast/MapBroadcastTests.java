/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.hazelcast.config.Config;
import com.hazelcast.config.ReplicatedMapConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.replicatedmap.ReplicatedMap;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.processhub.ProcessUnavailableException;
import io.processhub.cluster.Broadcast;
import io.processhub.cluster.Lane;
import io.processhub.cluster.Registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MapBroadcast}.
 */
class MapBroadcastTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final TestMembers members = new TestMembers();

	@AfterEach
	void terminate() {
		this.members.close();
	}

	@Test
	void newsReachAllOthersThatTakeThem() {
		HazelcastClusterPorts first = this.members.startAndOpen("hub");
		HazelcastClusterPorts second = this.members.startAndOpen("hub");
		HazelcastClusterPorts third = this.members.startAndOpen("hub");
		this.members.awaitBackups();
		List<String> ownNews = receive(first);
		List<String> secondNews = receive(second);
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			first.broadcast().tell(bytes("n" + i));
			expected.add(first.membership().local() + " n" + i);
		}
		third.broadcast().tell(bytes("third"));
		expected.add(third.membership().local() + " third");
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(secondNews).containsExactlyInAnyOrderElementsOf(expected));
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(ownNews).containsExactly(third.membership().local() + " third"));
	}

	@Test
	void mapStaysSmallAndIsEmptyInTheEnd() {
		HazelcastClusterPorts first = this.members.startAndOpen("hub");
		HazelcastClusterPorts second = this.members.startAndOpen("hub");
		List<String> news = receive(second);
		ReplicatedMap<String, byte[]> map = map(1);
		for (int i = 0; i < 300; i++) {
			first.broadcast().tell(bytes("n" + i));
			int count = i + 1;
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(1))
				.atMost(PATIENCE)
				.until(() -> news.size() == count);
		}
		assertThat(map).hasSizeLessThanOrEqualTo(64);
		Awaitility.await().atMost(PATIENCE).until(map::isEmpty);
	}

	@Test
	void nobodyTakesNewsAfterTheRegistrationIsClosed() {
		HazelcastClusterPorts first = this.members.startAndOpen("hub");
		HazelcastClusterPorts second = this.members.startAndOpen("hub");
		List<String> before = new ArrayList<>();
		Registration registration = second.broadcast().receive((member, news) -> before.add("taken"));
		assertThatIllegalStateException().isThrownBy(() -> receive(second));
		registration.close();
		List<String> after = receive(second);
		first.broadcast().tell(bytes("a"));
		Awaitility.await().atMost(PATIENCE).until(() -> after.size() == 1);
		assertThat(before).isEmpty();
	}

	@Test
	void newsOfStrangersAndOtherHubsAreIgnored() {
		HazelcastClusterPorts first = this.members.startAndOpen("hub");
		HazelcastClusterPorts second = this.members.startAndOpen("hub");
		List<String> news = receive(second);
		ReplicatedMap<Object, Object> map = this.members.instance(0).getReplicatedMap(HubObjects.news("hub"));
		map.put("x", new Batch("hub", "somebody", 1, Lane.CONTROL, List.of(bytes("a"))).toBytes());
		map.put("y", new Batch("other", first.membership().local(), 1, Lane.CONTROL, List.of(bytes("b"))).toBytes());
		map.put("z", new byte[] { 1, 2, 3 });
		map.put("t", "text");
		first.broadcast().tell(bytes("c"));
		Awaitility.await().atMost(PATIENCE).until(() -> !news.isEmpty());
		assertThat(news).containsExactly(first.membership().local() + " c");
	}

	@Test
	void receiverThatFailsGetsTheNextNews() {
		HazelcastClusterPorts first = this.members.startAndOpen("hub");
		HazelcastClusterPorts second = this.members.startAndOpen("hub");
		List<String> taken = Collections.synchronizedList(new ArrayList<>());
		second.broadcast().receive((member, news) -> {
			taken.add(new String(news, StandardCharsets.UTF_8));
			throw new IllegalStateException("On purpose");
		});
		first.broadcast().tell(bytes("a"));
		Awaitility.await().atMost(PATIENCE).until(() -> taken.contains("a"));
		first.broadcast().tell(bytes("b"));
		Awaitility.await().atMost(PATIENCE).until(() -> taken.contains("b"));
	}

	@Test
	void tooManyNewsAreRefused() {
		HazelcastClusterPorts first = this.members.startAndOpen("hub");
		byte[] large = new byte[40 << 20];
		first.broadcast().tell(large);
		assertThatExceptionOfType(ProcessUnavailableException.class).isThrownBy(() -> {
			for (int i = 0; i < 50; i++) {
				first.broadcast().tell(large);
			}
		}).withMessageContaining("Too many news");
	}

	@Test
	void nothingIsToldAfterTheEnd() {
		HazelcastClusterPorts first = this.members.startAndOpen("hub");
		HazelcastClusterPorts second = this.members.startAndOpen("hub");
		Registration registration = second.broadcast().receive((member, news) -> {
		});
		first.close();
		first.broadcast().tell(bytes("a"));
		this.members.instance(1).shutdown();
		second.broadcast().tell(bytes("b"));
		registration.close();
		second.close();
		assertThat(map(0)).isEmpty();
	}

	@Test
	void mapIsConfiguredOnTheApplicationsInstanceOnceItIsUsed() {
		HazelcastInstance instance = this.members.start(applicationConfig());
		HazelcastClusterPorts first = this.members.open(instance, "hub");
		assertThat(configOf(instance).getName()).isEqualTo("default");
		HazelcastInstance other = this.members.start(applicationConfig());
		HazelcastClusterPorts second = this.members.open(other, "hub");
		receive(first);
		List<String> news = receive(second);
		for (HazelcastInstance each : List.of(instance, other)) {
			assertThat(configOf(each).getMergePolicyConfig().getPolicy()).isEqualTo(DiscardMergePolicy.class.getName());
			assertThat(configOf(each).isStatisticsEnabled()).isFalse();
		}
		first.broadcast().tell(bytes("a"));
		Awaitility.await().atMost(PATIENCE).until(() -> news.size() == 1);
	}

	private static ReplicatedMapConfig configOf(HazelcastInstance instance) {
		return instance.getConfig().findReplicatedMapConfig(HubObjects.news("hub"));
	}

	private Config applicationConfig() {
		Config config = new Config();
		config.setClusterName(this.members.clusterName());
		config.setProperty("hazelcast.wait.seconds.before.join", "0");
		config.setProperty("hazelcast.operation.thread.count", "2");
		config.getJetConfig().setEnabled(false);
		config.getNetworkConfig().setPort(this.members.port(this.members.count())).setPortAutoIncrement(false);
		config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
		config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
		config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true).setMembers(this.members.addresses());
		return config;
	}

	private ReplicatedMap<String, byte[]> map(int member) {
		return this.members.instance(member).getReplicatedMap(HubObjects.news("hub"));
	}

	private static List<String> receive(HazelcastClusterPorts ports) {
		List<String> taken = Collections.synchronizedList(new ArrayList<>());
		Broadcast broadcast = ports.broadcast();
		broadcast.receive((member, news) -> taken.add(member + " " + new String(news, StandardCharsets.UTF_8)));
		return taken;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
