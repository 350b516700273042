/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.processhub.cluster.ClusterSettings;
import io.processhub.cluster.ClusterSettings.Detection;
import io.processhub.cluster.ClusterSettings.Discovery;
import io.processhub.cluster.ClusterSettings.FailureDetection;
import io.processhub.cluster.ClusterSettings.Threads;
import io.processhub.testing.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HazelcastClusterConfig}.
 */
class HazelcastClusterConfigTests {

	@Test
	void nothingIsLeftToTheOutside() {
		Config config = HazelcastClusterConfig.create(ClusterSettings.defaults());
		assertThat(config.getClusterName()).isEqualTo("processhub");
		assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
		assertThat(config.getProperty("hazelcast.shutdownhook.enabled")).isEqualTo("false");
		assertThat(config.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
		assertThat(config.getProperty("hazelcast.socket.client.bind")).isEqualTo("false");
		assertThat(config.getJetConfig().isEnabled()).isFalse();
		assertThat(config.getMetricsConfig().isEnabled()).isFalse();
		assertThat(config.getAdvancedNetworkConfig().isEnabled()).isTrue();
		assertThat(config.getAdvancedNetworkConfig().getEndpointConfigs()).containsOnlyKeys(EndpointQualifier.MEMBER);
		assertThat(interfaces(config).getInterfaces()).containsExactly("127.0.0.1");
		JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
		assertThat(join.getMulticastConfig().isEnabled()).isFalse();
		assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
		assertThat(join.isAutoDetectionEnabled()).isFalse();
		assertThat(join.getKubernetesConfig().isEnabled()).isFalse();
		assertThat(config.getSerializationConfig().getJavaSerializationFilterConfig().isDefaultsDisabled()).isTrue();
	}

	@Test
	void directoryAndExecutorsOfEveryHubAreConfigured() {
		ClusterSettings settings = settings(5701, null, List.of(), Discovery.NONE);
		Config config = HazelcastClusterConfig.create(settings);
		MapConfig directory = config.findMapConfig("processhub.any-hub.directory");
		assertThat(directory.getInMemoryFormat()).isEqualTo(InMemoryFormat.OBJECT);
		assertThat(directory.getBackupCount()).isEqualTo(2);
		assertThat(directory.getMergePolicyConfig().getPolicy()).isEqualTo(SlotMergePolicy.class.getName());
		assertThat(config.findExecutorConfig("processhub.any-hub.control").getPoolSize()).isEqualTo(3);
		assertThat(config.findExecutorConfig("processhub.any-hub.messages").getPoolSize()).isEqualTo(5);
		assertThat(config.findExecutorConfig("processhub.any-hub.replies").isStatisticsEnabled()).isFalse();
		assertThat(config.getMemberAttributeConfig().getAttribute("processhub.node-name")).isEqualTo("green");
	}

	@ParameterizedTest
	@EnumSource(FailureDetection.class)
	void presetsAndOverridesOfFailureDetectionApply(FailureDetection preset) {
		Detection detection = Detection.of(preset, null, Duration.ofSeconds(77), null, 9, null, null);
		Config config = HazelcastClusterConfig.create(new ClusterSettings("name", 5701, true, 10, null, List.of(),
				Discovery.TCP_IP, detection, null, List.of(), 1, Threads.defaults()));
		assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("77");
		assertThat(config.getProperty("hazelcast.connection.monitor.max.faults")).isEqualTo("9");
		assertThat(config.getProperty("hazelcast.heartbeat.interval.seconds"))
			.isEqualTo(String.valueOf(Detection.of(preset).heartbeatInterval().toSeconds()));
		assertThat(config.getProperty("hazelcast.connection.monitor.interval"))
			.isEqualTo(String.valueOf(Detection.of(preset).connectionMonitorInterval().toMillis()));
	}

	@ParameterizedTest
	@EnumSource(FailureDetection.class)
	void memberThatMissesTheOldestLateHasTimeToFollowTheNext(FailureDetection preset) {
		Detection detection = Detection.of(preset);
		Config config = HazelcastClusterConfig.create(new ClusterSettings("name", 5701, true, 10, null, List.of(),
				Discovery.TCP_IP, detection, null, List.of(), 1, Threads.defaults()));
		// Hazelcast takes the seconds for the number of attempts, too
		long attempts = Long.parseLong(config.getProperty("hazelcast.mastership.claim.timeout.seconds"));
		long pause = Long.parseLong(config.getProperty("hazelcast.invocation.retry.pause.millis"));
		assertThat(Duration.ofMillis(attempts * pause)).isGreaterThan(detection.heartbeatInterval().multipliedBy(2));
	}

	@Test
	void discoveryAndInterfaceGoTogether() {
		Config kubernetes = HazelcastClusterConfig.create(settings(5701, null, List.of(), Discovery.KUBERNETES));
		assertThat(kubernetes.getAdvancedNetworkConfig().getJoin().getKubernetesConfig().isEnabled()).isTrue();
		assertThat(interfaces(kubernetes).isEnabled()).isFalse();
		Config multicast = HazelcastClusterConfig.create(settings(5701, "10.3.*.*", List.of(), Discovery.MULTICAST));
		assertThat(multicast.getAdvancedNetworkConfig().getJoin().getMulticastConfig().isEnabled()).isTrue();
		assertThat(interfaces(multicast).getInterfaces()).containsExactly("10.3.*.*");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> HazelcastClusterConfig.create(settings(5701, null, List.of("10.3.0.7"), Discovery.TCP_IP)))
			.withMessageContaining("10.3.0.7")
			.withMessageContaining("interface");
	}

	@Test
	void silenceShorterThanTheHeartbeatIsRefused() {
		Detection detection = Detection.of(FailureDetection.FAST, Duration.ofSeconds(10), Duration.ofSeconds(5), null,
				null, null, null);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HazelcastClusterConfig.create(new ClusterSettings("name", 5701, true, 10, null, List.of(),
					Discovery.TCP_IP, detection, null, List.of(), 1, Threads.defaults())))
			.withMessageContaining("PT5S");
	}

	@Test
	void portThatIsTakenIsNamed() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Config config = HazelcastClusterConfig
				.create(new ClusterSettings("taken", taken.getLocalPort(), false, 1, null, List.of(), Discovery.TCP_IP,
						Detection.of(FailureDetection.FAST), null, List.of(), 1, Threads.defaults()));
			assertThatExceptionOfType(HazelcastException.class).isThrownBy(() -> Hazelcast.newHazelcastInstance(config))
				.withMessageContaining("Port [" + taken.getLocalPort() + "] is already in use")
				.withCauseInstanceOf(BindException.class);
		}
	}

	@Test
	void instancesThatStartTogetherFindEachOther() throws Exception {
		int port = FreePorts.firstOf(5);
		String name = "together-" + UUID.randomUUID();
		List<CompletableFuture<HazelcastInstance>> starts = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			starts.add(CompletableFuture.supplyAsync(
					() -> Hazelcast.newHazelcastInstance(HazelcastClusterConfig
						.create(new ClusterSettings(name, port, true, 20, null, List.of(), Discovery.TCP_IP,
								Detection.of(FailureDetection.FAST), null, List.of(), 1, new Threads(1, 1, 1, 2, 2)))),
					(task) -> new Thread(task).start()));
		}
		List<HazelcastInstance> instances = starts.stream().map(CompletableFuture::join).toList();
		try {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(instances)
					.allSatisfy((instance) -> assertThat(instance.getCluster().getMembers()).hasSize(5)));
		}
		finally {
			instances.forEach((instance) -> instance.getLifecycleService().terminate());
		}
	}

	private static ClusterSettings settings(int port, @Nullable String networkInterface, List<String> members,
			Discovery discovery) {
		return new ClusterSettings("name", port, true, 10, networkInterface, members, discovery,
				Detection.of(FailureDetection.BALANCED), "green", List.of(), 2, new Threads(3, 5, null, null, null));
	}

	private static InterfacesConfig interfaces(Config config) {
		return config.getAdvancedNetworkConfig().getEndpointConfigs().get(EndpointQualifier.MEMBER).getInterfaces();
	}

}
