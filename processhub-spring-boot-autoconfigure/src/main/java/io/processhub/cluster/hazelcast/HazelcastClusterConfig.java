/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.PartitionGroupConfig.MemberGroupType;
import com.hazelcast.config.ServerSocketEndpointConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

import io.processhub.cluster.ClusterSettings;
import io.processhub.cluster.ClusterSettings.Detection;
import io.processhub.cluster.ClusterSettings.Discovery;

/**
 * Makes the configuration of a member, when the application has none of its own.
 *
 * @since 0.1.0
 */
public final class HazelcastClusterConfig {

	private static final String LOOPBACK = "127.0.0.1";

	private static final Duration RETRY_PAUSE = Duration.ofMillis(20);

	/**
	 * Hazelcast's default.
	 */
	private static final long MIN_CLAIM_ATTEMPTS = 120;

	private HazelcastClusterConfig() {
	}

	/**
	 * Return the configuration of a member, for further changes. If the port is taken and
	 * must not be incremented, the start of the member fails with a
	 * {@code HazelcastException} whose cause is a {@code java.net.BindException}.
	 * @param settings the settings
	 * @return a new configuration
	 * @throws IllegalArgumentException if settings contradict each other
	 */
	public static Config create(ClusterSettings settings) {
		Assert.hasText(settings.name(), "'name' must not be empty");
		Config config = new Config();
		config.setClusterName(settings.name());
		quieten(config);
		fence(config);
		network(config, settings);
		detection(config, settings.detection());
		threads(config, settings.threads());
		serialization(config, settings.deserializationAllowed());
		if (settings.nodeName() != null) {
			config.getMemberAttributeConfig().setAttribute("processhub.node-name", settings.nodeName());
		}
		config.addMapConfig(HubObjects.directoryConfig("*", settings.backupCount()));
		config.addReplicatedMapConfig(HubObjects.newsConfig("*"));
		HubObjects.executorConfigs("*", settings.threads().control(), settings.threads().messages())
			.forEach(config::addExecutorConfig);
		return config;
	}

	/**
	 * Check that a member with a configuration could listen, before Hazelcast fails to
	 * and logs a stack trace.
	 * @param config the configuration
	 * @throws IllegalStateException if this machine has no such address
	 * @throws java.io.UncheckedIOException with a {@link java.net.BindException} if no
	 * port is free
	 */
	public static void check(Config config) {
		MemberPort.check(config);
	}

	private static void quieten(Config config) {
		config.setProperty("hazelcast.phone.home.enabled", "false");
		config.setProperty("hazelcast.shutdownhook.enabled", "false");
		config.setProperty("hazelcast.health.monitoring.level", "SILENT");
		config.getJetConfig().setEnabled(false);
		config.getMetricsConfig().setEnabled(false);
		if (System.getProperty("hazelcast.logging.type") == null) {
			boolean slf4j = ClassUtils.isPresent("org.slf4j.Logger", HazelcastClusterConfig.class.getClassLoader());
			config.setProperty("hazelcast.logging.type", slf4j ? "slf4j" : "jdk");
		}
	}

	/**
	 * Keep other applications out that have the same cluster name: without our classes
	 * they could not hold their part of the directory. Hazelcast compares these settings
	 * when a member joins, and groups of one member each are what there is without them.
	 */
	private static void fence(Config config) {
		config.getPartitionGroupConfig().setEnabled(true).setGroupType(MemberGroupType.PER_MEMBER);
	}

	private static void network(Config config, ClusterSettings settings) {
		// A port for members only: on one that also serves clients a thread turns in a
		// loop,
		// and leaves what it should send, while a member accepts connections but hangs
		// (hazelcast/hazelcast#26473)
		AdvancedNetworkConfig network = config.getAdvancedNetworkConfig().setEnabled(true);
		ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig();
		endpoint.setPort(settings.port());
		endpoint.setPortAutoIncrement(settings.portAutoIncrement());
		endpoint.setPortCount(settings.portCount());
		network.setMemberEndpointConfig(endpoint);
		String networkInterface = networkInterface(settings);
		if (networkInterface != null) {
			endpoint.getInterfaces().setEnabled(true).addInterface(networkInterface);
			config.setProperty("hazelcast.socket.bind.any", "false");
		}
		config.setProperty("hazelcast.socket.connect.timeout.seconds", "5");
		// Hazelcast does not close a connection that it cannot bind, and tries thousands
		// of
		// times a second once the address is gone, as it is when a network is taken away
		config.setProperty("hazelcast.socket.client.bind", "false");
		JoinConfig join = network.getJoin();
		join.getAutoDetectionConfig().setEnabled(false);
		join.getMulticastConfig().setEnabled(settings.discovery() == Discovery.MULTICAST);
		join.getKubernetesConfig().setEnabled(settings.discovery() == Discovery.KUBERNETES);
		if (settings.discovery() == Discovery.TCP_IP) {
			List<String> hosts = settings.members().isEmpty() ? List.of(LOOPBACK) : settings.members();
			int ports = settings.portAutoIncrement() ? settings.portCount() : 1;
			join.getDiscoveryConfig()
				.addDiscoveryStrategyConfig(new DiscoveryStrategyConfig(
						new OpenPortDiscovery(hosts, settings.port(), ports, !settings.members().isEmpty())));
			config.setProperty("hazelcast.discovery.enabled", "true");
		}
		config.setProperty("hazelcast.wait.seconds.before.join", "0");
		config.setProperty("hazelcast.graceful.shutdown.max.wait", "30");
	}

	private static @Nullable String networkInterface(ClusterSettings settings) {
		if (settings.networkInterface() != null) {
			return settings.networkInterface();
		}
		if (settings.discovery() == Discovery.KUBERNETES || settings.discovery() == Discovery.MULTICAST) {
			return null;
		}
		for (String member : settings.members()) {
			Assert.isTrue(isLoopback(member),
					() -> "Member '" + member + "' is on another host, but this node binds to " + LOOPBACK
							+ " only; set the interface to bind to");
		}
		return LOOPBACK;
	}

	private static boolean isLoopback(String member) {
		String host = member.toLowerCase(Locale.ROOT);
		return host.startsWith("127.") || host.equals("localhost") || host.startsWith("localhost:");
	}

	private static void detection(Config config, Detection detection) {
		Assert.isTrue(detection.maxNoHeartbeat().compareTo(detection.heartbeatInterval()) > 0,
				() -> "The silence after which a member is dead (" + detection.maxNoHeartbeat()
						+ ") must be longer than the time between two heartbeats (" + detection.heartbeatInterval()
						+ ")");
		config.setProperty("hazelcast.heartbeat.interval.seconds", seconds(detection.heartbeatInterval()));
		config.setProperty("hazelcast.max.no.heartbeat.seconds", seconds(detection.maxNoHeartbeat()));
		config.setProperty("hazelcast.connection.monitor.interval",
				String.valueOf(detection.connectionMonitorInterval().toMillis()));
		config.setProperty("hazelcast.connection.monitor.max.faults",
				String.valueOf(detection.connectionMonitorMaxFaults()));
		config.setProperty("hazelcast.merge.first.run.delay.seconds", seconds(detection.mergeFirstRunDelay()));
		config.setProperty("hazelcast.merge.next.run.delay.seconds", seconds(detection.mergeNextRunDelay()));
		config.setProperty("hazelcast.mastership.claim.timeout.seconds",
				String.valueOf(claimAttempts(detection.heartbeatInterval())));
		// A change whose backup died with it must not wait for the backup
		config.setProperty("hazelcast.operation.backup.timeout.millis", "1000");
		config.setProperty("hazelcast.invocation.retry.pause.millis", String.valueOf(RETRY_PAUSE.toMillis()));
		config.setProperty("hazelcast.invocation.max.retry.count", "5000");
	}

	/**
	 * When the oldest member is gone, the next asks the others to follow it. One that has
	 * not missed the oldest yet refuses, and is asked again after the retry pause; if it
	 * is asked too few times, it is cast out of the cluster though it is well. The
	 * property that is named a timeout in seconds is the number of attempts as well.
	 * @param heartbeatInterval how far apart two members may find that a third is silent
	 * @return the number of attempts
	 */
	private static long claimAttempts(Duration heartbeatInterval) {
		return Math.max(MIN_CLAIM_ATTEMPTS, heartbeatInterval.multipliedBy(3).dividedBy(RETRY_PAUSE));
	}

	private static String seconds(Duration duration) {
		return String.valueOf(Math.max(1, (duration.toMillis() + 999) / 1000));
	}

	private static void threads(Config config, ClusterSettings.Threads threads) {
		setIfPresent(config, "hazelcast.io.thread.count", threads.io());
		setIfPresent(config, "hazelcast.operation.thread.count", threads.operations());
		setIfPresent(config, "hazelcast.operation.generic.thread.count", threads.generic());
	}

	private static void setIfPresent(Config config, String property, @Nullable Integer value) {
		if (value != null) {
			config.setProperty(property, value.toString());
		}
	}

	static void serialization(Config config, List<String> allowed) {
		JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
		filter.setDefaultsDisabled(true);
		// Exceptions of an operation travel in Java serialization
		filter.getWhitelist()
			.addPrefixes("java.lang.", "java.util.", "java.time.", "java.math.", "[", "com.hazelcast.",
					"io.processhub.wire.")
			.addClasses("java.io.IOException", "java.io.EOFException", "java.io.NotSerializableException",
					"java.io.UncheckedIOException");
		allowed.forEach((prefix) -> filter.getWhitelist().addPrefixes(prefix));
		config.getSerializationConfig().setJavaSerializationFilterConfig(filter);
	}

}
