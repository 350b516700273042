/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.properties.PropertyDefinition;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.logging.ILogger;
import com.hazelcast.spi.discovery.AbstractDiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryStrategyFactory;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.processhub.cluster.Lane;
import io.processhub.cluster.Membership;
import io.processhub.cluster.Registration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HazelcastCluster}.
 */
class HazelcastClusterTests {

	private final TestMembers members = new TestMembers();

	@AfterEach
	void terminate() {
		this.members.close();
	}

	@Test
	void membersAreListedOldestFirst() {
		Membership first = this.members.startAndOpen("hub").membership();
		Membership second = this.members.startAndOpen("hub").membership();
		Membership third = this.members.startAndOpen("hub").membership();
		assertThat(third.members()).containsExactly(first.local(), second.local(), third.local())
			.isEqualTo(first.members());
		assertThat(first.address(second.local())).isEqualTo("127.0.0.1:" + this.members.port(1));
		assertThat(first.address("nobody")).isEqualTo("nobody");
	}

	@Test
	void heartbeatsAreThoseOfTheSettings() {
		Membership membership = this.members.startAndOpen("hub").membership();
		assertThat(membership.heartbeatInterval()).isEqualTo(Duration.ofSeconds(1));
		assertThat(membership.maxSilence()).isEqualTo(Duration.ofSeconds(4));
	}

	@Test
	void heartbeatsAreThoseOfTheApplication() {
		Config config = applicationConfig();
		config.setProperty("hazelcast.max.no.heartbeat.seconds", "7");
		Membership membership = this.members.open(this.members.start(config), "hub").membership();
		assertThat(membership.heartbeatInterval()).as("Hazelcast's default").isEqualTo(Duration.ofSeconds(5));
		assertThat(membership.maxSilence()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void listenerSeesTheChange() {
		Membership membership = this.members.startAndOpen("hub").membership();
		List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
		Registration registration = membership.listen(() -> sizes.add(membership.members().size()));
		this.members.start();
		Awaitility.await().untilAsserted(() -> assertThat(sizes).containsExactly(2));
		this.members.instance(1).shutdown();
		Awaitility.await().untilAsserted(() -> assertThat(sizes).containsExactly(2, 1));
		this.members.start();
		Awaitility.await().untilAsserted(() -> assertThat(sizes).containsExactly(2, 1, 2));
		this.members.instance(2).getLifecycleService().terminate();
		Awaitility.await().untilAsserted(() -> assertThat(sizes).containsExactly(2, 1, 2, 1));
		registration.close();
		this.members.start();
		assertThat(sizes).hasSize(4);
	}

	@Test
	void portsCanBeClosedAfterTheInstance() {
		HazelcastInstance instance = this.members.start();
		HazelcastClusterPorts ports = this.members.open(instance, "hub");
		Registration registration = ports.membership().listen(() -> {
		});
		instance.shutdown();
		registration.close();
		ports.close();
	}

	@Test
	void instanceOfTheApplicationIsConfiguredWhileItRuns() {
		HazelcastInstance first = this.members.start(applicationConfig());
		HazelcastInstance second = this.members.start(applicationConfig());
		HazelcastClusterPorts a = this.members.open(first, "hub");
		HazelcastClusterPorts b = this.members.open(second, "hub");
		for (HazelcastInstance each : List.of(first, second)) {
			MapConfig directory = each.getConfig().findMapConfig("processhub.hub.directory");
			assertThat(directory.getInMemoryFormat()).isEqualTo(InMemoryFormat.OBJECT);
			assertThat(directory.getMergePolicyConfig().getPolicy()).isEqualTo(SlotMergePolicy.class.getName());
			assertThat(each.getConfig().findExecutorConfig("processhub.hub.control").getPoolSize()).isEqualTo(8);
		}
		assertThat(each(a)).isEqualTo(each(b));
		a.close();
		this.members.open(first, "hub");
		HazelcastClusterPorts late = this.members.open(this.members.start(applicationConfig()), "hub");
		assertThat(each(late)).isEqualTo(each(b));
	}

	private static Map<Integer, Long> each(HazelcastClusterPorts ports) {
		MapDirectoryTests.execute(ports.directory(), MapDirectoryTests.claims(100, "a"));
		return MapDirectoryTests.digests(ports.directory());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void healedSplitBringsBothSidesTogether(boolean application) {
		AtomicBoolean visible = new AtomicBoolean();
		List<HazelcastClusterPorts> sides = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			Config config = application ? applicationConfig() : this.members.config();
			config.setProperty("hazelcast.discovery.enabled", "true");
			config.setProperty("hazelcast.merge.first.run.delay.seconds", "1");
			config.setProperty("hazelcast.merge.next.run.delay.seconds", "1");
			JoinConfig join = application ? config.getNetworkConfig().getJoin()
					: config.getAdvancedNetworkConfig().getJoin();
			join.getTcpIpConfig().setEnabled(false);
			join.getDiscoveryConfig()
				.setDiscoveryStrategyConfigs(
						List.of(new DiscoveryStrategyConfig(new SwitchedDiscovery(visible, this.members))));
			sides.add(this.members.open(this.members.startApart(config), "hub"));
		}
		HazelcastClusterPorts a = sides.get(0);
		HazelcastClusterPorts b = sides.get(1);
		MapDirectoryTests.execute(a.directory(), MapDirectoryTests.claims(0, 600, "a"));
		MapDirectoryTests.execute(b.directory(), MapDirectoryTests.claims(400, 600, "b"));
		List<String> before = List.of(a.membership().local(), b.membership().local());
		AtomicInteger told = new AtomicInteger();
		sides.forEach((side) -> side.membership().listen(told::incrementAndGet));
		List<String> received = Collections.synchronizedList(new ArrayList<>());
		sides.forEach((side) -> side.messaging()
			.receive((member, lane, message, last) -> received.add(side.membership().local() + member)));
		visible.set(true);
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			assertThat(a.membership().members()).hasSize(2).isEqualTo(b.membership().members());
			assertThat(MapDirectoryTests.records(a.directory())).hasSize(1000);
			assertThat(MapDirectoryTests.digests(a.directory())).isEqualTo(MapDirectoryTests.digests(b.directory()));
		});
		String localA = a.membership().local();
		String localB = b.membership().local();
		assertThat(a.membership().members()).containsExactlyInAnyOrder(localA, localB);
		assertThat(List.of(localA, localB)).isNotEqualTo(before);
		assertThat(told).hasValueGreaterThanOrEqualTo(2);
		for (HazelcastInstance each : List.of(this.members.instance(0), this.members.instance(1))) {
			assertThat(each.getConfig().findMapConfig("processhub.hub.directory").getInMemoryFormat())
				.isEqualTo(InMemoryFormat.OBJECT);
		}
		a.messaging().send(localB, Lane.MESSAGE, 0, new byte[1]);
		b.messaging().send(localA, Lane.CONTROL, 0, new byte[1]);
		Awaitility.await()
			.untilAsserted(() -> assertThat(received).containsExactlyInAnyOrder(localB + localA, localA + localB));
	}

	private Config applicationConfig() {
		Config config = new Config();
		config.setClusterName(this.members.clusterName());
		config.setProperty("hazelcast.wait.seconds.before.join", "0");
		config.setProperty("hazelcast.operation.thread.count", "2");
		config.getNetworkConfig().setPort(this.members.port(this.members.count())).setPortAutoIncrement(false);
		config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
		config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
		config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true).setMembers(this.members.addresses());
		return config;
	}

	/**
	 * Finds nobody until it is switched on.
	 */
	private static final class SwitchedDiscovery implements DiscoveryStrategyFactory {

		private final AtomicBoolean on;

		private final TestMembers members;

		SwitchedDiscovery(AtomicBoolean on, TestMembers members) {
			this.on = on;
			this.members = members;
		}

		@Override
		public Class<? extends DiscoveryStrategy> getDiscoveryStrategyType() {
			return Strategy.class;
		}

		@Override
		@SuppressWarnings("rawtypes")
		public DiscoveryStrategy newDiscoveryStrategy(DiscoveryNode local, ILogger logger,
				Map<String, Comparable> properties) {
			return new Strategy(logger, properties);
		}

		@Override
		public Collection<PropertyDefinition> getConfigurationProperties() {
			return List.of();
		}

		private final class Strategy extends AbstractDiscoveryStrategy {

			@SuppressWarnings("rawtypes")
			Strategy(ILogger logger, Map<String, Comparable> properties) {
				super(logger, properties);
			}

			@Override
			public Iterable<DiscoveryNode> discoverNodes() {
				List<DiscoveryNode> nodes = new ArrayList<>();
				if (SwitchedDiscovery.this.on.get()) {
					for (int i = 0; i < 2; i++) {
						nodes.add(new SimpleDiscoveryNode(
								new Address(InetAddress.getLoopbackAddress(), SwitchedDiscovery.this.members.port(i))));
					}
				}
				return nodes;
			}

		}

	}

}
