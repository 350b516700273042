/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import io.processhub.HubNode;
import io.processhub.contract.DistributionStrategyContract;
import io.processhub.contract.MigrationStrategyContract;
import io.processhub.contract.PartitionToleranceStrategyContract;
import io.processhub.contract.RedundancyStrategyContract;
import io.processhub.contract.SynchronizationStrategyContract;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the contract suites find what is wrong with strategies that do not do what
 * they must.
 */
class BrokenStrategyTests {

	static Stream<Arguments> broken() {
		return Stream.of(
				Arguments.of(RemainderOfTheHash.class,
						List.of("onlyWhatMustMoveMovesWhenANodeComesOrGoes", "orderOfTheNodesDoesNotMatter")),
				Arguments.of(OnItself.class, List.of("allNodesPlaceAlike")),
				Arguments.of(AnyNode.class, List.of("asManyDifferentTargetsAsAreWanted")),
				Arguments.of(SameNodeTwice.class, List.of("asManyDifferentTargetsAsAreWanted")),
				Arguments.of(OneAfterTheOther.class,
						List.of("placementDoesNotDependOnWhatWasPlacedBefore", "severalThreadsPlaceAlike")),
				Arguments.of(LastFirst.class, List.of("preferredNodesAreTheSameWhenMoreAreWanted")),
				Arguments.of(NoneWithoutTargets.class, List.of("everyProcessHasAnInstanceAtLeast")),
				Arguments.of(MoreOnTheOldest.class, List.of("allNodesWantTheSame")),
				Arguments.of(NeverFewer.class, List.of("whatIsWantedDoesNotDependOnWhatWasWantedBefore")),
				Arguments.of(TransfersFirst.class, List.of("everyStepIsTakenOnceInAnOrderThatLosesNothing")),
				Arguments.of(ForgetsToForward.class, List.of("everyStepIsTakenOnceInAnOrderThatLosesNothing")),
				Arguments.of(DoesNotWait.class, List.of("moveIsOverWhenItsLastStepIs")),
				Arguments.of(SwallowsFailures.class, List.of("stepThatFailsEndsTheMove")),
				Arguments.of(Blocks.class, List.of("nothingBlocks")),
				Arguments.of(OneMoveForGood.class, List.of("movesKeepOutOfEachOthersWay")),
				Arguments.of(HalfOfTheNodes.class, List.of("everyNodeIsToldOnce")),
				Arguments.of(FirstOneTwice.class, List.of("everyNodeIsToldOnce")),
				Arguments.of(TellsAll.class, List.of("noNodeTellsTooMany")),
				Arguments.of(OwnChance.class, List.of("nothingButTheGivenChanceDecides")),
				Arguments.of(NoInterval.class, List.of("digestsAreExchangedNowAndThen")),
				Arguments.of(HalfIsEnough.class, List.of("noTwoSidesOfASplitWork")),
				Arguments.of(SmallSide.class, List.of("moreNodesTakeNoQuorumAway", "wholeClusterWorks")),
				Arguments.of(OldestNode.class, List.of("allNodesOfASideDecideAlike")),
				Arguments.of(RemembersByItself.class, List.of("onlyViewAndHistoryDecide")),
				Arguments.of(MoreLostIsBetter.class, List.of("moreToRememberGivesNoQuorum")));
	}

	@ParameterizedTest
	@MethodSource("broken")
	void suiteFindsIt(Class<?> suite, List<String> expected) {
		Set<String> failed = run(suite);
		assertThat(expected)
			.allSatisfy((test) -> assertThat(failed).as("tests that fail").anyMatch((name) -> name.startsWith(test)));
	}

	/**
	 * Run a suite.
	 * @return the names of the tests that failed
	 */
	private static Set<String> run(Class<?> suite) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(suite))
			.build();
		Set<String> failed = new TreeSet<>();
		AtomicInteger run = new AtomicInteger();
		LauncherFactory.create().execute(request, new TestExecutionListener() {

			@Override
			public void executionFinished(TestIdentifier test, TestExecutionResult result) {
				if (test.isTest()) {
					run.incrementAndGet();
					if (result.getStatus() == Status.FAILED) {
						failed.add(method(test));
					}
				}
			}

		});
		assertThat(run.get()).as("tests of %s", suite.getSimpleName()).isPositive();
		return failed;
	}

	private static String method(TestIdentifier test) {
		String name = test.getUniqueIdObject()
			.getSegments()
			.stream()
			.filter((segment) -> segment.getType().equals("method") || segment.getType().equals("test-template"))
			.map((segment) -> segment.getValue())
			.findFirst()
			.orElseThrow();
		// With its class, if that is in another package
		return name.substring(name.indexOf('#') + 1);
	}

	/** Places by the remainder, so that all move when one comes. */
	static class RemainderOfTheHash extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return (view) -> (id, count) -> {
				List<HubNode> targets = view.targets();
				List<HubNode> nodes = new ArrayList<>();
				for (int i = 0; i < Math.min(count, targets.size()); i++) {
					nodes.add(targets.get(Math.floorMod(id.hashCode() + i, targets.size())));
				}
				return nodes;
			};
		}

	}

	/** Every node takes all for itself. */
	static class OnItself extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return (view) -> (id, count) -> Stream
				.concat(Stream.of(view.local()), view.targets().stream().filter((node) -> !node.equals(view.local())))
				.limit(count)
				.toList();
		}

		@Override
		protected boolean dependsOnAge() {
			return true;
		}

	}

	/** Places on nodes that take no processes. */
	static class AnyNode extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return (view) -> (id, count) -> view.nodes().stream().limit(count).toList();
		}

	}

	/** Gives one node several times. */
	static class SameNodeTwice extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return (view) -> (id, count) -> view.targets()
				.stream()
				.limit(1)
				.flatMap((node) -> Stream.generate(() -> node).limit(count))
				.toList();
		}

	}

	/** Gives the next process to the next node. */
	static class OneAfterTheOther extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			AtomicInteger next = new AtomicInteger();
			return (view) -> (id, count) -> {
				List<HubNode> targets = view.targets();
				int first = next.getAndIncrement();
				return Stream.iterate(0, (i) -> i + 1)
					.limit(Math.min(count, targets.size()))
					.map((i) -> targets.get(Math.floorMod(first + i, targets.size())))
					.toList();
			};
		}

	}

	/** Names the preferred node last. */
	static class LastFirst extends DistributionStrategyContract {

		@Override
		protected DistributionStrategy strategy() {
			return (view) -> (id, count) -> {
				List<HubNode> nodes = new ArrayList<>(view.targets().stream().limit(count).toList());
				Collections.reverse(nodes);
				return nodes;
			};
		}

	}

	/** Wants as many as there are nodes, which may be none. */
	static class NoneWithoutTargets extends RedundancyStrategyContract {

		@Override
		protected RedundancyStrategy strategy() {
			return (view) -> view.targets().size();
		}

	}

	/** Wants more where it is the oldest. */
	static class MoreOnTheOldest extends RedundancyStrategyContract {

		@Override
		protected RedundancyStrategy strategy() {
			return (view) -> view.nodes().indexOf(view.local()) == 0 ? 2 : 1;
		}

	}

	/** Wants as many as there ever were. */
	static class NeverFewer extends RedundancyStrategyContract {

		@Override
		protected RedundancyStrategy strategy() {
			AtomicInteger most = new AtomicInteger();
			return (view) -> most.accumulateAndGet(1 + view.targets().size(), Math::max);
		}

	}

	/** Hands the state over before the last message is handled. */
	static class TransfersFirst extends MigrationStrategyContract {

		@Override
		protected MigrationStrategy strategy() {
			return (move) -> move.transfer()
				.thenCompose((done) -> move.stopHere())
				.thenCompose((done) -> move.startThere())
				.thenCompose((done) -> move.forward());
		}

	}

	/** Leaves the messages where they are. */
	static class ForgetsToForward extends MigrationStrategyContract {

		@Override
		protected MigrationStrategy strategy() {
			return (move) -> move.stopHere()
				.thenCompose((done) -> move.transfer())
				.thenCompose((done) -> move.startThere());
		}

	}

	/** Says that it is done before it is. */
	static class DoesNotWait extends MigrationStrategyContract {

		@Override
		protected MigrationStrategy strategy() {
			return (move) -> {
				move.stopHere()
					.thenCompose((done) -> move.transfer())
					.thenCompose((done) -> move.startThere())
					.thenCompose((done) -> move.forward());
				return CompletableFuture.completedStage(null);
			};
		}

	}

	/** Goes on whatever came of the step before. */
	static class SwallowsFailures extends MigrationStrategyContract {

		@Override
		protected MigrationStrategy strategy() {
			return (move) -> move.stopHere()
				.exceptionally((failure) -> null)
				.thenCompose((done) -> move.transfer())
				.exceptionally((failure) -> null)
				.thenCompose((done) -> move.startThere())
				.thenCompose((done) -> move.forward());
		}

	}

	/** Waits on the thread of the hub. */
	static class Blocks extends MigrationStrategyContract {

		@Override
		protected Duration patience() {
			return Duration.ofMillis(200);
		}

		@Override
		protected MigrationStrategy strategy() {
			return (move) -> {
				move.stopHere().toCompletableFuture().join();
				return move.transfer().thenCompose((done) -> move.startThere()).thenCompose((done) -> move.forward());
			};
		}

	}

	/** Keeps the first move that it was given. */
	static class OneMoveForGood extends MigrationStrategyContract {

		@Override
		protected MigrationStrategy strategy() {
			List<MigrationStrategy.Move> moves = new ArrayList<>();
			return (given) -> {
				moves.add(given);
				MigrationStrategy.Move move = moves.get(0);
				return move.stopHere()
					.thenCompose((done) -> move.transfer())
					.thenCompose((done) -> move.startThere())
					.thenCompose((done) -> move.forward());
			};
		}

	}

	/** Forgets the second half. */
	static class HalfOfTheNodes extends SynchronizationStrategyContract {

		@Override
		protected SynchronizationStrategy strategy() {
			return new Telling((nodes, random) -> direct(nodes.subList(0, nodes.size() / 2)));
		}

	}

	/** Has a node told by two others. */
	static class FirstOneTwice extends SynchronizationStrategyContract {

		@Override
		protected SynchronizationStrategy strategy() {
			return new Telling((nodes, random) -> direct(twice(nodes)));
		}

	}

	/** Tells more than it promises. */
	static class TellsAll extends SynchronizationStrategyContract {

		@Override
		protected SynchronizationStrategy strategy() {
			return new Telling((nodes, random) -> direct(nodes));
		}

		@Override
		protected int mostRelays() {
			return 3;
		}

	}

	/** Throws dice of its own. */
	static class OwnChance extends SynchronizationStrategyContract {

		@Override
		protected SynchronizationStrategy strategy() {
			return new Telling((nodes, random) -> {
				List<HubNode> shuffled = new ArrayList<>(nodes);
				Collections.shuffle(shuffled);
				return direct(shuffled);
			});
		}

	}

	/** Compares without a pause. */
	static class NoInterval extends SynchronizationStrategyContract {

		@Override
		protected SynchronizationStrategy strategy() {
			return new Telling((nodes, random) -> direct(nodes), Duration.ZERO);
		}

	}

	/** Takes two of five for enough. */
	static class HalfIsEnough extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return (view, history) -> view.nodes().size() >= 2;
		}

	}

	/** Works where few are left. */
	static class SmallSide extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return (view, history) -> view.nodes().size() < 3;
		}

	}

	/** Works on a side's oldest node only. */
	static class OldestNode extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return (view, history) -> view.nodes().size() > 2 && view.nodes().indexOf(view.local()) == 0;
		}

	}

	/** Counts by itself how many nodes there were. */
	static class RemembersByItself extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			AtomicInteger most = new AtomicInteger();
			return (view, history) -> 2 * view.nodes().size() > most.accumulateAndGet(view.nodes().size(), Math::max);
		}

	}

	/** Takes what was lost for what is there. */
	static class MoreLostIsBetter extends PartitionToleranceStrategyContract {

		@Override
		protected PartitionToleranceStrategy strategy() {
			return (view, history) -> view.nodes().size() + history.lost() > 2;
		}

	}

	private static List<SynchronizationStrategy.Relay> direct(List<HubNode> nodes) {
		return nodes.stream().map((node) -> new SynchronizationStrategy.Relay(node, List.of())).toList();
	}

	private static List<HubNode> twice(List<HubNode> nodes) {
		return Stream.concat(nodes.stream().limit(1), nodes.stream()).toList();
	}

	/**
	 * Tells nodes as it is told to.
	 */
	private record Telling(Way way, Duration syncInterval) implements SynchronizationStrategy {

		Telling(Way way) {
			this(way, Duration.ofSeconds(1));
		}

		@Override
		public List<Relay> relays(List<HubNode> nodes, RandomGenerator random) {
			return this.way.relays(nodes, random);
		}

		/**
		 * How nodes are told.
		 */
		interface Way {

			List<Relay> relays(List<HubNode> nodes, RandomGenerator random);

		}

	}

}
