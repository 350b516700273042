/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a rolling restart of containers.
 */
@Tag("container")
@EnabledIfDockerAvailable
class RollingRestartContainerE2eTests {

	@RegisterExtension
	static final ContainerCluster cluster = new ContainerCluster("--sample.replay.enabled=false",
			RollingRestart.PATIENCE);

	@ParameterizedTest
	@ValueSource(strings = { "cold-swap", "hot-swap" })
	void noCallFailsAndNoStateIsLost(String migration) {
		cluster.setUp(3, List.of("--processhub.hubs.default.migration.strategy=" + migration,
				"--processhub.hubs.default.migration.handover=true"));
		cluster.ensureNodes();
		RollingRestart.under(migration + " in containers", cluster.nodes(), RollingRestartContainerE2eTests::restart);
	}

	private static ContainerNode restart(ContainerNode node) {
		assertThat(node.terminate()).isIn(0L, 143L);
		return cluster.replace(node);
	}

}
