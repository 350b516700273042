/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.springframework.util.Assert;

import io.processhub.ProcessInfo;
import io.processhub.engine.HubEngine;
import io.processhub.engine.HubEnginePorts;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.supervisor.ProcessType;

/**
 * One hub of a test: the node of the application, and those that the test has added.
 */
final class InMemoryHub {

	private final InMemoryCluster cluster = new InMemoryCluster();

	private final List<InMemoryNode> nodes = new CopyOnWriteArrayList<>();

	private final HubEngineSettings settings;

	private final HubEngineStrategies strategies;

	private final Map<String, ProcessType> types;

	private final Executor executor;

	private final Function<InMemoryMember, HubEnginePorts> ports;

	InMemoryHub(HubEngineSettings settings, HubEngineStrategies strategies, Map<String, ProcessType> types,
			Executor executor, Function<InMemoryMember, HubEnginePorts> ports) {
		this.settings = settings;
		this.strategies = strategies;
		this.types = types;
		this.executor = executor;
		this.ports = ports;
		add(settings, "test-node");
	}

	private InMemoryNode add(HubEngineSettings settings, String address) {
		InMemoryMember member = new InMemoryMember(this.cluster, address, this.executor);
		InMemoryNode node = new InMemoryNode(member,
				new HubEngine(settings, this.strategies, this.ports.apply(member), this.types));
		this.nodes.add(node);
		return node;
	}

	/**
	 * Add a node, which is not started yet.
	 */
	InMemoryNode add(String name) {
		Assert.isTrue(this.nodes.stream().noneMatch((node) -> node.name().equals(name)),
				() -> "Hub '%s' has a node '%s' already".formatted(id(), name));
		return add(new HubEngineSettings(id(), name, this.settings.discoveryInterval(), this.settings.purgeInterval(),
				this.settings.callTimeout(), this.settings.migrationBaseTimeout(),
				this.settings.deadlockRecoveryTimeout(), this.settings.maxConcurrentMigrations(),
				this.settings.supervisor(), this.settings.processes(), this.settings.childMapping()), name);
	}

	/**
	 * Take a node out, which the others see at once.
	 */
	void remove(InMemoryNode node) {
		this.nodes.remove(node);
		node.member().leave();
	}

	String id() {
		return this.settings.hubId();
	}

	/**
	 * Return the node of the application.
	 */
	InMemoryNode first() {
		return this.nodes.get(0);
	}

	List<InMemoryNode> nodes() {
		return this.nodes;
	}

	/**
	 * Return whether nothing of what was done in a test is left.
	 */
	boolean isUntouched() {
		HubEngine engine = first().engine();
		return this.nodes.size() == 1 && engine.isAlive() && engine.size() == 0 && this.settings.processes().isEmpty()
				&& engine.activeProcesses(true).isEmpty();
	}

	/**
	 * Return whether all nodes that run see the same nodes, and every process is on one
	 * of them.
	 */
	boolean isSettled() {
		List<HubEngine> running = this.nodes.stream().map(InMemoryNode::engine).filter(HubEngine::isAlive).toList();
		return running.stream()
			.allMatch((engine) -> !engine.isLocked() && engine.nodes().size() == running.size()
					&& engine.processes().stream().map(ProcessInfo::node).allMatch(engine.nodes()::contains));
	}

	/**
	 * Forget all that has been, while no node runs.
	 */
	void clear() {
		this.cluster.clear();
	}

}
