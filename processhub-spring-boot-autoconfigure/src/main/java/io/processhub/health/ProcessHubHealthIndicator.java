/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.health;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.processhub.ProcessHubOperations;

/**
 * The health of one hub on this node: up while the hub runs and may work. Answers from
 * local memory.
 *
 * @since 0.1.0
 */
public class ProcessHubHealthIndicator extends AbstractHealthIndicator {

	private final ProcessHubOperations hub;

	/**
	 * Create a new {@code ProcessHubHealthIndicator}.
	 * @param hub the hub
	 */
	public ProcessHubHealthIndicator(ProcessHubOperations hub) {
		super("The health of hub '" + hub.hubId() + "' could not be read");
		this.hub = hub;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		if (!this.hub.isAlive()) {
			builder.down().withDetail("alive", false);
			return;
		}
		boolean partitioned = this.hub.isPartitioned();
		builder.status(partitioned ? Status.DOWN : Status.UP)
			.withDetail("nodes", this.hub.nodes().size())
			.withDetail("processes", this.hub.size())
			.withDetail("localProcesses", this.hub.localProcesses().size())
			.withDetail("locked", this.hub.isLocked())
			.withDetail("partitioned", partitioned);
	}

}
