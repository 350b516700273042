/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import io.processhub.cluster.LoadSource;
import io.processhub.cluster.hazelcast.HazelcastCluster;

import io.processhub.cluster.hazelcast.HazelcastClusterPorts;
import io.processhub.context.ManagedHub;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.engine.HubEngine;
import io.processhub.engine.HubEnginePorts;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.strategy.HubView;
import io.processhub.strategy.SynchronizationStrategy.Channel;
import io.processhub.supervisor.ProcessType;
import io.processhub.time.HubScheduler;

/**
 * Makes hubs that run, and closes their ports when the application has stopped them.
 */
final class EngineHubFactory implements HubFactory, AutoCloseable {

	private final HazelcastCluster cluster;

	private final HubExecutors executors;

	private final HubScheduler scheduler;

	private final Duration patience;

	private final LoadSource load = new JvmLoadSource();

	private final List<HazelcastClusterPorts> open = new ArrayList<>();

	EngineHubFactory(HazelcastCluster cluster, HubExecutors executors, HubScheduler scheduler, Duration patience) {
		this.cluster = cluster;
		this.executors = executors;
		this.scheduler = scheduler;
		this.patience = patience;
	}

	@Override
	public ManagedHub create(HubEngineSettings settings, HubEngineStrategies strategies,
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
		RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
		HubEngine engine = new HubEngine(settings, strategies,
				new HubEnginePorts(ports.membership(), ports.directory(), ports.messaging(), ports.broadcast(),
						ports.codec(), this.scheduler, this.executors.workers(settings.hubId()),
						this.executors.background(), this.executors.loopThreads(), random, this.load),
				types);
		return new EngineHub(engine, new ProcessHubTemplate(engine), this.patience);
	}

	@Override
	public void close() {
		this.open.forEach(HazelcastClusterPorts::close);
		this.open.clear();
	}

	private record EngineHub(HubEngine engine, ProcessHubTemplate template, Duration patience) implements ManagedHub {

		@Override
		public Optional<HubView> view() {
			return Optional.ofNullable(this.engine.view());
		}

		@Override
		public CompletionStage<Void> start() {
			return this.engine.start();
		}

		@Override
		public CompletionStage<Void> stop() {
			return this.engine.stop(this.patience);
		}

	}

}
