/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.migration.ColdSwap;
import io.processhub.strategy.migration.HotSwap;
import io.processhub.supervisor.MessageHandlers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that a node sends to a process arrive in their order, once each, wherever the
 * process moves meanwhile. {@code -Dsimulation.order=1000} runs so many seeds.
 */
@Tag("simulation")
class OrderTests {

	private static final int SEEDS = Integer.getInteger("simulation.order", 40);

	private static final int PROCESSES = 30;

	private static final int PER_SENDER = 100_000;

	@BeforeAll
	static void keepQuiet() {
		SimulationTests.keepQuiet();
	}

	@AfterAll
	static void speakAgain() {
		SimulationTests.speakAgain();
	}

	static Stream<MigrationStrategy> messagesOfEachSenderKeepTheirOrder() {
		return Stream.of(new ColdSwap(),
				new HotSwap(true, Duration.ofSeconds(5), true, Duration.ofSeconds(3), Duration.ofSeconds(10)));
	}

	@ParameterizedTest
	@MethodSource
	void messagesOfEachSenderKeepTheirOrder(MigrationStrategy migration) {
		for (int seed = 0; seed < SEEDS; seed++) {
			Run run = new Run(seed, migration);
			run.comeAndGo();
			assertThat(run.disorders).as("seed " + seed).isEmpty();
			assertThat(run.handled).as("seed " + seed).isEqualTo(run.sent);
		}
	}

	/**
	 * Nodes that come and go while all of them send.
	 */
	private static final class Run extends SimulationPlan {

		private final MigrationStrategy migration;

		private final SimulatedWorld world;

		private final SimulatedCluster cluster;

		/**
		 * The number of messages by sender and process.
		 */
		private final Map<String, Long> sent = new HashMap<>();

		private final Map<String, Long> handled = new HashMap<>();

		private final List<String> disorders = new ArrayList<>();

		private boolean sending = true;

		Run(long seed, MigrationStrategy migration) {
			this.migration = migration;
			this.world = new SimulatedWorld(seed);
			this.cluster = new SimulatedCluster(this.world, this);
		}

		@Override
		HubEngineStrategies strategies() {
			HubEngineStrategies defaults = super.strategies();
			return new HubEngineStrategies(defaults.distribution(), defaults.redundancy(), this.migration,
					defaults.synchronization(), defaults.partitionTolerance());
		}

		@Override
		MessageHandlers handlers(SimulatedMember member) {
			return MessageHandlers.forAll((instance, message, context) -> {
				handled(context.id(), (Long) message);
				return ((SimulatedTwin) instance).handle((Long) message);
			});
		}

		private void handled(String id, long message) {
			String path = (message / PER_SENDER) + " to " + id;
			long count = this.handled.merge(path, 1L, Long::sum);
			if (message % PER_SENDER != count) {
				this.disorders.add("%s from %s: %d-th message was %d".formatted(this.world.millis(), path, count,
						message % PER_SENDER));
			}
		}

		void comeAndGo() {
			for (int i = 0; i < 3; i++) {
				join("n" + i);
			}
			List<ProcessSpec> specs = new ArrayList<>();
			for (int i = 0; i < PROCESSES; i++) {
				specs.add(ProcessSpec.of("p" + i, TYPE));
			}
			this.cluster.members().get(0).hub().start(specs, StartOptions.defaults());
			this.world.run(Duration.ofSeconds(1));
			join("n3");
			join("n4");
			leave("n1");
			join("n5");
			leave("n3");
			leave("n4");
			this.sending = false;
			this.world.run(Duration.ofSeconds(2));
		}

		private void join(String name) {
			SimulatedMember member = this.cluster.join(name);
			send(member);
			assertThat(this.world.runUntil(member::isUp, Duration.ofSeconds(10))).isTrue();
			this.world.run(this.world.between(300_000, 900_000));
		}

		private void leave(String name) {
			this.cluster.leave(this.cluster.members()
				.stream()
				.filter((each) -> each.name().equals(name))
				.findFirst()
				.orElseThrow());
			this.world.run(this.world.between(300_000, 900_000));
		}

		/**
		 * Let a node send messages for as long as it is up.
		 */
		private void send(SimulatedMember member) {
			this.world.at(this.world.between(200, 2000), () -> {
				if (!this.sending || !member.isAlive() || member.isLeaving()) {
					return;
				}
				if (member.isUp() && member.hub().isAlive() && member.hub().size() == PROCESSES) {
					String id = "p" + this.world.random().nextInt(PROCESSES);
					long count = this.sent.merge((member.index() + 1) + " to " + id, 1L, Long::sum);
					long message = (member.index() + 1L) * PER_SENDER + count;
					if (this.world.chance(0.5)) {
						member.hub().send(id, message);
					}
					else {
						member.hub().call(id, message);
					}
				}
				send(member);
			});
		}

	}

}
