/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.ProcessInfo;
import io.processhub.directory.ProcessRecord;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;

/**
 * Whether a large cluster has converged: every process runs once, where placement says,
 * under the epoch that the directory says, and every registry is equal to it.
 */
final class ScaleCheck {

	private final SimulatedCluster cluster;

	private final DistributionStrategy distribution;

	/**
	 * The member that differed last, which is the first to be looked at next time.
	 */
	private @Nullable SimulatedMember different;

	ScaleCheck(SimulatedCluster cluster, DistributionStrategy distribution) {
		this.cluster = cluster;
		this.distribution = distribution;
	}

	/**
	 * Check that the cluster has converged.
	 * @throws Violation if it has not
	 */
	void check(int processes) {
		Violation problem = problem(processes);
		if (problem != null) {
			throw problem;
		}
	}

	/**
	 * Return why the cluster has not converged, or {@code null} if it has.
	 */
	@Nullable Violation problem(int processes) {
		if (!this.cluster.isUndisturbed()) {
			return new Violation("I3", "the cluster library is not settled");
		}
		for (SimulatedMember member : this.cluster.members()) {
			if (!member.isUp() || member.hub().nodes().size() != this.cluster.members().size()
					|| member.hub().size() != processes || member.hub().isLocked()) {
				return new Violation("I3", "%s, up %s, knows %d nodes and %d processes".formatted(member.name(),
						member.isUp(), member.hub().nodes().size(), member.hub().size()));
			}
		}
		Map<String, ProcessRecord> directory = this.cluster.directory();
		if (directory.size() != processes || this.cluster.ledger().size() != processes) {
			return new Violation("I2",
					"%d processes in the directory, %d run".formatted(directory.size(), this.cluster.ledger().size()));
		}
		Violation problem = placement(directory);
		SimulatedMember last = this.different;
		if (problem == null && last != null && last.isAlive()) {
			problem = registry(last, directory);
		}
		for (SimulatedMember member : this.cluster.members()) {
			problem = (problem != null) ? problem : registry(member, directory);
		}
		return problem;
	}

	private @Nullable Violation placement(Map<String, ProcessRecord> directory) {
		Map<HubNode, SimulatedMember> members = new HashMap<>();
		this.cluster.members().forEach((member) -> members.put(member.hub().localNode(), member));
		List<HubNode> nodes = this.cluster.members().get(0).hub().nodes();
		DistributionStrategy.Placement placement = this.distribution
			.placement(new HubView(0, nodes.get(0), nodes, nodes));
		for (ProcessRecord record : directory.values()) {
			HubNode target = placement.nodes(record.id(), 1).get(0);
			SimulatedMember member = members.get(target);
			if (member == null || !record.node().equals(target.id())
					|| !this.cluster.ledger().runsOnlyOn(record.id(), member, record.epoch())) {
				return new Violation("I3", "%s should run on %s alone: %s".formatted(record.id(), target, record));
			}
		}
		return null;
	}

	private @Nullable Violation registry(SimulatedMember member, Map<String, ProcessRecord> directory) {
		for (ProcessInfo info : member.hub().processes()) {
			ProcessRecord record = directory.get(info.id());
			if (record == null || !record.node().equals(info.node().id())
					|| record.epoch() != info.instance().epoch()) {
				this.different = member;
				return new Violation("I3",
						"%s knows %s, the directory %s".formatted(member.name(), info.instance(), record));
			}
		}
		return null;
	}

}
