/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.cluster;

import org.springframework.beans.factory.InitializingBean;

/**
 * An agent on a node that the driver finds in its registry of remote objects.
 */
public abstract class ExportedAgent implements NodeAgent, InitializingBean {

	private final HubWatch watch;

	private final int registryPort;

	private final String name;

	/**
	 * Create an agent.
	 * @param watch the watch over the hub on this node
	 * @param registryPort the port of the driver's registry
	 * @param name the name of the agent there
	 */
	protected ExportedAgent(HubWatch watch, int registryPort, String name) {
		this.watch = watch;
		this.registryPort = registryPort;
		this.name = name;
	}

	@Override
	public final void afterPropertiesSet() throws Exception {
		Loopback.export(this.registryPort, this.name, this);
	}

	@Override
	public final void watch(boolean on) {
		this.watch.watch(on);
	}

	@Override
	public final NodeState state() {
		return this.watch.state();
	}

}
