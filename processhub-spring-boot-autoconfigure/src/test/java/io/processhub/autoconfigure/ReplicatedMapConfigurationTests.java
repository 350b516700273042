/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.annotation.HubProcess;
import io.processhub.testing.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for hubs that are told to use a replicated map.
 */
class ReplicatedMapConfigurationTests {

	private final String clusterName = "test-" + UUID.randomUUID();

	private final int port = FreePorts.firstOf(2);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
		.withUserConfiguration(Twin.class)
		.withPropertyValues("processhub.hubs.orders.synchronization.strategy=replicated-map");

	@Test
	void changesGoThroughTheMap() {
		member(0).run((first) -> member(1).run((second) -> {
			ProcessHubOperations hub = first.getBean(ProcessHubOperations.class);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> hub.nodes().size() == 2);
			hub.start(ProcessSpec.of("a", "twin")).join();
			Map<Object, Object> news = second.getBean(HazelcastInstance.class)
				.getReplicatedMap("processhub.orders.news");
			Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !news.isEmpty());
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> second.getBean(ProcessHubOperations.class).contains("a"));
		}));
	}

	@Test
	void liteMemberHasNoMap() {
		Config config = new Config().setClusterName(this.clusterName).setLiteMember(true);
		config.setProperty("hazelcast.shutdownhook.enabled", "false");
		config.getJetConfig().setEnabled(false);
		config.getNetworkConfig().setPort(this.port).getJoin().getAutoDetectionConfig().setEnabled(false);
		config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
		HazelcastInstance lite = Hazelcast.newHazelcastInstance(config);
		try {
			this.runner.withBean(HazelcastInstance.class, () -> lite).run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis analysis = FailureAnalyses.of(context.getStartupFailure());
				assertThat(analysis.getDescription())
					.contains("'processhub.hubs.orders.synchronization.strategy' needs a replicated map")
					.contains("lite member");
				assertThat(analysis.getAction()).contains("'pubsub' or 'gossip'");
			});
		}
		finally {
			lite.getLifecycleService().terminate();
		}
	}

	private ApplicationContextRunner member(int index) {
		return this.runner.withPropertyValues("processhub.cluster.name=" + this.clusterName,
				"processhub.cluster.port=" + (this.port + index), "processhub.cluster.port-auto-increment=false",
				"processhub.hubs.orders.synchronization.sync-interval=1h",
				"processhub.cluster.members=127.0.0.1:%d,127.0.0.1:%d".formatted(this.port, this.port + 1));
	}

	@HubProcess("twin")
	static class Twin {

	}

}
