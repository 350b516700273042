/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.List;

import io.processhub.strategy.redundancy.Replication;
import io.processhub.strategy.HubView;
import io.processhub.HubNode;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.supervisor.MessageHandlers;

/**
 * Nodes with other strategies, which work only on a side with quorum.
 */
class StrategiesPlan extends SimulationPlan {

	/**
	 * What had begun when the quorum was lost may go on for a moment.
	 */
	private static final long GRACE_MILLIS = 50;

	/**
	 * How long a node that comes back may take to see the others.
	 */
	private static final long MINORITY_MILLIS = 2000;

	/**
	 * How long a node may take to find that it hears too few others: five beats of its
	 * clock, which may go slowly, and a moment.
	 */
	private static final long SILENCE_MILLIS = 6500;

	/**
	 * How much later than the others nodes that are cut off may notice.
	 */
	private static final int MAX_LATENESS = 10_000_000;

	private static final HubNode NODE = new HubNode("id", "name");

	private static final HubView ONE_NODE = new HubView(1, NODE, List.of(NODE), List.of(NODE));

	private final HubEngineStrategies strategies;

	private final boolean majority;

	/**
	 * Create a plan.
	 * @param strategies the strategies of the nodes
	 * @param majority whether they are to do nothing while they see no more than half of
	 * the others
	 */
	StrategiesPlan(HubEngineStrategies strategies, boolean majority) {
		this.strategies = strategies;
		this.majority = majority;
	}

	@Override
	HubEngineStrategies strategies() {
		return this.strategies;
	}

	@Override
	int maxLateness() {
		return this.majority ? MAX_LATENESS : super.maxLateness();
	}

	@Override
	int instances(int nodes) {
		if (!(this.strategies.redundancy() instanceof Replication replication)) {
			return 1;
		}
		int factor = replication.replicas(ONE_NODE);
		// On a single node, an instance on every node is one
		return (factor == 1) ? nodes : Math.min(factor, nodes);
	}

	@Override
	MessageHandlers handlers(SimulatedMember member) {
		return MessageHandlers.forAll((instance, message, context) -> {
			check(member, context.id());
			return ((SimulatedTwin) instance).handle((Long) message);
		});
	}

	private void check(SimulatedMember member, String id) {
		boolean minority = this.majority && !member.cluster().isQuorumReset()
				&& (member.minorityMillis() > MINORITY_MILLIS || member.unheardMillis() > SILENCE_MILLIS);
		if (minority || member.partitionedMillis() > GRACE_MILLIS) {
			member.cluster()
				.ledger()
				.violated("I6", "%s handled a message of %s without quorum".formatted(member.name(), id));
		}
	}

}
