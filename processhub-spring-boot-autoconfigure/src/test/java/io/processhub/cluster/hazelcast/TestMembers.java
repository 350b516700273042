/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import org.awaitility.Awaitility;

import io.processhub.cluster.ClusterSettings;
import io.processhub.cluster.ClusterSettings.Detection;
import io.processhub.cluster.ClusterSettings.Discovery;
import io.processhub.cluster.ClusterSettings.FailureDetection;
import io.processhub.cluster.ClusterSettings.Threads;
import io.processhub.testing.FreePorts;

/**
 * Members of a cluster in this JVM, on loopback ports that nobody else uses.
 */
final class TestMembers implements AutoCloseable {

	private final String name = "test-" + UUID.randomUUID();

	private final List<String> addresses = new ArrayList<>();

	private final List<Integer> ports = new ArrayList<>();

	private final List<HazelcastInstance> instances = new ArrayList<>();

	private final ExecutorService callbacks = Executors.newFixedThreadPool(2,
			(task) -> new Thread(task, "test-callback"));

	TestMembers() {
		this(4);
	}

	TestMembers(int max) {
		int first = FreePorts.firstOf(max);
		for (int port = first; port < first + max; port++) {
			this.ports.add(port);
			this.addresses.add("127.0.0.1:" + port);
		}
	}

	Config config() {
		return HazelcastClusterConfig.create(new ClusterSettings(this.name, this.ports.get(this.instances.size()),
				false, 1, null, this.addresses, Discovery.TCP_IP, Detection.of(FailureDetection.FAST), null, List.of(),
				1, new Threads(4, 4, 1, 2, 2)));
	}

	HazelcastInstance start() {
		return start(config());
	}

	HazelcastInstance start(Config config) {
		HazelcastInstance instance = Hazelcast.newHazelcastInstance(config);
		this.instances.add(instance);
		int size = (int) this.instances.stream().filter((each) -> each.getLifecycleService().isRunning()).count();
		for (HazelcastInstance each : this.instances) {
			if (each.getLifecycleService().isRunning()) {
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.until(() -> each.getCluster().getMembers().size() == size);
			}
		}
		return instance;
	}

	/**
	 * Start a member that does not find the others.
	 */
	HazelcastInstance startApart(Config config) {
		HazelcastInstance instance = Hazelcast.newHazelcastInstance(config);
		this.instances.add(instance);
		return instance;
	}

	/**
	 * Wait until every partition has its backup: what is acknowledged before has none.
	 */
	void awaitBackups() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.instances.stream()
				.filter((each) -> each.getLifecycleService().isRunning())
				.allMatch((each) -> hasShare(each) && each.getPartitionService().isClusterSafe()));
	}

	private static boolean hasShare(HazelcastInstance instance) {
		return instance.getPartitionService()
			.getPartitions()
			.stream()
			.anyMatch((partition) -> partition.getOwner() != null && partition.getOwner().localMember());
	}

	int count() {
		return this.instances.size();
	}

	HazelcastClusterPorts open(HazelcastInstance instance, String hub) {
		return new HazelcastCluster(instance, this.callbacks).open(hub);
	}

	HazelcastClusterPorts startAndOpen(String hub) {
		return open(start(), hub);
	}

	HazelcastInstance instance(int index) {
		return this.instances.get(index);
	}

	String clusterName() {
		return this.name;
	}

	List<String> addresses() {
		return this.addresses;
	}

	int port(int index) {
		return this.ports.get(index);
	}

	@Override
	public void close() {
		this.instances.forEach((each) -> each.getLifecycleService().terminate());
		this.callbacks.shutdownNow();
	}

}
