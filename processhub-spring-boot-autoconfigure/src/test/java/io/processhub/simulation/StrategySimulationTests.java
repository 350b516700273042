/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import io.processhub.strategy.ReplicationModel;
import io.processhub.strategy.RedundancySignal;
import io.processhub.strategy.redundancy.Replication;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.PartitionToleranceStrategy;
import io.processhub.strategy.SynchronizationStrategy;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.strategy.distribution.Guided;
import io.processhub.strategy.distribution.LoadBalanced;
import io.processhub.strategy.distribution.Sticky;
import io.processhub.strategy.migration.ColdSwap;
import io.processhub.strategy.migration.HotSwap;
import io.processhub.strategy.partition.Divergence;
import io.processhub.strategy.partition.DynamicQuorum;
import io.processhub.strategy.partition.MajorityQuorum;
import io.processhub.strategy.partition.StaticQuorum;
import io.processhub.strategy.redundancy.Singularity;
import io.processhub.strategy.synchronization.Gossip;
import io.processhub.strategy.synchronization.PubSub;
import io.processhub.strategy.synchronization.ReplicatedMap;
import io.processhub.supervisor.MessageHandlers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random courses of events over clusters with other strategies than the standard ones.
 * With a quorum, sides without one do nothing (I6), and nothing is lost by it.
 * {@code -Dsimulation.seeds=1000} runs that many of each.
 */
class StrategySimulationTests {

	private static final int SEEDS = 16;

	/**
	 * How many seeds are enough to find a planted mistake.
	 */
	private static final int MANY_SEEDS = 60;

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final DistributionStrategy HASHING = new ConsistentHashing(64);

	private static final DistributionStrategy STICKY = new Sticky(64);

	private static final DistributionStrategy BALANCED = new LoadBalanced(INTERVAL, 30, 0.9);

	private static final SynchronizationStrategy PUBSUB = new PubSub(INTERVAL);

	@BeforeAll
	static void keepQuiet() {
		LoggingSystem.get(StrategySimulationTests.class.getClassLoader()).setLogLevel("io.processhub", LogLevel.OFF);
	}

	@AfterAll
	static void speakAgain() {
		LoggingSystem.get(StrategySimulationTests.class.getClassLoader()).setLogLevel("io.processhub", null);
	}

	static Stream<Arguments> plans() {
		MajorityQuorum majority = new MajorityQuorum(1, true);
		return Stream.of(Arguments.of("sticky", plan(STICKY, PUBSUB, new Divergence(), false)),
				Arguments.of("guided", plan(new Guided(), PUBSUB, new Divergence(), false)),
				Arguments.of("guided, majority", plan(new Guided(), PUBSUB, majority, true)),
				Arguments.of("load-balanced", plan(BALANCED, PUBSUB, new Divergence(), false)),
				Arguments.of("load-balanced, gossip, majority",
						plan(BALANCED, new Gossip(INTERVAL, 2, true), majority, true)),
				Arguments.of("gossip", plan(HASHING, new Gossip(INTERVAL, 2, true), new Divergence(), false)),
				Arguments.of("gossip, not restricted",
						plan(HASHING, new Gossip(INTERVAL, 1, false), new Divergence(), false)),
				Arguments.of("hot-swap", plan(hotSwap(true, false))),
				Arguments.of("hot-swap confirmed", plan(hotSwap(true, true))),
				Arguments.of("replicated-map", plan(HASHING, new ReplicatedMap(INTERVAL), new Divergence(), false)),
				Arguments.of("majority", plan(HASHING, PUBSUB, majority, true)),
				Arguments.of("majority of five", plan(HASHING, PUBSUB, new MajorityQuorum(5, true), true)),
				Arguments.of("static", plan(HASHING, PUBSUB, new StaticQuorum(3, false), false)),
				Arguments.of("static, confirmed", plan(HASHING, PUBSUB, new StaticQuorum(3, true), false)),
				Arguments.of("dynamic", plan(HASHING, PUBSUB, new DynamicQuorum(60, Duration.ofSeconds(30)), false)),
				Arguments.of("sticky, gossip, majority", plan(STICKY, new Gossip(INTERVAL, 2, true), majority, true)),
				Arguments.of("two replicas", replicas(2, HASHING, new Divergence(), false)),
				Arguments.of("three replicas, sticky", replicas(3, STICKY, new Divergence(), false)),
				Arguments.of("replicas on all nodes",
						replicas(Replication.CLUSTER_SIZE, HASHING, new Divergence(), false)),
				Arguments.of("two replicas, majority", replicas(2, HASHING, majority, true)), Arguments
					.of("sticky, replicated-map, majority", plan(STICKY, new ReplicatedMap(INTERVAL), majority, true)));
	}

	private static StrategiesPlan replicas(int factor, DistributionStrategy distribution,
			PartitionToleranceStrategy partitionTolerance, boolean majority) {
		Replication replication = new Replication(factor, ReplicationModel.ACTIVE_PASSIVE, RedundancySignal.ALL);
		return new StrategiesPlan(
				new HubEngineStrategies(distribution, replication, new ColdSwap(), PUBSUB, partitionTolerance),
				majority);
	}

	private static HotSwap hotSwap(boolean handover, boolean confirm) {
		return new HotSwap(handover, Duration.ofSeconds(5), confirm, Duration.ofSeconds(3), Duration.ofSeconds(10));
	}

	private static StrategiesPlan plan(MigrationStrategy migration) {
		return new StrategiesPlan(
				new HubEngineStrategies(HASHING, new Singularity(), migration, PUBSUB, new Divergence()), false);
	}

	private static StrategiesPlan plan(DistributionStrategy distribution, SynchronizationStrategy synchronization,
			PartitionToleranceStrategy partitionTolerance, boolean majority) {
		return new StrategiesPlan(new HubEngineStrategies(distribution, new Singularity(), new ColdSwap(),
				synchronization, partitionTolerance), majority);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("plans")
	void invariantsHold(String name, StrategiesPlan plan) {
		List<String> failed = LongStream.range(0, Long.getLong("simulation.seeds", SEEDS))
			.parallel()
			.mapToObj((seed) -> SimulationRun.of(Course.standard(seed), plan))
			.filter((result) -> result.failure() != null)
			.map((result) -> "Seed %d: %s".formatted(result.course().seed(), result.failure()))
			.toList();
		assertThat(failed).isEmpty();
	}

	@Test
	void stateThatIsLeftBehindIsFound() {
		assertFound("I4", plan(hotSwap(false, false)));
	}

	@Test
	void messageForAnOldInstanceThatIsKeptIsFound() {
		Map<SimulatedCluster, Map<String, SimulatedTwin>> latest = new WeakHashMap<>();
		HubEngineStrategies strategies = plan(hotSwap(true, false)).strategies();
		assertFound("I4", new StrategiesPlan(strategies, false) {

			@Override
			MessageHandlers handlers(SimulatedMember member) {
				return PlantedBug.DELIVER_TO_THE_OLD_COPY.handlers(member,
						latest.computeIfAbsent(member.cluster(), (cluster) -> new HashMap<>()));
			}

		});
	}

	@Test
	void workWithoutQuorumIsFound() {
		assertFound("I6", plan(HASHING, PUBSUB, new Divergence(), true));
	}

	private static void assertFound(String invariant, StrategiesPlan plan) {
		assertThat(LongStream.range(0, MANY_SEEDS)
			.mapToObj((seed) -> SimulationRun.of(Course.standard(seed), plan))
			.map(SimulationRun.Result::symptom)
			.anyMatch(invariant::equals)).isTrue();
	}

}
