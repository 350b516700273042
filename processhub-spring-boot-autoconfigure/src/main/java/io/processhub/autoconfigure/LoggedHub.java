/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.context.ManagedHub;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.strategy.HubView;
import io.processhub.time.HubScheduler;

/**
 * A hub that says in one line, when it has started, what it is.
 */
final class LoggedHub implements ManagedHub {

	private static final Log logger = LogFactory.getLog(LoggedHub.class);

	private final ManagedHub hub;

	private final String id;

	private final String strategies;

	private final Collection<String> types;

	private final HubScheduler scheduler;

	LoggedHub(ManagedHub hub, String id, HubProperties properties, Collection<String> types, HubScheduler scheduler) {
		this.hub = hub;
		this.id = id;
		this.strategies = "distribution %s, redundancy %s, migration %s, synchronization %s, partition-tolerance %s"
			.formatted(properties.distribution().strategy(), properties.redundancy().strategy(),
					properties.migration().strategy(), properties.synchronization().strategy(),
					properties.partitionTolerance().strategy());
		this.types = new TreeSet<>(types);
		this.scheduler = scheduler;
	}

	@Override
	public ProcessHubTemplate template() {
		return this.hub.template();
	}

	@Override
	public Optional<HubView> view() {
		return this.hub.view();
	}

	@Override
	public CompletionStage<Void> start() {
		long from = this.scheduler.nanoTime();
		return this.hub.start().thenRun(() -> view().ifPresent((view) -> log(view, from)));
	}

	private void log(HubView view, long from) {
		int nodes = view.nodes().size();
		logger.info("Hub '%s' started on %s in %d ms: %d %s, types %s; %s".formatted(this.id, view.local(),
				(this.scheduler.nanoTime() - from) / 1_000_000, nodes, (nodes == 1) ? "node" : "nodes", this.types,
				this.strategies));
	}

	@Override
	public CompletionStage<Void> stop() {
		return this.hub.stop();
	}

}
