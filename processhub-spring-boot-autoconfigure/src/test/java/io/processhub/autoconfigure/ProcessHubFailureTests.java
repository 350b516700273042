/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.function.Consumer;

import com.hazelcast.core.HazelcastInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import io.processhub.annotation.HubProcess;
import io.processhub.strategy.DistributionStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for what an application says that cannot start because of its configuration.
 */
class ProcessHubFailureTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
		.withBean(HazelcastInstance.class, () -> mock(HazelcastInstance.class))
		.withBean(HubFactory.class, RecordingHubFactory::new);

	@ParameterizedTest
	@CsvSource(textBlock = """
			processhub.hubs.orders.call-timeout,                         0s,    0ms,     longer than 0
			processhub.hubs.orders.discovery-interval,                   -1s,   -1000ms, longer than 0
			processhub.hubs.orders.purge-interval,                       0,     0ms,     longer than 0
			processhub.hubs.orders.migration-base-timeout,               -5ms,  -5ms,    longer than 0
			processhub.hubs.orders.deadlock-recovery-timeout,            0s,    0ms,     longer than 0
			processhub.hubs.orders.max-concurrent-migrations,            0,     0,       1 or more
			processhub.hubs.orders.max-concurrent-starts,                0,     0,       1 or more
			processhub.hubs.orders.mailbox-capacity,                     0,     0,       1 or more
			processhub.hubs.orders.supervisor.max-restarts,              -1,    -1,      0 or more
			processhub.hubs.orders.supervisor.restart-window,            0s,    0ms,     longer than 0
			processhub.hubs.orders.supervisor.shutdown-timeout,          -1s,   -1000ms, 0 or longer
			processhub.hubs.orders.supervisor.backoff.initial-delay,     -1ms,  -1ms,    0 or longer
			processhub.hubs.orders.supervisor.backoff.multiplier,        0.5,   0.5,     from 1.0 to
			processhub.hubs.orders.supervisor.backoff.max-delay,         -1ms,  -1ms,    0 or longer
			processhub.hubs.orders.supervisor.backoff.jitter,            1.5,   1.5,     from 0.0 to 1.0
			processhub.hubs.orders.supervisor.backoff.jitter,            NaN,   NaN,     from 0.0 to 1.0
			processhub.hubs.orders.distribution.virtual-nodes,           0,     0,       1 or more
			processhub.hubs.orders.distribution.push-interval,           0s,    0ms,     longer than 0
			processhub.hubs.orders.distribution.max-history-size,        0,     0,       1 or more
			processhub.hubs.orders.distribution.weight-decay-factor,     0,     0.0,     greater than 0
			processhub.hubs.orders.distribution.weight-decay-factor,     1.01,  1.01,    1 at most
			processhub.hubs.orders.migration.retention,                  0s,    0ms,     longer than 0
			processhub.hubs.orders.migration.handover-data-wait,         0s,    0ms,     longer than 0
			processhub.hubs.orders.migration.child-migration-timeout,    -1s,   -1000ms, longer than 0
			processhub.hubs.orders.synchronization.sync-interval,        0s,    0ms,     longer than 0
			processhub.hubs.orders.synchronization.recipients,           0,     0,       1 or more
			processhub.hubs.orders.partition-tolerance.threshold-time,   -1s,   -1000ms, 0 or longer
			processhub.hubs.orders.partition-tolerance.initial-cluster-size, 0, 0,       1 or more
			processhub.executor.worker-threads,                          0,     0,       1 or more
			""")
	void valueOutOfRangeIsNamed(String property, String value, String shown, String valid) {
		failure(this.runner.withPropertyValues(property + "=" + value), (analysis) -> {
			assertThat(analysis.getDescription())
				.isEqualTo("The value '%s' of the property '%s' is not valid.".formatted(shown, property));
			assertThat(analysis.getAction()).contains(valid);
		});
	}

	@Test
	void delaysThatContradictEachOtherAreNamed() {
		failure(this.runner.withPropertyValues("processhub.hubs.orders.supervisor.backoff.initial-delay=1s"),
				(analysis) -> assertThat(analysis.getDescription())
					.contains("'processhub.hubs.orders.supervisor.backoff.max-delay' is shorter than "
							+ "'processhub.hubs.orders.supervisor.backoff.initial-delay'"));
	}

	@Test
	void unknownStrategyIsNamedWithTheKnownOnes() {
		failure(this.runner.withBean("moon-phase", DistributionStrategy.class, () -> mock(DistributionStrategy.class))
			.withPropertyValues("processhub.hubs.orders.distribution.strategy=consistent-hash"), (analysis) -> {
				assertThat(analysis.getDescription())
					.contains("'processhub.hubs.orders.distribution.strategy' is 'consistent-hash'");
				assertThat(analysis.getAction()).startsWith("Did you mean 'consistent-hashing'?")
					.contains("'consistent-hashing', 'guided', 'load-balanced', 'moon-phase'");
			});
	}

	@ParameterizedTest
	@CsvSource({ "redundancy, replication", "migration, cold-swap", "synchronization, gossip",
			"partition-tolerance, divergence" })
	void unknownStrategyOfAnyKindIsNamed(String kind, String known) {
		failure(this.runner.withPropertyValues("processhub.hubs.orders." + kind + ".strategy=nonsense"), (analysis) -> {
			assertThat(analysis.getDescription())
				.contains("'processhub.hubs.orders." + kind + ".strategy' is 'nonsense'");
			assertThat(analysis.getAction()).startsWith("Use one of '" + known + "'");
		});
	}

	@ParameterizedTest
	@CsvSource({ "static-quorum, 0, 1 or more", "static-quorum, -1, 1 or more", "dynamic-quorum, 0, from 1 to 100",
			"dynamic-quorum, 101, from 1 to 100" })
	void quorumThatCannotBeIsNamed(String strategy, String size, String valid) {
		String prefix = "processhub.hubs.orders.partition-tolerance.";
		failure(this.runner.withPropertyValues(prefix + "strategy=" + strategy, prefix + "quorum-size=" + size),
				(analysis) -> {
					assertThat(analysis.getDescription()).isEqualTo(
							"The value '%s' of the property '%squorum-size' is not valid.".formatted(size, prefix));
					assertThat(analysis.getAction()).contains(valid);
				});
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "two", "1.5", "''" })
	void replicationFactorThatCannotBeIsNamed(String factor) {
		String prefix = "processhub.hubs.orders.redundancy.";
		failure(this.runner.withPropertyValues(prefix + "strategy=replication",
				prefix + "replication-factor=" + factor.replace("'", "")), (analysis) -> {
					assertThat(analysis.getDescription()).contains("'" + prefix + "replication-factor'");
					assertThat(analysis.getAction()).contains("1 or more, or 'cluster-size'");
				});
	}

	@Test
	void replicationModelThatIsUnknownIsNamed() {
		String prefix = "processhub.hubs.orders.redundancy.";
		failure(this.runner.withPropertyValues(prefix + "replication-model=passive-passive"),
				(analysis) -> assertThat(analysis.getDescription() + analysis.getAction())
					.contains(prefix + "replication-model")
					.contains("'active-active', 'active-passive'"));
	}

	@ParameterizedTest
	@CsvSource({ "static-quorum, how many nodes", "dynamic-quorum, how many percent" })
	void missingQuorumSizeIsNamed(String strategy, String action) {
		String prefix = "processhub.hubs.orders.partition-tolerance.";
		failure(this.runner.withPropertyValues(prefix + "strategy=" + strategy), (analysis) -> {
			assertThat(analysis.getDescription()).contains("'" + prefix + "quorum-size' has no value");
			assertThat(analysis.getAction()).contains(action);
		});
	}

	@Test
	void confirmationOfNoHandoverIsNamed() {
		String prefix = "processhub.hubs.orders.migration.";
		failure(this.runner.withPropertyValues(prefix + "strategy=hot-swap", prefix + "confirm-handover=true"),
				(analysis) -> {
					assertThat(analysis.getDescription()).contains("'" + prefix + "confirm-handover' is true")
						.contains("'" + prefix + "handover' is false");
					assertThat(analysis.getAction()).contains("Set '" + prefix + "handover' to true");
				});
	}

	@Test
	void waitThatIsLongerThanTheWholeMoveIsNamed() {
		String prefix = "processhub.hubs.orders.migration.";
		failure(this.runner.withPropertyValues(prefix + "strategy=hot-swap", prefix + "handover=true",
				prefix + "handover-data-wait=10s"), (analysis) -> {
					assertThat(analysis.getDescription())
						.contains("'10000ms' of the property '" + prefix + "handover-data-wait'");
					assertThat(analysis.getAction()).contains("shorter than '" + prefix + "child-migration-timeout'");
				});
	}

	@Test
	void strategyOfAnotherKindIsUnknown() {
		failure(this.runner.withPropertyValues("processhub.hubs.orders.distribution.strategy=cold-swap"),
				(analysis) -> assertThat(analysis.getDescription()).contains("is 'cold-swap'"));
	}

	@Test
	void mistypedPropertyIsNamed() {
		failure(this.runner.withPropertyValues("processhub.hubs.orders.call-timeuot=1s"),
				(analysis) -> assertThat(analysis.getDescription()).contains("processhub.hubs.orders.call-timeuot"));
	}

	@Test
	void unreadableValueIsNamed() {
		failure(this.runner.withPropertyValues("processhub.hubs.orders.call-timeout=soon"),
				(analysis) -> assertThat(analysis.getDescription()).contains("processhub.hubs.orders.call-timeout")
					.contains("soon"));
	}

	@Test
	void unknownEnumValueIsNamedWithTheKnownOnes() {
		failure(this.runner.withPropertyValues("processhub.cluster.failure-detection.preset=quick"), (analysis) -> {
			assertThat(analysis.getDescription()).contains("processhub.cluster.failure-detection.preset");
			assertThat(analysis.getAction()).contains("'balanced', 'fast', 'wan'");
		});
	}

	@Test
	void severalHubsWithoutPrimary() {
		failure(this.runner.withPropertyValues("processhub.hubs.orders.call-timeout=1s",
				"processhub.hubs.payments.call-timeout=1s"), (analysis) -> {
					assertThat(analysis.getDescription()).contains("2 hubs");
					assertThat(analysis.getAction()).contains("'orders', 'payments'")
						.contains("processhub.hubs.<hub-id>.primary");
				});
	}

	@Test
	void severalPrimaryHubs() {
		failure(this.runner.withPropertyValues("processhub.hubs.orders.primary=true",
				"processhub.hubs.payments.primary=true"),
				(analysis) -> assertThat(analysis.getDescription()).contains("'orders', 'payments'"));
	}

	@Test
	void twoTypesOfOneName() {
		failure(this.runner.withUserConfiguration(TwoTypes.class), (analysis) -> {
			assertThat(analysis.getDescription()).contains("'first'").contains("'second'").contains("'counter'");
			assertThat(analysis.getAction()).contains("@HubProcess");
		});
	}

	@Test
	void typeOfUnknownHub() {
		failure(this.runner.withUserConfiguration(TypeOfUnknownHub.class), (analysis) -> {
			assertThat(analysis.getDescription()).contains("'lost'").contains("'nowhere'").contains("default");
			assertThat(analysis.getAction()).contains("processhub.hubs.nowhere");
		});
	}

	@Test
	void processOfUnknownType() {
		failure(this.runner.withUserConfiguration(Singles.class)
			.withPropertyValues("processhub.hubs.default.processes[0].id=c",
					"processhub.hubs.default.processes[0].type=conter"),
				(analysis) -> {
					assertThat(analysis.getDescription()).contains("'conter'")
						.contains("processhub.hubs.default.processes[0].type");
					assertThat(analysis.getAction()).startsWith("Did you mean 'counter'?");
				});
	}

	@Test
	void processWithoutType() {
		failure(this.runner.withPropertyValues("processhub.hubs.default.processes[0].id=c"),
				(analysis) -> assertThat(analysis.getDescription())
					.contains("processhub.hubs.default.processes[0].type"));
	}

	@Test
	void processesWithTheSameId() {
		failure(this.runner.withUserConfiguration(Singles.class)
			.withPropertyValues("processhub.hubs.default.processes[0].id=c",
					"processhub.hubs.default.processes[0].type=counter", "processhub.hubs.default.processes[1].id=c",
					"processhub.hubs.default.processes[1].type=counter"),
				(analysis) -> assertThat(analysis.getDescription()).contains("'c'")
					.contains("processhub.hubs.default.processes[1].id"));
	}

	@ParameterizedTest
	@CsvSource({ "guided, '', has no value, Give the name of the node", "guided, 'a,a', 'a, a', different nodes",
			"guided, 'a,b', 'a, b', Name one node", "sticky, a, a, chooses the nodes itself" })
	void nodesThatDoNotFitTheDistributionAreNamed(String strategy, String nodes, String shown, String valid) {
		String prefix = "processhub.hubs.default.";
		failure(this.runner.withUserConfiguration(Singles.class)
			.withPropertyValues(prefix + "distribution.strategy=" + strategy, prefix + "processes[0].id=c",
					prefix + "processes[0].type=counter", prefix + "processes[0].nodes=" + nodes),
				(analysis) -> {
					assertThat(analysis.getDescription()).contains(prefix + "processes[0].nodes").contains(shown);
					assertThat(analysis.getAction()).contains(valid);
				});
	}

	@Test
	void processOfABeanHasNoNodeInAGuidedHub() {
		failure(this.runner.withUserConfiguration(Single.class)
			.withPropertyValues("processhub.hubs.default.distribution.strategy=guided"), (analysis) -> {
				assertThat(analysis.getDescription()).contains("'single-1'").contains("no node");
				assertThat(analysis.getAction()).contains("processhub.hubs.default.processes");
			});
	}

	private static void failure(ApplicationContextRunner runner, Consumer<FailureAnalysis> requirement) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			requirement.accept(FailureAnalyses.of(context.getStartupFailure()));
		});
	}

	@HubProcess("counter")
	static class Counter {

	}

	@HubProcess(value = "single", id = "single-1")
	static class SingleProcess {

	}

	@Configuration(proxyBeanMethods = false)
	static class Single {

		@Bean
		@Scope("prototype")
		SingleProcess single() {
			return new SingleProcess();
		}

	}

	@HubProcess(hub = "nowhere")
	static class Lost {

	}

	@Configuration(proxyBeanMethods = false)
	static class Singles {

		@Bean
		@Scope("prototype")
		Counter first() {
			return new Counter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoTypes {

		@Bean
		@Scope("prototype")
		Counter first() {
			return new Counter();
		}

		@Bean
		@Scope("prototype")
		Counter second() {
			return new Counter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TypeOfUnknownHub {

		@Bean
		@Scope("prototype")
		Lost lost() {
			return new Lost();
		}

	}

}
