/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.processhub.HubNode;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;

/**
 * Places processes on a ring of hashes, on which every node has many points: when a node
 * comes or goes, only the processes move that it gets or had.
 *
 * @since 0.1.0
 */
public final class ConsistentHashing implements DistributionStrategy {

	/**
	 * The number of points that a node has on the ring unless told otherwise.
	 */
	public static final int DEFAULT_VIRTUAL_NODES = 2048;

	private final int virtualNodes;

	/**
	 * Create a new strategy.
	 * @param virtualNodes the number of points that a node has on the ring
	 */
	public ConsistentHashing(int virtualNodes) {
		Assert.isTrue(virtualNodes > 0, "'virtualNodes' must be positive");
		this.virtualNodes = virtualNodes;
	}

	@Override
	public Placement placement(HubView view) {
		return new LazyRing(view.targets(), this.virtualNodes);
	}

	@Override
	public String signature() {
		return "consistent-hashing with %d virtual nodes".formatted(this.virtualNodes);
	}

	static long hash(String text) {
		long hash = 0xCBF29CE484222325L;
		for (int i = 0; i < text.length(); i++) {
			hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
		}
		return mix(hash);
	}

	static long mix(long value) {
		long mixed = value + 0x9E3779B97F4A7C15L;
		mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

	/**
	 * Makes the ring when it is asked first. Of many views that follow each other while
	 * nodes start, most are never asked.
	 */
	private static final class LazyRing implements Placement {

		private final List<HubNode> targets;

		private final int virtualNodes;

		private volatile @Nullable Ring ring;

		LazyRing(List<HubNode> targets, int virtualNodes) {
			this.targets = targets;
			this.virtualNodes = virtualNodes;
		}

		@Override
		public List<HubNode> nodes(String processId, int count) {
			Ring made = this.ring;
			return ((made != null) ? made : make()).nodes(processId, count);
		}

		private synchronized Ring make() {
			Ring made = this.ring;
			if (made == null) {
				made = new Ring(this.targets, this.virtualNodes);
				this.ring = made;
			}
			return made;
		}

	}

	/**
	 * The points of all nodes in their order, with the node of each.
	 */
	private static final class Ring {

		private final List<HubNode> nodes;

		private final List<List<HubNode>> alone;

		private final long[] points;

		private final int[] owners;

		Ring(List<HubNode> targets, int virtualNodes) {
			this.nodes = targets;
			this.alone = targets.stream().map(List::of).toList();
			int size = targets.size() * virtualNodes;
			record Point(long hash, int owner) {
			}
			Point[] ring = new Point[size];
			Set<String> names = new HashSet<>();
			Set<String> shared = new HashSet<>();
			targets.forEach((node) -> {
				if (!names.add(node.name())) {
					shared.add(node.name());
				}
			});
			for (int owner = 0; owner < targets.size(); owner++) {
				HubNode node = targets.get(owner);
				long seed = hash(shared.contains(node.name()) ? node.name() + "/" + node.id() : node.name());
				for (int i = 0; i < virtualNodes; i++) {
					ring[owner * virtualNodes + i] = new Point(mix(seed + i), owner);
				}
			}
			Arrays.sort(ring, (a, b) -> {
				int order = Long.compare(a.hash(), b.hash());
				return (order != 0) ? order : targets.get(a.owner()).id().compareTo(targets.get(b.owner()).id());
			});
			this.points = new long[size];
			this.owners = new int[size];
			for (int i = 0; i < size; i++) {
				this.points[i] = ring[i].hash();
				this.owners[i] = ring[i].owner();
			}
		}

		List<HubNode> nodes(String processId, int count) {
			if (this.nodes.isEmpty()) {
				return List.of();
			}
			int start = start(processId);
			if (count == 1) {
				return this.alone.get(this.owners[start]);
			}
			List<HubNode> found = new ArrayList<>(Math.min(count, this.nodes.size()));
			for (int i = 0; i < this.points.length && found.size() < Math.min(count, this.nodes.size()); i++) {
				HubNode node = this.nodes.get(this.owners[(start + i) % this.points.length]);
				if (!found.contains(node)) {
					found.add(node);
				}
			}
			return found;
		}

		private int start(String processId) {
			int found = Arrays.binarySearch(this.points, hash(processId));
			int position = (found >= 0) ? found : -found - 1;
			return (position < this.points.length) ? position : 0;
		}

	}

}
