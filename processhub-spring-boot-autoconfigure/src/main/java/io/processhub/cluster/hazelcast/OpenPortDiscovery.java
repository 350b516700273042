/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Cluster;
import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.properties.PropertyDefinition;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.logging.ILogger;
import com.hazelcast.spi.discovery.AbstractDiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryStrategyFactory;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks for members on a list of hosts and ports, as Hazelcast's own TCP/IP join does,
 * but names only those where somebody listens. Hazelcast waits five seconds for each that
 * does not answer, one after the other, which a healed split would have to wait for.
 */
final class OpenPortDiscovery implements DiscoveryStrategyFactory {

	private static final Log log = LogFactory.getLog(OpenPortDiscovery.class);

	private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

	/**
	 * A port that is open but no member's may be that of another cluster, which logs
	 * every connection. So it is not tried again for a while.
	 */
	private static final Duration OPEN_FOR = Duration.ofSeconds(60);

	private final MemberHosts hosts;

	private final ConcurrentMap<Address, Cluster> clusters = new ConcurrentHashMap<>();

	private final ConcurrentMap<Address, Strategy> strategies = new ConcurrentHashMap<>();

	private final boolean listed;

	/**
	 * Create a new {@code OpenPortDiscovery}.
	 * @param hosts names or addresses, with a port or without
	 * @param port the first port of a host without one
	 * @param portCount how many ports such a host has
	 * @param listed whether the hosts were listed by the user, who expects members there
	 */
	OpenPortDiscovery(List<String> hosts, int port, int portCount, boolean listed) {
		this.listed = listed;
		this.hosts = new MemberHosts(hosts, port, portCount, InetAddress::getAllByName);
	}

	/**
	 * Let the discovery of a live member know which addresses are members already.
	 * @param instance the live member
	 */
	static void attach(HazelcastInstance instance) {
		Config config = instance.getConfig();
		Cluster cluster = instance.getCluster();
		for (DiscoveryStrategyConfig each : config.getAdvancedNetworkConfig()
			.getJoin()
			.getDiscoveryConfig()
			.getDiscoveryStrategyConfigs()) {
			if (each.getDiscoveryStrategyFactory() instanceof OpenPortDiscovery discovery) {
				Address local = cluster.getLocalMember().getAddress();
				if (discovery.clusters.put(local, cluster) == null) {
					discovery.warnIfAlone(local, cluster, config.getClusterName());
				}
			}
		}
	}

	/**
	 * Say who is there and has not let this member in. Hazelcast says so as well, but not
	 * which property that may be due to.
	 */
	private void warnIfAlone(Address local, Cluster cluster, String clusterName) {
		Strategy strategy = this.strategies.get(local);
		if (this.listed && strategy != null && cluster.getMembers().size() == 1 && !strategy.openSince.isEmpty()) {
			log.warn(("This node is alone in the cluster '%s', although somebody listens at %s of "
					+ "'processhub.cluster.members': if that is a node, its 'processhub.cluster.name' may be another one")
				.formatted(clusterName, strategy.openSince.keySet()));
		}
	}

	@Override
	public Class<? extends DiscoveryStrategy> getDiscoveryStrategyType() {
		return Strategy.class;
	}

	@Override
	@SuppressWarnings("rawtypes")
	public DiscoveryStrategy newDiscoveryStrategy(@Nullable DiscoveryNode local, ILogger logger,
			Map<String, Comparable> properties) {
		Strategy strategy = new Strategy((local != null) ? local.getPrivateAddress() : null, logger, properties);
		if (local != null) {
			this.strategies.put(local.getPrivateAddress(), strategy);
		}
		return strategy;
	}

	@Override
	public Collection<PropertyDefinition> getConfigurationProperties() {
		return List.of();
	}

	private final class Strategy extends AbstractDiscoveryStrategy {

		private final @Nullable Address local;

		private final ConcurrentMap<Address, Long> openSince = new ConcurrentHashMap<>();

		@SuppressWarnings("rawtypes")
		Strategy(@Nullable Address local, ILogger logger, Map<String, Comparable> properties) {
			super(logger, properties);
			this.local = local;
		}

		@Override
		public Iterable<DiscoveryNode> discoverNodes() {
			Set<Address> candidates = OpenPortDiscovery.this.hosts.candidates();
			if (this.local != null) {
				candidates.remove(this.local);
				Cluster cluster = OpenPortDiscovery.this.clusters.get(this.local);
				if (cluster != null) {
					cluster.getMembers().forEach((member) -> candidates.remove(member.getAddress()));
				}
			}
			long now = System.nanoTime();
			this.openSince.keySet().retainAll(candidates);
			this.openSince.values().removeIf((since) -> now - since > OPEN_FOR.toNanos());
			candidates.removeAll(this.openSince.keySet());
			OpenPorts.among(candidates, CONNECT_TIMEOUT).forEach((address) -> this.openSince.put(address, now));
			List<DiscoveryNode> nodes = new ArrayList<>();
			this.openSince.keySet().forEach((address) -> nodes.add(new SimpleDiscoveryNode(address)));
			return nodes;
		}

	}

}
