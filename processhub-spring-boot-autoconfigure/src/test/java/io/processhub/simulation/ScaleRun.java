/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.processhub.ProcessSpec;
import io.processhub.StartOptions;

/**
 * A large cluster of processes that do nothing: all nodes start, one node starts all
 * processes, one node joins, one crashes, then nothing happens. What goes over the
 * network is counted in each phase.
 */
final class ScaleRun {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/**
	 * What is noticed half a second later, and looked at twice, has come to an end by
	 * then.
	 */
	private static final Duration AFTERMATH = Duration.ofSeconds(2);

	private static final Duration STEP = Duration.ofMillis(50);

	private static final Duration IDLE = Duration.ofSeconds(60);

	private final int nodes;

	private final int processes;

	private final ScalePlan plan = new ScalePlan();

	private final SimulatedWorld world;

	private final SimulatedCluster cluster;

	private final ScaleCheck check;

	private ScaleRun(long seed, int nodes, int processes) {
		this.nodes = nodes;
		this.processes = processes;
		this.world = new SimulatedWorld(seed);
		this.cluster = new SimulatedCluster(this.world, this.plan);
		this.check = new ScaleCheck(this.cluster, this.plan.distribution());
	}

	/**
	 * Run a cluster of a size.
	 * @return what each phase took
	 * @throws Violation if a phase does not converge
	 */
	static Result of(long seed, int nodes, int processes) {
		return new ScaleRun(seed, nodes, processes).run();
	}

	private Result run() {
		return new Result(phase("start of all nodes", this::startNodes, 0),
				phase("start of all processes", this::startProcesses, this.processes),
				phase("join", () -> join("joiner"), this.processes),
				phase("crash", () -> this.cluster.crash(this.cluster.members().get(this.nodes / 2)), this.processes),
				idle());
	}

	private void startNodes() {
		for (int i = 0; i < this.nodes; i++) {
			join("n" + i);
		}
	}

	private void join(String name) {
		this.cluster.join(name);
		this.world.run(this.world.between(1000, 20_000));
	}

	private void startProcesses() {
		List<ProcessSpec> specs = new ArrayList<>();
		for (int i = 0; i < this.processes; i++) {
			specs.add(ProcessSpec.of("process-" + i, SimulationPlan.TYPE));
		}
		this.cluster.members()
			.get(0)
			.hub()
			.start(specs, StartOptions.defaults().withCheckExisting(false).withTimeout(PATIENCE));
	}

	private Phase phase(String name, Runnable event, int expected) {
		this.cluster.network().traffic().clear();
		long from = this.world.millis();
		event.run();
		BooleanSupplier converged = () -> this.check.problem(expected) == null;
		while (!converged.getAsBoolean()) {
			if (this.world.millis() - from > PATIENCE.toMillis()) {
				this.check.check(expected);
			}
			this.world.run(STEP);
		}
		long convergence = this.world.millis() - from;
		this.world.run(AFTERMATH);
		this.check.check(expected);
		return end(name, convergence);
	}

	private Phase idle() {
		this.cluster.network().traffic().clear();
		this.world.run(IDLE);
		this.check.check(this.processes);
		return end("a minute of nothing", 0);
	}

	private Phase end(String name, long convergence) {
		Violation violation = this.cluster.ledger().violation();
		if (violation != null) {
			throw violation;
		}
		Traffic traffic = this.cluster.network().traffic();
		return new Phase(name, this.cluster.members().size(), convergence,
				new Traffic.Sum("all", traffic.messages(), traffic.bytes()), traffic.mostSent(), traffic.mostReceived(),
				traffic.byKind());
	}

	/**
	 * What a phase took.
	 *
	 * @param name what happened
	 * @param nodes the number of nodes in the end
	 * @param millis the virtual time until all nodes agreed
	 * @param traffic what went over the network until two seconds later
	 * @param mostSent the part of the node that sent the most bytes
	 * @param mostReceived the part of the node that received the most bytes
	 * @param kinds the traffic by kind of message
	 */
	record Phase(String name, int nodes, long millis, Traffic.Sum traffic, Traffic.Sum mostSent,
			Traffic.Sum mostReceived, Map<String, Traffic.Sum> kinds) {

		/**
		 * Return the number of messages that a node sent, and received, on average.
		 */
		long messagesPerNode() {
			return this.traffic.messages() / this.nodes;
		}

		/**
		 * Return the number of bytes that a node sent, and received, on average.
		 */
		long bytesPerNode() {
			return this.traffic.bytes() / this.nodes;
		}

		/**
		 * Return the traffic of one kind.
		 */
		Traffic.Sum of(String kind) {
			return this.kinds.getOrDefault(kind, new Traffic.Sum("all", 0, 0));
		}

		/**
		 * Return the phase as a row of a table.
		 */
		String row(int processes) {
			return "| %,d | %,d | %s | %,d | %,d | %,d | %,d / %,d (%s) | %,d / %,d (%s) |".formatted(this.nodes,
					processes, this.name, this.millis, messagesPerNode(), bytesPerNode(), this.mostSent.messages(),
					this.mostSent.bytes(), this.mostSent.whose(), this.mostReceived.messages(),
					this.mostReceived.bytes(), this.mostReceived.whose());
		}

	}

	/**
	 * The phases.
	 *
	 * @param nodesStart all nodes start
	 * @param processesStart one node starts all processes
	 * @param join a node joins
	 * @param crash a node crashes
	 * @param idle nothing happens
	 */
	record Result(Phase nodesStart, Phase processesStart, Phase join, Phase crash, Phase idle) {

		List<Phase> phases() {
			return List.of(this.nodesStart, this.processesStart, this.join, this.crash, this.idle);
		}

	}

}
