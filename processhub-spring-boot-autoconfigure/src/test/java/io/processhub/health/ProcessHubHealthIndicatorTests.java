/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.health;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.processhub.HubNode;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ProcessHubHealthIndicator}.
 */
class ProcessHubHealthIndicatorTests {

	private final ProcessHubOperations hub = mock(ProcessHubOperations.class);

	@BeforeEach
	void prepare() {
		given(this.hub.isAlive()).willReturn(true);
		given(this.hub.nodes()).willReturn(List.of(new HubNode("1", "one"), new HubNode("2", "two")));
		given(this.hub.size()).willReturn(5);
		given(this.hub.localProcesses()).willReturn(List.of(mock(ProcessInfo.class), mock(ProcessInfo.class)));
	}

	@Test
	void upWhileTheHubRuns() {
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsOnly(entry("nodes", 2), entry("processes", 5),
				entry("localProcesses", 2), entry("locked", false), entry("partitioned", false));
	}

	@Test
	void upWhileProcessesMove() {
		given(this.hub.isLocked()).willReturn(true);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).contains(entry("locked", true));
	}

	@Test
	void downWithoutQuorum() {
		given(this.hub.isPartitioned()).willReturn(true);
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(health().getDetails()).contains(entry("partitioned", true), entry("nodes", 2));
	}

	@Test
	void downWhileTheHubDoesNotRun() {
		given(this.hub.isAlive()).willReturn(false);
		given(this.hub.nodes()).willThrow(new IllegalStateException("not running"));
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(health().getDetails()).containsOnly(entry("alive", false));
	}

	private Health health() {
		return new ProcessHubHealthIndicator(this.hub).health();
	}

}
