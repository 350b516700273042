/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.ProcessInfo;
import io.processhub.ProcessInstance;
import io.processhub.ProcessSpec;
import io.processhub.ProcessState;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.StoredSpec;

/**
 * A process as the registry of this node knows it.
 *
 * @param hub the hub
 * @param record the record
 */
record RegisteredProcess(Hub hub, ProcessRecord record) implements ProcessInfo {

	@Override
	public String id() {
		return this.record.id();
	}

	@Override
	public String type() {
		return this.record.spec().type();
	}

	@Override
	public @Nullable String tag() {
		return this.record.spec().tag();
	}

	@Override
	public Map<String, String> metadata() {
		return Map.copyOf(this.record.spec().metadata());
	}

	@Override
	public ProcessSpec spec() {
		StoredSpec spec = this.record.spec();
		Object argument = (spec.argument() != null) ? this.hub.payloads().decode(spec.id(), "argument", spec.argument())
				: null;
		return new ProcessSpec(spec.id(), spec.type(), argument, spec.restart(),
				Duration.ofMillis(spec.shutdownTimeout()), spec.tag(), spec.metadata());
	}

	@Override
	public List<ProcessInstance> instances() {
		List<ProcessRecord> replicas = this.hub.registry().replicas(id());
		if (replicas.isEmpty()) {
			return List.of(instance());
		}
		List<ProcessInstance> instances = new ArrayList<>(replicas.size() + 1);
		instances.add(instance());
		replicas.forEach((replica) -> instances.add(instance(replica)));
		return List.copyOf(instances);
	}

	@Override
	public ProcessInstance instance() {
		return instance(this.record);
	}

	private ProcessInstance instance(ProcessRecord replica) {
		HubNode node = this.hub.nodes().node(replica.node());
		boolean waiting = replica.state() == ProcessState.RUNNING && this.hub.cluster().isWaiting(replica);
		return new ProcessInstance(waiting ? new HubNode(node.id(), String.join(", ", replica.spec().nodes())) : node,
				this.hub.replicas().role(replica), replica.epoch(), waiting ? ProcessState.WAITING : replica.state(),
				replica.restarts());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof RegisteredProcess that && this.record.equals(that.record);
	}

	@Override
	public int hashCode() {
		return this.record.hashCode();
	}

	@Override
	public String toString() {
		return "process '%s' of type '%s' on %s".formatted(id(), type(), node());
	}

}
