/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a course that fails shorter, as long as it fails with the same symptom.
 */
final class Shrinker {

	private final SimulationPlan plan;

	private int runsLeft;

	private SimulationRun.Result failing;

	Shrinker(SimulationPlan plan, SimulationRun.Result failing, int maxRuns) {
		this.plan = plan;
		this.failing = failing;
		this.runsLeft = maxRuns;
	}

	SimulationRun.Result shrink() {
		for (int size = this.failing.course().actions().size() / 2; size > 0; size /= 2) {
			removeChunks(size);
		}
		for (int processes = 1; processes < this.failing.course().processes() && this.runsLeft > 0; processes *= 4) {
			if (stillFails(this.failing.course().withProcesses(processes))) {
				break;
			}
		}
		return this.failing;
	}

	private void removeChunks(int size) {
		int from = 0;
		while (from < this.failing.course().actions().size() && this.runsLeft > 0) {
			List<Action> fewer = new ArrayList<>(this.failing.course().actions());
			fewer.subList(from, Math.min(from + size, fewer.size())).clear();
			if (!stillFails(this.failing.course().with(fewer))) {
				from += size;
			}
		}
	}

	private boolean stillFails(Course shorter) {
		this.runsLeft--;
		SimulationRun.Result result = SimulationRun.of(shorter, this.plan);
		boolean same = result.symptom().equals(this.failing.symptom());
		if (same) {
			this.failing = result;
		}
		return same;
	}

}
