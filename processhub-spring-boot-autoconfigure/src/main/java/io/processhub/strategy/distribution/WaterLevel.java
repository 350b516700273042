/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.strategy.distribution;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import io.processhub.strategy.NodeLoad;

/**
 * Works out how processes are shared out so that all nodes are filled to the same level.
 */
final class WaterLevel {

	private WaterLevel() {
	}

	/**
	 * Return how many more processes each node gets. Those that are above the level
	 * already get none.
	 * @param loads what the nodes have
	 * @param more the number of processes to share out
	 * @return the parts, in the order of the nodes
	 */
	static double[] room(List<NodeLoad> loads, double more) {
		List<Integer> emptiest = IntStream.range(0, loads.size())
			.boxed()
			.sorted(Comparator.comparingDouble((index) -> height(loads.get(index))))
			.toList();
		double water = more;
		double width = 0;
		double level = 0;
		for (int index : emptiest) {
			NodeLoad load = loads.get(index);
			if (width > 0 && height(load) >= level) {
				break;
			}
			water += load.processes();
			width += load.capacity();
			level = water / width;
		}
		double[] room = new double[loads.size()];
		for (int i = 0; i < room.length; i++) {
			room[i] = Math.max(0, level * loads.get(i).capacity() - loads.get(i).processes());
		}
		return room;
	}

	private static double height(NodeLoad load) {
		return load.processes() / load.capacity();
	}

}
