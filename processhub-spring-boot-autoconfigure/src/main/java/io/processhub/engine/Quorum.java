/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.processhub.HubPartitionedException;

/**
 * Sees to it that this node does nothing while its side of the cluster has no quorum.
 */
final class Quorum {

	private static final Log logger = LogFactory.getLog(Quorum.class);

	private final Hub hub;

	private final Runnable whenBack;

	private volatile boolean stopped;

	/**
	 * Create a new {@code Quorum}.
	 * @param hub the hub
	 * @param whenBack what to do, besides, when there is a quorum again
	 */
	Quorum(Hub hub, Runnable whenBack) {
		this.hub = hub;
		this.whenBack = whenBack;
	}

	void clusterChanged(Cluster before, Cluster after) {
		boolean never = !after.quorum() && after.complete() && !this.stopped;
		if (before.quorum() != after.quorum() || never) {
			this.hub.ports().background().execute(this::settle);
		}
	}

	/**
	 * Do what the present state demands, whatever came before it.
	 */
	private synchronized void settle() {
		Cluster cluster = this.hub.cluster();
		int nodes = cluster.view().nodes().size() - cluster.silent();
		if (cluster.quorum()) {
			if (this.stopped) {
				logger.info("Hub '%s' on %s has a quorum again with %d nodes, and goes on".formatted(this.hub.id(),
						this.hub.localNode(), nodes));
				this.stopped = false;
				this.hub.supervisor().permit();
				this.hub.reconciler().sweep();
			}
			this.whenBack.run();
		}
		else if (!this.stopped) {
			this.stopped = true;
			logger
				.error(("Hub '%s' on %s has no quorum with %d nodes: it stops its %d processes and refuses operations "
						+ "until other nodes are back, or the quorum is reset")
					.formatted(this.hub.id(), this.hub.localNode(), nodes, this.hub.supervisor().size()));
			this.hub.supervisor().forbid();
			this.hub.router().refuseAll();
		}
	}

	/**
	 * Return the error of what is refused.
	 * @param processId the process that it is about, or {@code null}
	 * @return the error
	 */
	HubPartitionedException refusal(@Nullable String processId) {
		return new HubPartitionedException(this.hub.id(), processId,
				("Hub '%s' is on a side of the cluster without quorum, and must not work until other nodes are back, or "
						+ "the quorum is reset")
					.formatted(this.hub.id()));
	}

}
