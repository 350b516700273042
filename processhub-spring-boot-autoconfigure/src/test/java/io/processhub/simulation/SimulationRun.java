/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.processhub.simulation.Action.Kind;

/**
 * Runs a course of actions over a simulated cluster, and checks the invariants on the way
 * and when all is quiet.
 */
final class SimulationRun {

	private static final int MIN_NODES = 3;

	private static final int MAX_NODES = 7;

	private static final Duration QUIET = Duration.ofSeconds(45);

	private final Course course;

	private final SimulatedWorld world;

	private final SimulatedCluster cluster;

	private final Workload workload;

	private final QuietCheck quietCheck;

	private int names;

	private long quietMillis;

	private SimulationRun(Course course, SimulationPlan plan) {
		this.course = course;
		this.world = new SimulatedWorld(course.seed());
		this.cluster = new SimulatedCluster(this.world, plan);
		this.workload = new Workload(this.cluster, course.processes());
		this.quietCheck = new QuietCheck(this.cluster, this.workload);
	}

	/**
	 * Run a course.
	 * @return what came of it
	 */
	static Result of(Course course, SimulationPlan plan) {
		SimulationRun run = new SimulationRun(course, plan);
		Throwable failure = null;
		try {
			run.run();
		}
		catch (Violation | RuntimeException ex) {
			failure = ex;
		}
		return new Result(course, failure, run.cluster.trace(), run.world.fingerprint(), run.world.steps(),
				run.world.millis(), run.quietMillis, run.cluster.network().traffic().messages(),
				run.cluster.network().traffic().bytes());
	}

	private void run() {
		for (int i = 0; i < this.course.nodes(); i++) {
			join();
			this.world.run(this.world.between(0, 300_000));
		}
		this.world.run(Duration.ofSeconds(3));
		this.workload.startAll();
		this.world.run(Duration.ofSeconds(2));
		long begin = this.world.millis();
		for (Action action : this.course.actions()) {
			advance(begin + action.millis());
			this.cluster.members().forEach(SimulatedMember::partitionedMillis);
			this.cluster.members().forEach(SimulatedMember::unheardMillis);
			act(action);
		}
		advance(begin + 61_000);
		quiet();
	}

	private void advance(long millis) {
		long end = millis * 1_000_000 - this.world.now();
		if (end > 0) {
			this.world.runUntil(() -> this.cluster.ledger().violation() != null, Duration.ofNanos(end));
			throwViolation();
		}
	}

	private void throwViolation() {
		Violation violation = this.cluster.ledger().violation();
		if (violation != null) {
			throw violation;
		}
	}

	private void quiet() {
		this.cluster.note("quiet from now on");
		long from = this.world.millis();
		long end = from + QUIET.toMillis();
		// What was done last has to end first
		advance(from + 7000);
		while (this.world.millis() < end && !this.quietCheck.isSettled()) {
			resetQuorum();
			advance(this.world.millis() + 500);
		}
		this.quietMillis = this.world.millis() - from;
		// What is wrong in secret has time to come out
		advance(this.world.millis() + 16_000);
		// A round of reconciliation may be under way
		this.world.runUntil(this.quietCheck::isSettled, Duration.ofSeconds(1));
		this.quietCheck.check();
		throwViolation();
	}

	/**
	 * Do what a user does when so many nodes are gone for good that none works.
	 */
	private void resetQuorum() {
		List<SimulatedMember> up = this.cluster.upMembers();
		if (!up.isEmpty() && up.stream().allMatch((member) -> member.hub().isPartitioned())) {
			this.cluster.note("reset of the quorum on " + up.get(0).name());
			this.cluster.resetQuorum(up.get(0));
		}
	}

	private SimulatedMember join() {
		return this.cluster.join(this.cluster.plan().isGuided() ? freeName() : "n" + ++this.names);
	}

	private String freeName() {
		Set<String> taken = this.cluster.members().stream().map(SimulatedMember::name).collect(Collectors.toSet());
		return IntStream.rangeClosed(1, MAX_NODES + 1)
			.mapToObj((number) -> "n" + number)
			.filter((name) -> !taken.contains(name))
			.findFirst()
			.orElseThrow();
	}

	private void act(Action action) {
		if (!action.kind().isFault()) {
			this.workload.act(action);
			return;
		}
		List<SimulatedMember> up = this.cluster.upMembers();
		boolean mayGo = up.size() > MIN_NODES;
		switch (action.kind()) {
			case JOIN -> {
				if (this.cluster.members().size() < MAX_NODES) {
					this.cluster.note("join of " + join().name());
				}
			}
			case LEAVE -> {
				SimulatedMember member = up.isEmpty() ? null : pick(up, action);
				if (mayGo && member != null && this.cluster.mayLose(member)) {
					this.cluster.note("leave of " + member.name());
					this.cluster.leave(member);
				}
			}
			case CRASH, RESTART -> {
				if (mayGo) {
					crash(pick(up, action), action);
				}
			}
			case REPLACE -> {
				if (mayGo && this.cluster.members().size() < MAX_NODES) {
					replace(pick(up, action), action);
				}
			}
			case PAUSE -> {
				if (mayGo) {
					SimulatedMember member = pick(up, action);
					this.cluster.note("pause of %s for %d ms".formatted(member.name(), action.length()));
					this.cluster.pause(member, Duration.ofMillis(action.length()));
				}
			}
			case SPLIT -> {
				if (mayGo && this.cluster.maySplit()) {
					split(up, action);
				}
			}
			case ONE_WAY -> oneWay(action);
			case SKEW -> {
				if (!up.isEmpty()) {
					pick(up, action).skew(0.9 + (action.second() % 200) / 1000.0);
				}
			}
			default -> weather(action);
		}
	}

	private static SimulatedMember pick(List<SimulatedMember> members, Action action) {
		return members.get(action.first() % members.size());
	}

	private void crash(SimulatedMember member, Action action) {
		if (!member.isAlive() || !this.cluster.mayLose(member)) {
			return;
		}
		this.cluster.note("crash of " + member.name());
		this.cluster.crash(member);
		if (action.kind() == Kind.RESTART) {
			this.world.at(Duration.ofMillis(action.length()), () -> {
				this.cluster.note("restart of " + member.name());
				this.cluster.join(member.name());
			});
		}
	}

	/**
	 * Let a node die when another has just come, or is about to.
	 */
	private void replace(SimulatedMember member, Action action) {
		Runnable join = () -> this.cluster.note("join of " + join().name());
		Runnable crash = () -> crash(member, action);
		boolean joinFirst = action.second() % 3 != 0;
		(joinFirst ? join : crash).run();
		this.world.at(Duration.ofMillis(action.length()), joinFirst ? crash : join);
	}

	private void split(List<SimulatedMember> up, Action action) {
		List<SimulatedMember> part = new ArrayList<>(up);
		Collections.shuffle(part, new Random(action.second()));
		part = part.subList(0, 1 + action.first() % (up.size() / 2));
		this.cluster.note(
				"split of %s for %d ms".formatted(part.stream().map(SimulatedMember::name).toList(), action.length()));
		this.cluster.split(part, Duration.ofMillis(action.length()));
	}

	private void oneWay(Action action) {
		List<SimulatedMember> members = this.cluster.members();
		SimulatedMember from = members.get(action.first() % members.size());
		SimulatedMember to = members.get(action.second() % members.size());
		if (from != to && this.cluster.network().isUp(from, to)) {
			this.cluster.network().down(from, to);
			this.world.at(Duration.ofMillis(action.length()), () -> this.cluster.network().up(from, to));
		}
	}

	private void weather(Action action) {
		SimulatedNetwork network = this.cluster.network();
		Runnable end = switch (action.kind()) {
			case DELAY -> {
				network.slowness(10 + action.first() % 100);
				yield () -> network.slowness(1);
			}
			case LOSS -> {
				this.workload.excuseTimeouts(action.length());
				network.loss((1 + action.first() % 20) / 100.0);
				yield () -> network.loss(0);
			}
			case DUPLICATE -> {
				network.duplication(0.3);
				yield () -> network.duplication(0);
			}
			case REORDER -> {
				network.reordering(true);
				yield () -> network.reordering(false);
			}
			case SLOW_HANDLERS -> {
				this.cluster.handlerDelay(Duration.ofMillis(20 + action.first() % 1000));
				yield () -> this.cluster.handlerDelay(Duration.ZERO);
			}
			default -> {
				this.cluster.handlerFailure(0.2);
				yield () -> this.cluster.handlerFailure(0);
			}
		};
		this.cluster.note("%s for %d ms".formatted(action.kind(), action.length()));
		this.world.at(Duration.ofMillis(action.length()), end);
	}

	/**
	 * What came of a course.
	 *
	 * @param course the course
	 * @param failure what went wrong, or {@code null}
	 * @param trace what happened, one line each
	 * @param fingerprint differs if two runs took different courses
	 * @param steps the number of events
	 * @param millis the virtual time that it took
	 * @param quietMillis how much of it until all was at rest after the last fault
	 * @param messages the number of messages on the network
	 * @param bytes the number of bytes on the network
	 */
	record Result(Course course, @Nullable Throwable failure, List<String> trace, long fingerprint, long steps,
			long millis, long quietMillis, long messages, long bytes) {

		/**
		 * Return what the failure is about, so that it can be told from others.
		 */
		String symptom() {
			if (this.failure == null) {
				return "";
			}
			return (this.failure instanceof Violation violation) ? violation.invariant()
					: this.failure.getClass().getSimpleName();
		}

	}

}
