/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.DistributionStrategy.Placement;
import io.processhub.strategy.HubView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link DistributionStrategy} must do. Extend it for yours, and say what it
 * promises besides.
 *
 * @since 0.1.0
 */
public abstract class DistributionStrategyContract {

	private static final int MOST = 7;

	/**
	 * Return the strategy as another node would make it: a new one each time, with the
	 * same options.
	 * @return the strategy
	 */
	protected abstract DistributionStrategy strategy();

	/**
	 * Return the placement for a view. A strategy that needs to be told more overrides
	 * this.
	 * @param strategy a strategy
	 * @param view the view
	 * @return its placement
	 */
	protected Placement placement(DistributionStrategy strategy, HubView view) {
		return strategy.placement(view);
	}

	/**
	 * Return the processes that are placed.
	 * @return the ids
	 */
	protected List<String> processIds() {
		return IntStream.range(0, 200).mapToObj((i) -> "process-" + i).toList();
	}

	/**
	 * Return nodes of a hub.
	 * @param count how many
	 * @return the nodes, the oldest first
	 */
	protected List<HubNode> nodes(int count) {
		return Views.nodes(count);
	}

	/**
	 * Return whether it matters which node has been there for longer. By default it must
	 * not: it is not the same on both sides of a split that has just healed.
	 * @return whether it does
	 */
	protected boolean dependsOnAge() {
		return false;
	}

	/**
	 * Return whether processes move only from a node that goes, and only to a node that
	 * comes. By default they must.
	 * @return whether it is promised
	 */
	protected boolean movesOnlyWhatMustMove() {
		return true;
	}

	@Test
	void asManyDifferentTargetsAsAreWanted() {
		for (int targets = 0; targets <= MOST; targets++) {
			HubView view = view(targets);
			Placement placement = placement(strategy(), view);
			for (int count = 1; count <= MOST; count++) {
				for (String id : processIds()) {
					assertThat(placement.nodes(id, count))
						.as("%d nodes for %s when there are %d targets", count, id, targets)
						.hasSize(Math.min(count, targets))
						.doesNotHaveDuplicates()
						.isSubsetOf(view.targets());
				}
			}
		}
	}

	@Test
	void preferredNodesAreTheSameWhenMoreAreWanted() {
		Placement placement = placement(strategy(), view(MOST));
		for (String id : processIds()) {
			List<HubNode> all = placement.nodes(id, MOST);
			for (int count = 1; count < MOST; count++) {
				assertThat(placement.nodes(id, count)).as("%d nodes for %s", count, id)
					.isEqualTo(all.subList(0, count));
			}
		}
	}

	@Test
	void allNodesPlaceAlike() {
		HubView view = view(MOST);
		Map<String, List<HubNode>> expected = places(strategy(), view);
		for (HubView other : Views.seenByEach(view)) {
			assertThat(places(strategy(), other)).as("as %s sees it", other.local()).isEqualTo(expected);
		}
	}

	@Test
	void placementDoesNotDependOnWhatWasPlacedBefore() {
		HubView view = view(MOST);
		DistributionStrategy strategy = strategy();
		Placement placement = placement(strategy, view);
		Map<String, List<HubNode>> expected = places(placement);
		placement(strategy, view(2)).nodes("other", 1);
		assertThat(places(placement)).as("the same placement, asked again").isEqualTo(expected);
		List<String> reversed = new ArrayList<>(processIds());
		Collections.reverse(reversed);
		Placement again = placement(strategy, view);
		reversed.forEach((id) -> assertThat(again.nodes(id, 3)).as("place of %s", id).isEqualTo(expected.get(id)));
	}

	@Test
	void orderOfTheNodesDoesNotMatter() {
		Assumptions.assumeFalse(dependsOnAge(), "The strategy places by age");
		HubView view = view(MOST);
		Map<String, List<HubNode>> expected = places(strategy(), view);
		Random random = new Random(1);
		for (int i = 0; i < 10; i++) {
			List<HubNode> nodes = new ArrayList<>(view.nodes());
			List<HubNode> targets = new ArrayList<>(view.targets());
			Collections.shuffle(nodes, random);
			Collections.shuffle(targets, random);
			assertThat(places(strategy(), new HubView(1, view.local(), nodes, targets))).as("order %s", targets)
				.isEqualTo(expected);
		}
	}

	@Test
	void onlyWhatMustMoveMovesWhenANodeComesOrGoes() {
		Assumptions.assumeTrue(movesOnlyWhatMustMove(), "The strategy does not promise it");
		List<HubNode> nodes = nodes(MOST);
		for (HubNode one : nodes) {
			List<HubNode> others = nodes.stream().filter((node) -> node != one).toList();
			Placement with = placement(strategy(), Views.of(nodes));
			Placement without = placement(strategy(), Views.of(others));
			for (String id : processIds()) {
				HubNode place = with.nodes(id, 1).get(0);
				if (place != one) {
					assertThat(without.nodes(id, 1)).as("%s when %s is there or not", id, one).containsExactly(place);
				}
			}
		}
	}

	@Test
	void severalThreadsPlaceAlike() {
		DistributionStrategy strategy = strategy();
		HubView view = view(MOST);
		HubView other = view(3);
		Placement shared = placement(strategy, view);
		Map<String, List<HubNode>> expected = places(shared);
		Map<String, List<HubNode>> expectedOther = places(strategy(), other);
		Parallel.run(() -> {
			for (int i = 0; i < 10; i++) {
				assertThat(places(shared)).isEqualTo(expected);
				assertThat(places(strategy, other)).isEqualTo(expectedOther);
			}
			return true;
		});
	}

	@Test
	void signatureSaysWhatMustBeTheSame() {
		assertThat(strategy().signature()).isNotBlank().hasSizeLessThan(200).isEqualTo(strategy().signature());
	}

	/**
	 * Return a view in which not all nodes take processes.
	 */
	private HubView view(int targets) {
		List<HubNode> nodes = nodes(targets + 2);
		return Views.of(nodes, nodes.subList(1, targets + 1));
	}

	private Map<String, List<HubNode>> places(DistributionStrategy strategy, HubView view) {
		return places(placement(strategy, view));
	}

	private Map<String, List<HubNode>> places(Placement placement) {
		Map<String, List<HubNode>> places = new LinkedHashMap<>();
		processIds().forEach((id) -> places.put(id, List.copyOf(placement.nodes(id, 3))));
		return places;
	}

}
