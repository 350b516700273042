/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.processhub.cluster.PayloadCodec;
import io.processhub.cluster.hazelcast.HazelcastClusterCodec;
import io.processhub.engine.HubEngine;
import io.processhub.engine.HubEngineFactory;
import io.processhub.engine.HubEnginePorts;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.supervisor.ProcessType;
import io.processhub.time.HubScheduler;

/**
 * Makes the hubs of a test, each with a cluster in memory.
 */
final class InMemoryEngineFactory implements HubEngineFactory, AutoCloseable {

	private static final String THREADS = "processhub-test-";

	private final Map<String, InMemoryHub> hubs = new LinkedHashMap<>();

	private final Random random = new Random(1);

	private final Work work;

	private final HubScheduler scheduler;

	private final List<String> deserializationAllowed;

	private final @Nullable ClassLoader classLoader;

	private final @Nullable ExecutorService pool;

	private final Executor executor;

	private final ThreadFactory loopThreads;

	/**
	 * Create a new {@code InMemoryEngineFactory}.
	 * @param work counts what is under way
	 * @param scheduler the source of time
	 * @param deserializationAllowed the prefixes of the names of classes that may be
	 * deserialized with Java serialization
	 * @param classLoader knows the classes of what is sent
	 * @param virtual whether user code runs on virtual threads
	 */
	InMemoryEngineFactory(Work work, HubScheduler scheduler, List<String> deserializationAllowed,
			@Nullable ClassLoader classLoader, boolean virtual) {
		this.work = work;
		this.scheduler = work.count(scheduler);
		this.deserializationAllowed = deserializationAllowed;
		this.classLoader = classLoader;
		if (virtual) {
			VirtualThreadTaskExecutor threads = new VirtualThreadTaskExecutor(THREADS);
			this.pool = null;
			this.executor = work.count(threads);
			this.loopThreads = threads.getVirtualThreadFactory();
		}
		else {
			CustomizableThreadFactory threads = new CustomizableThreadFactory(THREADS);
			threads.setDaemon(true);
			this.pool = Executors.newCachedThreadPool(threads);
			this.executor = work.count(this.pool);
			this.loopThreads = threads;
		}
	}

	@Override
	public HubEngine create(HubEngineSettings settings, HubEngineStrategies strategies,
			Map<String, ProcessType> types) {
		Map<String, ProcessType> onWorkers = new LinkedHashMap<>();
		types.forEach((name, type) -> onWorkers.put(name, new ProcessType(name, type.restart(), type.shutdownTimeout(),
				type.tag(), type.crashOnCallError(), type.factory(), type.handlers().onWorkers())));
		PayloadCodec codec = HazelcastClusterCodec.create(settings.hubId(), this.deserializationAllowed,
				this.classLoader);
		InMemoryHub hub = new InMemoryHub(settings, strategies, onWorkers, this.executor,
				(member) -> ports(member, codec));
		this.hubs.put(settings.hubId(), hub);
		return hub.first().engine();
	}

	private HubEnginePorts ports(InMemoryMember member, PayloadCodec codec) {
		return new HubEnginePorts(member, member, member, member, codec, this.scheduler, this.executor, this.executor,
				this.loopThreads, this.random);
	}

	Work work() {
		return this.work;
	}

	InMemoryHub hub(String hubId) {
		InMemoryHub hub = this.hubs.get(hubId);
		if (hub == null) {
			throw new IllegalArgumentException(
					"There is no hub '%s' in this application. Its hubs are %s.".formatted(hubId, this.hubs.keySet()));
		}
		return hub;
	}

	Collection<InMemoryHub> hubs() {
		return new ArrayList<>(this.hubs.values());
	}

	@Override
	public void close() {
		if (this.pool != null) {
			this.pool.shutdownNow();
		}
	}

}
