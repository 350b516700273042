/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatus;

/**
 * Tests for a node that hangs for a while and comes back.
 */
class PauseE2eTests {

	private static final int SIZE = 1000;

	private static final Set<String> IDS = SampleCluster.ids("paused", SIZE);

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false",
			"--processhub.cluster.failure-detection.preset=fast");

	@Test
	void devicesOfAPausedNodeRunElsewhereAndOnceWhenItComesBack() {
		cluster.ensureNodes(3);
		cluster.node(0).post("/api/devices?count=%d&prefix=paused".formatted(SIZE)).expect(HttpStatus.CREATED);
		cluster.awaitSettled(SIZE, Duration.ofSeconds(10));
		SampleNode node = cluster.node(1);
		long begin = System.nanoTime();
		node.pause();
		cluster.awaitLive(SIZE, Duration.ofSeconds(20));
		SampleCluster.print("%d devices run elsewhere %d ms after %s hung", SIZE, millisSince(begin), node.name());
		cluster.assertEachRunsOnce(IDS);
		begin = System.nanoTime();
		node.resume();
		cluster.awaitSettled(SIZE, Duration.ofSeconds(30));
		SampleCluster.print("all at rest %d ms after %s came back", millisSince(begin), node.name());
		cluster.assertEachRunsOnce(IDS);
		cluster.assertSpreadEvenly(SIZE);
	}

	private static long millisSince(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin).toMillis();
	}

}
