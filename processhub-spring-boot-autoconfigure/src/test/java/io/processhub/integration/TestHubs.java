/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import org.awaitility.Awaitility;

import io.processhub.StartOptions;
import io.processhub.ProcessSpec;
import io.processhub.ProcessHubOperations;
import io.processhub.RestartPolicy;
import io.processhub.cluster.ClusterSettings;
import io.processhub.cluster.ClusterSettings.Detection;
import io.processhub.cluster.ClusterSettings.Discovery;
import io.processhub.cluster.ClusterSettings.FailureDetection;
import io.processhub.cluster.ClusterSettings.Threads;
import io.processhub.cluster.hazelcast.HazelcastCluster;
import io.processhub.cluster.hazelcast.HazelcastClusterConfig;
import io.processhub.cluster.hazelcast.HazelcastClusterPorts;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.engine.HubEngine;
import io.processhub.engine.HubEnginePorts;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.PartitionToleranceStrategy;
import io.processhub.strategy.RedundancyStrategy;
import io.processhub.strategy.SynchronizationStrategy;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.strategy.migration.ColdSwap;
import io.processhub.strategy.partition.Divergence;
import io.processhub.strategy.redundancy.Singularity;
import io.processhub.strategy.synchronization.PubSub;
import io.processhub.supervisor.OnMessageHandlers;
import io.processhub.supervisor.ProcessType;
import io.processhub.supervisor.ProcessType.InstanceFactory;
import io.processhub.supervisor.SupervisorSettings;
import io.processhub.testing.FreePorts;

/**
 * Nodes of one hub in this JVM, each with its own member of a cluster on loopback.
 */
final class TestHubs implements AutoCloseable {

	static final String HUB = "test";

	static final String COUNTER = "counter";

	static final String HOSTILE = "hostile";

	static final int VIRTUAL_NODES = 128;

	static final Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * How long it may take until members that have lost sight of each other are together
	 * again.
	 */
	static final Duration HEALED = Duration.ofSeconds(60);

	private final String clusterName = "test-" + UUID.randomUUID();

	private final List<Integer> freePorts;

	private final List<Node> nodes = new ArrayList<>();

	private final UnaryOperator<Config> configChange;

	private RedundancyStrategy redundancy = new Singularity();

	private PartitionToleranceStrategy partitionTolerance = new Divergence();

	private DistributionStrategy distribution = new ConsistentHashing(VIRTUAL_NODES);

	private MigrationStrategy migration = new ColdSwap();

	private SynchronizationStrategy synchronization = new PubSub(Duration.ofSeconds(1));

	private volatile boolean losing;

	private final AtomicInteger lost = new AtomicInteger();

	TestHubs(int max) {
		this(max, UnaryOperator.identity());
	}

	/**
	 * Create the nodes, on instances that are configured otherwise.
	 */
	TestHubs(int max, UnaryOperator<Config> configChange) {
		int first = FreePorts.firstOf(max);
		this.freePorts = IntStream.range(first, first + max).boxed().toList();
		this.configChange = configChange;
	}

	/**
	 * Give the nodes that are started from now on another strategy.
	 */
	TestHubs with(PartitionToleranceStrategy partitionTolerance) {
		this.partitionTolerance = partitionTolerance;
		return this;
	}

	/**
	 * Give the nodes that are started from now on another strategy.
	 */
	TestHubs replicated(RedundancyStrategy redundancy) {
		this.redundancy = redundancy;
		return this;
	}

	/**
	 * Give the nodes that are started from now on another strategy.
	 */
	TestHubs telling(SynchronizationStrategy synchronization) {
		this.synchronization = synchronization;
		return this;
	}

	/**
	 * Give the nodes that are started from now on another strategy.
	 */
	TestHubs with(DistributionStrategy distribution) {
		this.distribution = distribution;
		return this;
	}

	/**
	 * Let processes move otherwise from the nodes that are started from now on.
	 */
	TestHubs moving(MigrationStrategy migration) {
		this.migration = migration;
		return this;
	}

	/**
	 * Lose the changes that nodes tell each other of, or do not lose them any more.
	 */
	void loseNews(boolean losing) {
		this.losing = losing;
	}

	/**
	 * Return how many of them were lost.
	 */
	int lostNews() {
		return this.lost.get();
	}

	private boolean loses() {
		return this.losing && this.lost.incrementAndGet() > 0;
	}

	/**
	 * Start one more node, and wait until all nodes see each other.
	 */
	Node startNode() {
		return startNode("node-" + this.nodes.size());
	}

	/**
	 * Start one more node under a name, and wait until all nodes see each other.
	 */
	Node startNode(String name) {
		Node node = new Node(name, this.freePorts.get(this.nodes.size()));
		this.nodes.add(node);
		node.start();
		return node;
	}

	String clusterName() {
		return this.clusterName;
	}

	/**
	 * Return a port that no node has yet, and that all of them look at.
	 */
	int lastPort() {
		return this.freePorts.get(this.freePorts.size() - 1);
	}

	int firstPort() {
		return this.freePorts.get(0);
	}

	int secondPort() {
		return this.freePorts.get(1);
	}

	List<Node> nodes() {
		return List.copyOf(this.nodes);
	}

	/**
	 * Wait until all running nodes see so many nodes.
	 */
	void awaitNodes(int count) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> this.nodes.stream()
				.filter(Node::isAlive)
				.allMatch((node) -> node.hub().nodes().size() == count));
	}

	/**
	 * Start counters.
	 */
	static void startCounters(ProcessHubOperations hub, Collection<String> ids) {
		hub.start(ids.stream().map((id) -> ProcessSpec.of(id, COUNTER)).toList(), StartOptions.defaults()).join();
	}

	/**
	 * Let the oldest member and another one lose sight of each other, and the other one
	 * of the rest, too.
	 */
	static void split(HazelcastInstance oldest, HazelcastInstance other) {
		UUID parted = other.getCluster().getLocalMember().getUuid();
		suspect(other, (member) -> !member.localMember());
		suspect(oldest, (member) -> member.getUuid().equals(parted));
	}

	private static void suspect(HazelcastInstance instance, Predicate<Member> suspects) {
		ClusterServiceImpl cluster = ((HazelcastInstanceProxy) instance).getOriginal().node.getClusterService();
		instance.getCluster()
			.getMembers()
			.stream()
			.filter(suspects)
			.forEach((member) -> cluster.suspectMember(member, "it is told to", true));
	}

	@Override
	public void close() {
		this.nodes.forEach(Node::close);
	}

	/**
	 * Return the configuration of a member of the cluster.
	 */
	Config config(int port) {
		return HazelcastClusterConfig.create(settings(port));
	}

	private ClusterSettings settings(int port) {
		List<String> addresses = this.freePorts.stream().map((each) -> "127.0.0.1:" + each).toList();
		return new ClusterSettings(this.clusterName, port, false, 1, null, addresses, Discovery.TCP_IP,
				Detection.of(FailureDetection.FAST), null, List.of(), 1, new Threads(4, 4, 1, 2, 2));
	}

	/**
	 * One node of the hub.
	 */
	final class Node implements AutoCloseable {

		private final ExecutorService workers = Executors.newFixedThreadPool(4,
				(task) -> new Thread(task, "test-worker"));

		private final ExecutorService background = Executors.newFixedThreadPool(2,
				(task) -> new Thread(task, "test-background"));

		private final TestScheduler scheduler = new TestScheduler();

		private final HazelcastInstance instance;

		private final HazelcastClusterPorts ports;

		private final HubEngine engine;

		private final ProcessHubTemplate template;

		Node(String name, int port) {
			this.instance = Hazelcast.newHazelcastInstance(TestHubs.this.configChange.apply(config(port)));
			this.ports = new HazelcastCluster(this.instance, this.background).open(HUB);
			this.engine = new HubEngine(engineSettings(name),
					new HubEngineStrategies(TestHubs.this.distribution, TestHubs.this.redundancy,
							TestHubs.this.migration, TestHubs.this.synchronization, TestHubs.this.partitionTolerance),
					new HubEnginePorts(this.ports.membership(), this.ports.directory(),
							new LossyMessaging(this.ports.messaging(), TestHubs.this::loses),
							new LossyBroadcast(this.ports.broadcast(), TestHubs.this::loses), this.ports.codec(),
							this.scheduler, this.workers, this.background, Thread::new,
							() -> ThreadLocalRandom.current().nextLong()),
					Map.of(COUNTER, type(COUNTER, CountingProcess.class, CountingProcess::new), HOSTILE,
							type(HOSTILE, HostileProcess.class, HostileProcess::new)));
			this.template = new ProcessHubTemplate(this.engine);
		}

		private HubEngineSettings engineSettings(String name) {
			HubEngineSettings defaults = HubEngineSettings.defaults(HUB);
			SupervisorSettings supervisor = SupervisorSettings.defaults();
			return new HubEngineSettings(HUB, name, Duration.ofSeconds(1), defaults.purgeInterval(),
					defaults.callTimeout(), defaults.migrationBaseTimeout(), defaults.maxConcurrentMigrations(),
					new SupervisorSettings(2, Duration.ofMinutes(1), supervisor.backoff(), Duration.ofSeconds(5),
							supervisor.mailboxCapacity(), supervisor.maxConcurrentStarts()),
					List.of());
		}

		private static ProcessType type(String name, Class<?> userClass, InstanceFactory factory) {
			return new ProcessType(name, RestartPolicy.PERMANENT, null, null, false, factory,
					OnMessageHandlers.of(userClass, UnaryOperator.identity(), HUB, name));
		}

		ProcessHubTemplate hub() {
			return this.template;
		}

		HazelcastInstance instance() {
			return this.instance;
		}

		void start() {
			this.engine.start().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
			int alive = (int) TestHubs.this.nodes.stream().filter(Node::isAlive).count();
			awaitNodes(alive);
		}

		void stop() {
			this.engine.stop(PATIENCE).toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
		}

		private boolean isAlive() {
			return this.instance.getLifecycleService().isRunning() && this.template.isAlive();
		}

		/**
		 * Die without a word.
		 */
		void kill() {
			this.instance.getLifecycleService().terminate();
		}

		@Override
		public void close() {
			this.ports.close();
			this.instance.getLifecycleService().terminate();
			this.scheduler.close();
			this.workers.shutdownNow();
			this.background.shutdownNow();
		}

	}

}
