/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.hazelcast.core.HazelcastInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.Assert;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import io.processhub.ProcessSpec;
import io.processhub.annotation.HubProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for the arguments of processes in the configuration.
 */
class StaticArgumentTests {

	private static final String HUB = "processhub.hubs.default.";

	private static final String ARGUMENT = HUB + "processes[0].argument";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
		.withBean(HazelcastInstance.class, () -> mock(HazelcastInstance.class))
		.withBean(HubFactory.class, RecordingHubFactory::new)
		.withUserConfiguration(Plain.class, Poller.class, Countdown.class);

	private final ApplicationContextRunner poller = this.runner.withPropertyValues(HUB + "processes[0].id=p",
			HUB + "processes[0].type=poller");

	private final ApplicationContextRunner plain = this.runner.withPropertyValues(HUB + "processes[0].id=p",
			HUB + "processes[0].type=plain");

	@Test
	void mapIsBoundToTheClassThatTheTypeNames() {
		this.poller
			.withPropertyValues(ARGUMENT + ".feed=https://example.org/eu", ARGUMENT + ".max-wait=250ms",
					ARGUMENT + ".mode=best-effort", ARGUMENT + ".symbols[0]=A", ARGUMENT + ".symbols[1]=B",
					ARGUMENT + ".retry.times=7", ARGUMENT + ".weights.a.b=2")
			.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class)))
				.isEqualTo(new PollerSettings("https://example.org/eu", Duration.ofMillis(250), Mode.BEST_EFFORT,
						List.of("A", "B"), new Retry(7, Duration.ofSeconds(1)), Map.of("a.b", 2))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-wait", "maxWait", "max_wait", "MAX-WAIT" })
	void namesMayBeWrittenInSeveralWays(String name) {
		this.poller.withPropertyValues(ARGUMENT + "." + name + "=250ms")
			.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class)))
				.extracting("maxWait", "mode")
				.containsExactly(Duration.ofMillis(250), Mode.EXACT));
	}

	@Test
	void placeholdersAreReplaced() {
		this.poller.withPropertyValues("region=eu", ARGUMENT + ".feed=https://example.org/${region}")
			.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class))).extracting("feed")
				.isEqualTo("https://example.org/eu"));
	}

	@Test
	void classHasItsDefaultsIfThereIsNoArgument() {
		this.poller.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class)))
			.isEqualTo(new PollerSettings("none", Duration.ofSeconds(10), Mode.EXACT, List.of(),
					new Retry(3, Duration.ofSeconds(1)), Map.of())));
		// As '{}' in yml
		this.poller.withPropertyValues(ARGUMENT + "=")
			.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class)))
				.isInstanceOf(PollerSettings.class));
	}

	@Test
	void processOfAnAnnotationHasTheDefaults() {
		this.runner.withUserConfiguration(Single.class)
			.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class)))
				.isEqualTo(new Retry(3, Duration.ofSeconds(1))));
	}

	@Test
	void singleValueIsConverted() {
		this.runner
			.withPropertyValues(HUB + "processes[0].id=c", HUB + "processes[0].type=countdown", ARGUMENT + "=90s")
			.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class)))
				.isEqualTo(Duration.ofSeconds(90)));
		this.runner.withPropertyValues(HUB + "processes[0].id=c", HUB + "processes[0].type=countdown")
			.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class))).isNull());
	}

	@Test
	void withoutAClassTheArgumentIsAsItIsWritten() {
		this.plain.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class))).isNull());
		this.plain.withPropertyValues(ARGUMENT + "=7")
			.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class))).isEqualTo("7"));
		this.plain.withPropertyValues(ARGUMENT + "[0]=a", ARGUMENT + "[1].b=c")
			.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class)))
				.isEqualTo(List.of("a", Map.of("b", "c"))));
		this.plain
			.withPropertyValues(ARGUMENT + ".maxWait=5s", ARGUMENT + ".nested.deep[0]=1",
					ARGUMENT + ".nested.deep[1]=2")
			.run((context) -> assertThat(argument(context.getBean(RecordingHubFactory.class)))
				.isEqualTo(Map.of("maxWait", "5s", "nested", Map.of("deep", List.of("1", "2")))));
	}

	@Test
	void everyProcessHasItsOwn() {
		this.poller
			.withPropertyValues(ARGUMENT + ".feed=a", HUB + "processes[1].id=q", HUB + "processes[1].type=poller",
					HUB + "processes[1].argument.feed=b")
			.run((context) -> assertThat(specs(context.getBean(RecordingHubFactory.class)))
				.extracting(ProcessSpec::argument)
				.extracting("feed")
				.containsExactly("a", "b"));
	}

	@Test
	void listOfAnotherSourceBringsItsArguments() {
		this.poller.withPropertyValues(ARGUMENT + ".feed=a", ARGUMENT + ".max-wait=1s").withInitializer((context) -> {
			Map<String, Object> variables = Map.of("PROCESSHUB_HUBS_DEFAULT_PROCESSES_0_ID", "q",
					"PROCESSHUB_HUBS_DEFAULT_PROCESSES_0_TYPE", "poller",
					"PROCESSHUB_HUBS_DEFAULT_PROCESSES_0_ARGUMENT_MAXWAIT", "2s");
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
		}).run((context) -> {
			RecordingHubFactory factory = context.getBean(RecordingHubFactory.class);
			assertThat(specs(factory)).extracting(ProcessSpec::id).containsExactly("q");
			assertThat(argument(factory)).extracting("maxWait", "feed").containsExactly(Duration.ofSeconds(2), "none");
		});
	}

	@ParameterizedTest
	@CsvSource({ ".max-wait=soon, .max-wait", ".mode=sloppy, .mode", ".retry.times=many, .retry.times", ".fed=x, .fed",
			".retry.tries=x, .retry.tries", ".feed=nowhere, ''", "=text, ''" })
	void mistakeIsNamed(String given, String property) {
		failure(this.poller.withPropertyValues(ARGUMENT + given),
				(analysis) -> assertThat(analysis.getDescription()).contains(ARGUMENT + property)
					.contains(given.substring(given.indexOf('=') + 1)));
	}

	@Test
	void valueThatTheValidatorRefusesIsNamed() {
		failure(this.poller.withBean("defaultValidator", Validator.class, NoDots::new)
			.withPropertyValues(ARGUMENT + ".feed=a.b"),
				(analysis) -> assertThat(analysis.getDescription()).contains(ARGUMENT).contains("must not have dots"));
	}

	@Test
	void defaultsThatTheClassRefusesAreNamed() {
		failure(this.runner.withUserConfiguration(Demanding.class), (analysis) -> {
			assertThat(analysis.getDescription()).contains("'demanding-1'").contains("A target is needed");
			assertThat(analysis.getAction()).contains("'processhub.hubs.default.processes'");
		});
	}

	private static List<ProcessSpec> specs(RecordingHubFactory factory) {
		return factory.hubs.get("default").settings().processes();
	}

	private static Object argument(RecordingHubFactory factory) {
		return specs(factory).get(0).argument();
	}

	private static void failure(ApplicationContextRunner runner,
			java.util.function.Consumer<FailureAnalysis> requirement) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			requirement.accept(FailureAnalyses.of(context.getStartupFailure()));
		});
	}

	enum Mode {

		EXACT, BEST_EFFORT

	}

	record Retry(@DefaultValue("3") int times, @DefaultValue("1s") Duration pause) {

	}

	@Validated
	record PollerSettings(@DefaultValue("none") String feed, @DefaultValue("10s") Duration maxWait,
			@DefaultValue("exact") Mode mode, @DefaultValue List<String> symbols, @DefaultValue Retry retry,
			@DefaultValue Map<String, Integer> weights) {

		PollerSettings {
			Assert.isTrue(!feed.equals("nowhere"), () -> "There is no feed '" + feed + "'");
		}

	}

	record Target(String name) {

		Target {
			Assert.hasText(name, "A target is needed");
		}

	}

	@HubProcess("plain")
	static class Plain {

	}

	@HubProcess(value = "poller", argument = PollerSettings.class)
	static class Poller {

	}

	@HubProcess(value = "countdown", argument = Duration.class)
	static class Countdown {

	}

	@HubProcess(value = "single", id = "single-1", argument = Retry.class)
	static class Single {

	}

	@HubProcess(value = "demanding", id = "demanding-1", argument = Target.class)
	static class Demanding {

	}

	/**
	 * Refuses feeds with dots.
	 */
	static final class NoDots implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == PollerSettings.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((PollerSettings) target).feed().contains(".")) {
				errors.rejectValue("feed", "dots", "must not have dots");
			}
		}

	}

}
