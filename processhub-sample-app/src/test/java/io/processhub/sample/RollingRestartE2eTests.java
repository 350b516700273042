/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a rolling restart of real JVMs.
 */
@Tag("strategy")
class RollingRestartE2eTests {

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false",
			RollingRestart.PATIENCE);

	@ParameterizedTest
	@ValueSource(strings = { "cold-swap", "hot-swap" })
	void noCallFailsAndNoStateIsLost(String migration) {
		cluster.startAnew("--processhub.hubs.default.migration.strategy=" + migration,
				"--processhub.hubs.default.migration.handover=true");
		cluster.ensureNodes(3);
		RollingRestart.under(migration, cluster.nodes(), RollingRestartE2eTests::restart);
	}

	private static SampleNode restart(SampleNode node) {
		node.terminate();
		assertThat(node.awaitExit(Duration.ofSeconds(60))).isIn(0, 143);
		return cluster.addNode();
	}

}
