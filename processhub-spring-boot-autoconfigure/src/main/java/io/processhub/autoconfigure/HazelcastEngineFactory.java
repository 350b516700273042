/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import io.processhub.MessageSerializationException;
import io.processhub.ProcessSpec;
import io.processhub.cluster.LoadSource;
import io.processhub.cluster.PayloadCodec;
import io.processhub.cluster.hazelcast.HazelcastCluster;
import io.processhub.cluster.hazelcast.HazelcastClusterPorts;
import io.processhub.engine.HubEngine;
import io.processhub.engine.HubEngineFactory;
import io.processhub.engine.HubEnginePorts;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.strategy.SynchronizationStrategy.Channel;
import io.processhub.supervisor.ProcessType;
import io.processhub.time.HubScheduler;

/**
 * Plugs hubs into the cluster, and closes their ports when the application has stopped
 * them.
 */
final class HazelcastEngineFactory implements HubEngineFactory, AutoCloseable {

	private final HazelcastCluster cluster;

	private final HubExecutors executors;

	private final HubScheduler scheduler;

	private final LoadSource load = new JvmLoadSource();

	private final List<HazelcastClusterPorts> open = new ArrayList<>();

	HazelcastEngineFactory(HazelcastCluster cluster, HubExecutors executors, HubScheduler scheduler) {
		this.cluster = cluster;
		this.executors = executors;
		this.scheduler = scheduler;
	}

	@Override
	public HubEngine create(HubEngineSettings settings, HubEngineStrategies strategies,
			Map<String, ProcessType> types) {
		if (strategies.synchronization().channel() == Channel.REPLICATED_MAP && !this.cluster.holdsData()) {
			String property = "processhub.hubs." + settings.hubId() + ".synchronization.strategy";
			throw new InvalidHubPropertyException(property,
					("The strategy of the property '%s' needs a replicated map, but this member of the cluster is a lite "
							+ "member, which has none.")
						.formatted(property),
					"Use 'pubsub' or 'gossip' on all nodes, or make this a member that holds data.", null);
		}
		HazelcastClusterPorts ports = this.cluster.open(settings.hubId());
		this.open.add(ports);
		settings.processes().forEach((process) -> check(settings.hubId(), process, ports.codec()));
		RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
		return new HubEngine(settings, strategies,
				new HubEnginePorts(ports.membership(), ports.directory(), ports.messaging(), ports.broadcast(),
						ports.codec(), this.scheduler, this.executors.workers(settings.hubId()),
						this.executors.background(), this.executors.loopThreads(), random, this.load),
				types);
	}

	private static void check(String hub, ProcessSpec process, PayloadCodec codec) {
		try {
			codec.encode(process.argument());
		}
		catch (MessageSerializationException ex) {
			String property = "processhub.hubs." + hub + ".processes";
			throw new InvalidHubPropertyException(property,
					"The argument of the process '%s' under '%s' cannot be sent to other nodes: %s."
						.formatted(process.id(), property, ex.getMessage()),
					"Change the class that the type '%s' names for its argument.".formatted(process.type()), ex);
		}
	}

	@Override
	public void close() {
		this.open.forEach(HazelcastClusterPorts::close);
		this.open.clear();
	}

}
