/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.hazelcast.core.HazelcastInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.Assert;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.StrategyContext;
import io.processhub.strategy.StrategyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for the properties of strategies of the user's own.
 */
class StrategyPropertiesTests {

	private static final String PREFIX = "processhub.hubs.orders.distribution.properties.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
		.withBean(HazelcastInstance.class, () -> mock(HazelcastInstance.class))
		.withBean(HubFactory.class, RecordingHubFactory::new);

	private final ApplicationContextRunner racks = this.runner.withUserConfiguration(Racks.class)
		.withPropertyValues("processhub.hubs.orders.distribution.strategy=rack-aware");

	@Test
	void propertiesAreBound() {
		this.racks
			.withPropertyValues(PREFIX + "zone=north", PREFIX + "max-wait=250ms", PREFIX + "weights.r1=3",
					PREFIX + "racks[0]=r1", PREFIX + "racks[1]=r2")
			.run((context) -> {
				RackAware strategy = strategy(context.getBean(RecordingHubFactory.class), "orders");
				assertThat(strategy.hub).isEqualTo("orders");
				assertThat(strategy.options)
					.isEqualTo(new Options("north", Duration.ofMillis(250), List.of("r1", "r2"), Map.of("r1", 3)));
			});
	}

	@Test
	void defaultsHoldWithoutProperties() {
		this.racks.run((context) -> assertThat(strategy(context.getBean(RecordingHubFactory.class), "orders").options)
			.isEqualTo(new Options("any", Duration.ofSeconds(1), List.of(), Map.of())));
	}

	@Test
	void everyHubHasAStrategyOfItsOwn() {
		this.racks
			.withPropertyValues("processhub.hubs.orders.primary=true", PREFIX + "zone=north",
					"processhub.hubs.payments.distribution.strategy=rack-aware",
					"processhub.hubs.payments.distribution.properties.zone=south")
			.run((context) -> {
				RecordingHubFactory factory = context.getBean(RecordingHubFactory.class);
				assertThat(strategy(factory, "orders").options.zone()).isEqualTo("north");
				assertThat(strategy(factory, "payments").options.zone()).isEqualTo("south");
				assertThat(strategy(factory, "payments").hub).isEqualTo("payments");
			});
	}

	@ParameterizedTest
	@CsvSource({ "my-hub, my-hub", "my_hub, my_hub", "myHub, myHub", "[a.b], a.b", "[A B], A B", "x1, x1" })
	void hubMayHaveAnyId(String written, String id) {
		String prefix = written.startsWith("[") ? "processhub.hubs" + written : "processhub.hubs." + written;
		this.runner.withUserConfiguration(Racks.class)
			.withPropertyValues(prefix + ".distribution.strategy=rack-aware",
					prefix + ".distribution.properties.zone=north")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(strategy(context.getBean(RecordingHubFactory.class), id).options.zone()).isEqualTo("north");
			});
	}

	@Test
	void valueThatCannotBeConvertedIsNamed() {
		failure(this.racks.withPropertyValues(PREFIX + "max-wait=soon"),
				(analysis) -> assertThat(analysis.getDescription()).contains(PREFIX + "max-wait").contains("soon"));
	}

	@Test
	void valueThatTheTypeRefusesIsNamed() {
		failure(this.racks.withPropertyValues(PREFIX + "zone=nowhere"),
				(analysis) -> assertThat(analysis.getDescription()).contains(PREFIX.substring(0, PREFIX.length() - 1))
					.contains("There is no zone 'nowhere'"));
	}

	@Test
	void valueThatTheValidatorRefusesIsNamed() {
		failure(this.racks.withBean("defaultValidator", Validator.class, NoDots::new)
			.withPropertyValues(PREFIX + "zone=a.b"),
				(analysis) -> assertThat(analysis.getDescription()).contains(PREFIX.substring(0, PREFIX.length() - 1))
					.contains("must not have dots"));
	}

	@Test
	void propertyThatTheTypeDoesNotHaveIsNamed() {
		failure(this.racks.withPropertyValues(PREFIX + "zone=north", PREFIX + "zoone=south"),
				(analysis) -> assertThat(analysis.getDescription()).contains(PREFIX + "zoone"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "consistent-hashing", "sticky" })
	void propertiesOfBuiltInStrategyAreNamed(String strategy) {
		failure(this.runner.withPropertyValues("processhub.hubs.orders.distribution.strategy=" + strategy,
				PREFIX + "virtual-nodes=7", PREFIX + "more.of=them"), (analysis) -> {
					assertThat(analysis.getDescription()).contains("'" + PREFIX + "virtual-nodes'")
						.contains("'" + PREFIX + "more.of'")
						.contains("'" + strategy + "' takes none");
					assertThat(analysis.getAction()).contains("'processhub.hubs.orders.distribution.<option>'");
				});
	}

	@ParameterizedTest
	@CsvSource({ "redundancy", "migration", "synchronization", "partition-tolerance" })
	void propertiesOfBuiltInStrategyOfAnyKindAreNamed(String kind) {
		String property = "processhub.hubs.orders." + kind + ".properties.size";
		failure(this.runner.withPropertyValues(property + "=7"),
				(analysis) -> assertThat(analysis.getDescription()).contains("'" + property + "'"));
	}

	@Test
	void propertiesOfPlainBeanAreNamed() {
		failure(this.runner.withBean("plain", DistributionStrategy.class, () -> mock(DistributionStrategy.class))
			.withPropertyValues("processhub.hubs.orders.distribution.strategy=plain", PREFIX + "zone=north"),
				(analysis) -> {
					assertThat(analysis.getDescription()).contains("'" + PREFIX + "zone'")
						.contains("the bean 'plain' takes none");
					assertThat(analysis.getAction()).contains("StrategyFactory");
				});
	}

	@Test
	void propertiesThatTheFactoryDoesNotBindAreNamed() {
		failure(this.runner.withUserConfiguration(Racks.class)
			.withPropertyValues("processhub.hubs.orders.distribution.strategy=careless", PREFIX + "zone=north"),
				(analysis) -> {
					assertThat(analysis.getDescription()).contains("'" + PREFIX + "zone'").contains("'careless'");
					assertThat(analysis.getAction()).contains("StrategyContext.bind");
				});
	}

	@Test
	void factoryOfAnotherKindIsNamed() {
		failure(this.runner.withUserConfiguration(Racks.class)
			.withPropertyValues("processhub.hubs.orders.migration.strategy=rack-aware"), (analysis) -> {
				assertThat(analysis.getDescription()).contains("'processhub.hubs.orders.migration.strategy'")
					.contains("is no " + MigrationStrategy.class.getSimpleName());
				assertThat(analysis.getAction()).doesNotContain("rack-aware");
			});
	}

	@Test
	void factoriesAreAmongTheKnownStrategies() {
		failure(this.runner.withUserConfiguration(Racks.class)
			.withPropertyValues("processhub.hubs.orders.distribution.strategy=rack-awrae"),
				(analysis) -> assertThat(analysis.getAction()).startsWith("Did you mean 'rack-aware'?")
					.contains("'careless', 'consistent-hashing'"));
	}

	@ParameterizedTest
	@CsvSource({ "partition-tolerance, majority-quorm, majority-quorum", "partition-tolerance, static, ''",
			"partition-tolerance, Dynamic-Quorum, dynamic-quorum", "synchronization, pub-sub, pubsub",
			"synchronization, replicatedmap, replicated-map", "synchronization, gosip, gossip",
			"distribution, stiky, sticky", "migration, coldswap, cold-swap", "redundancy, singular, singularity" })
	void misspeltStrategyIsGuessed(String kind, String name, String meant) {
		failure(this.runner.withPropertyValues("processhub.hubs.orders." + kind + ".strategy=" + name), (analysis) -> {
			assertThat(analysis.getDescription())
				.contains("'processhub.hubs.orders." + kind + ".strategy' is '" + name + "'");
			assertThat(analysis.getAction())
				.startsWith(meant.isEmpty() ? "Use one of " : "Did you mean '" + meant + "'? Use one of ");
		});
	}

	@Test
	void hubIsSeenOnceItIsThere() {
		this.racks.run((context) -> {
			StrategyContext seen = strategy(context.getBean(RecordingHubFactory.class), "orders").context;
			assertThat(seen.view()).isEmpty();
			assertThat(seen.hasQuorum()).isFalse();
		});
	}

	private static RackAware strategy(RecordingHubFactory factory, String hub) {
		return (RackAware) factory.hubs.get(hub).strategies().distribution();
	}

	private static void failure(ApplicationContextRunner runner, Consumer<FailureAnalysis> requirement) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			requirement.accept(FailureAnalyses.of(context.getStartupFailure()));
		});
	}

	@Validated
	record Options(@DefaultValue("any") String zone, @DefaultValue("1s") Duration maxWait,
			@DefaultValue List<String> racks, @DefaultValue Map<String, Integer> weights) {

		Options {
			Assert.isTrue(!zone.equals("nowhere"), () -> "There is no zone '" + zone + "'");
		}

	}

	static final class RackAware implements DistributionStrategy {

		private final StrategyContext context;

		private final String hub;

		private final Options options;

		RackAware(StrategyContext context) {
			this.context = context;
			this.hub = context.hubId();
			this.options = context.bind(Options.class);
		}

		@Override
		public Placement placement(HubView view) {
			return (id, count) -> view.targets().stream().limit(count).toList();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Racks {

		@Bean("rack-aware")
		StrategyFactory<DistributionStrategy> rackAware() {
			return RackAware::new;
		}

		@Bean
		StrategyFactory<DistributionStrategy> careless() {
			return (context) -> mock(DistributionStrategy.class);
		}

	}

	/**
	 * Refuses zones with dots.
	 */
	static final class NoDots implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Options.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Options) target).zone().contains(".")) {
				errors.rejectValue("zone", "dots", "must not have dots");
			}
		}

	}

}
