/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A course of actions over a simulated cluster.
 *
 * @param seed the seed of everything that the actions leave to chance
 * @param nodes the number of nodes to begin with
 * @param processes the number of processes to begin with
 * @param actions what is done, in its order
 */
record Course(long seed, int nodes, int processes, List<Action> actions) {

	private static final int MILLIS = 60_000;

	private static final int FAULTS = 20;

	private static final int WORK = 500;

	/**
	 * Return the standard course of a seed: five nodes, two hundred processes, sixty
	 * seconds, twenty faults.
	 */
	static Course standard(long seed) {
		Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
		List<Action> actions = new ArrayList<>();
		for (int i = 0; i < WORK; i++) {
			actions.add(Action.work(random.nextInt(MILLIS), random));
		}
		for (int i = 0; i < FAULTS; i++) {
			actions.add(Action.fault(random.nextInt(MILLIS), random));
		}
		actions.sort(Comparator.comparingInt(Action::millis));
		return new Course(seed, 5, 200, actions);
	}

	Course with(List<Action> fewer) {
		return new Course(this.seed, this.nodes, this.processes, fewer);
	}

	Course withProcesses(int count) {
		return new Course(this.seed, this.nodes, count, this.actions);
	}

}
