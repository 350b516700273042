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
import org.junit.jupiter.api.Tag;
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
import io.processhub.strategy.ClusterHistory;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.PartitionToleranceStrategy;
import io.processhub.strategy.RedundancyStrategy;
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
@Tag("simulation")
class StrategySimulationTests {

	private static final int SEEDS = 16;

	/**
	 * For strategies that are checked by themselves, too.
	 */
	private static final int FEW_SEEDS = 8;

	/**
	 * How many seeds are enough to find a planted mistake.
	 */
	private static final int MANY_SEEDS = 60;

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final DistributionStrategy HASHING = new ConsistentHashing(64);

	private static final DistributionStrategy STICKY = new Sticky(64);

	private static final DistributionStrategy BALANCED = new LoadBalanced(INTERVAL, 30, 0.9);

	private static final SynchronizationStrategy PUBSUB = new PubSub(INTERVAL);

	private static final SynchronizationStrategy GOSSIP = new Gossip(INTERVAL, 2, true);

	private static final SynchronizationStrategy REPLICATED_MAP = new ReplicatedMap(INTERVAL);

	private static final RedundancyStrategy SINGULARITY = new Singularity();

	private static final MigrationStrategy COLD_SWAP = new ColdSwap();

	private static final PartitionToleranceStrategy DIVERGENCE = new Divergence();

	private static final PartitionToleranceStrategy MAJORITY = new MajorityQuorum(1, true);

	private static final PartitionToleranceStrategy DYNAMIC = new DynamicQuorum(60, Duration.ofSeconds(30));

	@BeforeAll
	static void keepQuiet() {
		LoggingSystem.get(StrategySimulationTests.class.getClassLoader()).setLogLevel("io.processhub", LogLevel.OFF);
	}

	@AfterAll
	static void speakAgain() {
		LoggingSystem.get(StrategySimulationTests.class.getClassLoader()).setLogLevel("io.processhub", null);
	}

	static Stream<Arguments> plans() {
		return Stream.of(Arguments.of("sticky", plan(STICKY, PUBSUB, DIVERGENCE)),
				Arguments.of("guided", plan(new Guided(), PUBSUB, DIVERGENCE)),
				Arguments.of("guided, majority", plan(new Guided(), PUBSUB, MAJORITY)),
				Arguments.of("load-balanced", plan(BALANCED, PUBSUB, DIVERGENCE)),
				Arguments.of("load-balanced, gossip, majority", plan(BALANCED, GOSSIP, MAJORITY)),
				Arguments.of("gossip", plan(HASHING, GOSSIP, DIVERGENCE)),
				Arguments.of("gossip, not restricted", plan(HASHING, new Gossip(INTERVAL, 1, false), DIVERGENCE)),
				Arguments.of("hot-swap", plan(hotSwap(true, false))),
				Arguments.of("hot-swap confirmed", plan(hotSwap(true, true))),
				Arguments.of("replicated-map", plan(HASHING, REPLICATED_MAP, DIVERGENCE)),
				Arguments.of("majority", plan(HASHING, PUBSUB, MAJORITY)),
				Arguments.of("majority of five", plan(HASHING, PUBSUB, new MajorityQuorum(5, true))),
				Arguments.of("static", plan(HASHING, PUBSUB, new StaticQuorum(3, false))),
				Arguments.of("static, confirmed", plan(HASHING, PUBSUB, new StaticQuorum(3, true))),
				Arguments.of("dynamic", plan(HASHING, PUBSUB, DYNAMIC)),
				Arguments.of("sticky, gossip, majority", plan(STICKY, GOSSIP, MAJORITY)),
				Arguments.of("two replicas", plan(HASHING, replicas(2), COLD_SWAP, PUBSUB, DIVERGENCE)),
				Arguments.of("three replicas, sticky", plan(STICKY, replicas(3), COLD_SWAP, PUBSUB, DIVERGENCE)),
				Arguments.of("replicas on all nodes",
						plan(HASHING, replicas(Replication.CLUSTER_SIZE), COLD_SWAP, PUBSUB, DIVERGENCE)),
				Arguments.of("two replicas, majority", plan(HASHING, replicas(2), COLD_SWAP, PUBSUB, MAJORITY)),
				Arguments.of("sticky, replicated-map, majority", plan(STICKY, REPLICATED_MAP, MAJORITY)));
	}

	static Stream<Arguments> combinations() {
		MigrationStrategy hotSwap = hotSwap(true, true);
		return Stream.of(
				Arguments.of("load-balanced, two replicas", plan(BALANCED, replicas(2), COLD_SWAP, PUBSUB, DIVERGENCE)),
				Arguments.of("guided, two replicas", plan(new Guided(), replicas(2), COLD_SWAP, PUBSUB, DIVERGENCE)),
				Arguments.of("two replicas, hot-swap", plan(HASHING, replicas(2), hotSwap, PUBSUB, DIVERGENCE)),
				Arguments.of("two replicas, dynamic", plan(HASHING, replicas(2), COLD_SWAP, PUBSUB, DYNAMIC)),
				Arguments.of("two replicas, given up", givingUp(replicas(2))),
				Arguments.of("three replicas, given up", givingUp(replicas(3))),
				Arguments.of("two replicas, gossip", plan(HASHING, replicas(2), COLD_SWAP, GOSSIP, DIVERGENCE)),
				Arguments.of("sticky, hot-swap, majority", plan(STICKY, SINGULARITY, hotSwap, PUBSUB, MAJORITY)),
				Arguments.of("load-balanced, hot-swap", plan(BALANCED, SINGULARITY, hotSwap, PUBSUB, DIVERGENCE)),
				Arguments.of("replicated-map, static", plan(HASHING, REPLICATED_MAP, new StaticQuorum(3, false))));
	}

	/**
	 * Instances are given up as soon as they crash.
	 */
	private static StrategiesPlan givingUp(RedundancyStrategy redundancy) {
		return new StrategiesPlan(plan(HASHING, redundancy, COLD_SWAP, PUBSUB, DIVERGENCE).strategies(), false) {

			@Override
			int maxRestarts() {
				return 0;
			}

		};
	}

	private static RedundancyStrategy replicas(int factor) {
		return new Replication(factor, ReplicationModel.ACTIVE_PASSIVE, RedundancySignal.ALL);
	}

	private static HotSwap hotSwap(boolean handover, boolean confirm) {
		return new HotSwap(handover, Duration.ofSeconds(5), confirm, Duration.ofSeconds(3), Duration.ofSeconds(10));
	}

	private static StrategiesPlan plan(MigrationStrategy migration) {
		return plan(HASHING, SINGULARITY, migration, PUBSUB, DIVERGENCE);
	}

	private static StrategiesPlan plan(DistributionStrategy distribution, SynchronizationStrategy synchronization,
			PartitionToleranceStrategy partitionTolerance) {
		return plan(distribution, SINGULARITY, COLD_SWAP, synchronization, partitionTolerance);
	}

	private static StrategiesPlan plan(DistributionStrategy distribution, RedundancyStrategy redundancy,
			MigrationStrategy migration, SynchronizationStrategy synchronization,
			PartitionToleranceStrategy partitionTolerance) {
		return new StrategiesPlan(
				new HubEngineStrategies(distribution, redundancy, migration, synchronization, partitionTolerance),
				partitionTolerance instanceof MajorityQuorum);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("plans")
	void invariantsHold(String name, StrategiesPlan plan) {
		assertThat(failures(plan, Long.getLong("simulation.seeds", SEEDS))).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("combinations")
	void invariantsHoldTogether(String name, StrategiesPlan plan) {
		assertThat(failures(plan, Long.getLong("simulation.seeds", FEW_SEEDS))).isEmpty();
	}

	private static List<String> failures(StrategiesPlan plan, long seeds) {
		return LongStream.range(0, seeds)
			.parallel()
			.mapToObj((seed) -> SimulationRun.of(Course.standard(seed), plan))
			.filter((result) -> result.failure() != null)
			.map((result) -> "Seed %d: %s".formatted(result.course().seed(), result.failure()))
			.toList();
	}

	@Test
	void stateThatIsLeftBehindIsFound() {
		assertFound("I4",
				plan((move) -> move.stopHere()
					.thenCompose((stopped) -> move.transfer(false))
					.thenCompose((transferred) -> move.startThere())
					.thenCompose((started) -> move.forward())));
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
		assertFound("I6", new StrategiesPlan(plan(HASHING, PUBSUB, DIVERGENCE).strategies(), true));
	}

	@Test
	void silenceThatIsNotNoticedIsFound() {
		MajorityQuorum majority = new MajorityQuorum(1, true);
		assertFound("I6", new StrategiesPlan(plan(HASHING, PUBSUB, new PartitionToleranceStrategy() {

			@Override
			public boolean hasQuorum(HubView view, ClusterHistory history) {
				return majority.hasQuorum(view, history);
			}

			@Override
			public boolean demandsQuorum() {
				return false;
			}

		}).strategies(), true));
	}

	private static void assertFound(String invariant, StrategiesPlan plan) {
		assertThat(LongStream.range(0, MANY_SEEDS)
			.mapToObj((seed) -> SimulationRun.of(Course.standard(seed), plan))
			.map(SimulationRun.Result::symptom)
			.anyMatch(invariant::equals)).isTrue();
	}

}
