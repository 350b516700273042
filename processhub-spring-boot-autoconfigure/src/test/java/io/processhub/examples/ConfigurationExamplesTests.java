/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessHubs;
import io.processhub.ProcessInfo;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.autoconfigure.ProcessHubAutoConfiguration;
import io.processhub.autoconfigure.ProcessHubProperties;
import io.processhub.cluster.ClusterSettings.FailureDetection;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;
import io.processhub.testing.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/configuration.md, as applications that run.
 */
class ConfigurationExamplesTests {

	private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

	@TempDir
	private Path directory;

	@Test
	void firstConfigurationIsAsTheGuideHasIt() throws IOException {
		ProcessHubProperties properties = properties(example(0), Map.of("HOSTNAME", "node-1"));
		assertThat(properties.nodeName()).isEqualTo("node-1");
		assertThat(properties.cluster().name()).isEqualTo("orders");
		assertThat(properties.cluster().members()).containsExactly("10.0.0.11", "10.0.0.12", "10.0.0.13");
		assertThat(properties.hubs()).containsOnlyKeys("orders", "devices");
		assertThat(properties.hubs().get("orders").callTimeout()).hasSeconds(2);
		assertThat(properties.hubs().get("orders").partitionTolerance().quorumSize()).isEqualTo(2);
		assertThat(properties.hubs().get("devices").callTimeout()).hasSeconds(5);
	}

	@Test
	void processesThatAreAlwaysThere() throws IOException {
		try (ConfigurableApplicationContext context = run(example(1), Map.of())) {
			ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
			assertThat(hub.hubId()).isEqualTo("orders");
			ProcessInfo process = hub.lookup("poller-eu").orElseThrow();
			assertThat(process.tag()).isEqualTo("europe");
			assertThat(process.metadata()).containsEntry("team", "pricing");
			assertThat(hub.<PollerSettings>call("poller-eu", "settings").join())
				.isEqualTo(new PollerSettings("https://example.org/eu", Duration.ofMillis(250), new Retry(5)));
		}
	}

	@Test
	void profileChangesSingleValues() throws IOException {
		ProcessHubProperties usual = properties(example(2), Map.of());
		assertThat(usual.cluster().networkInterface()).isNull();
		assertThat(usual.hubs()).isEmpty();
		ProcessHubProperties production = properties(example(2), Map.of(), "--spring.profiles.active=production");
		assertThat(production.cluster().name()).isEqualTo("shop");
		assertThat(production.cluster().networkInterface()).isEqualTo("10.0.0.*");
		assertThat(production.cluster().failureDetection().preset()).isEqualTo(FailureDetection.FAST);
		assertThat(production.hubs().get("default").mailboxCapacity()).isEqualTo(50_000);
	}

	@Test
	void variablesOfTheEnvironmentChangeWhatIsInTheFile() throws IOException {
		Map<String, Object> variables = Map.of("PROCESSHUB_NODENAME", "node-7", "PROCESSHUB_CLUSTER_MEMBERS",
				"10.0.0.1,10.0.0.2", "PROCESSHUB_HUBS_ORDERS_CALLTIMEOUT", "750ms",
				"PROCESSHUB_HUBS_ORDERS_DISTRIBUTION_STRATEGY", "sticky");
		ProcessHubProperties properties = properties(example(1), variables);
		assertThat(properties.nodeName()).isEqualTo("node-7");
		assertThat(properties.cluster().members()).containsExactly("10.0.0.1", "10.0.0.2");
		assertThat(properties.hubs()).containsOnlyKeys("orders");
		assertThat(properties.hubs().get("orders").callTimeout()).hasMillis(750);
		assertThat(properties.hubs().get("orders").distribution().strategy()).isEqualTo("sticky");
		assertThat(properties.hubs().get("orders").processes()).hasSize(1);
	}

	@Test
	void processesInVariablesOfTheEnvironmentAreTheOnlyOnes() throws IOException {
		Map<String, Object> variables = Map.of("PROCESSHUB_HUBS_ORDERS_PROCESSES_0_ID", "poller-us",
				"PROCESSHUB_HUBS_ORDERS_PROCESSES_0_TYPE", "poller",
				"PROCESSHUB_HUBS_ORDERS_PROCESSES_0_ARGUMENT_MAXWAIT", "2s");
		try (ConfigurableApplicationContext context = run(example(1), variables)) {
			ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
			assertThat(hub.processes()).extracting(ProcessInfo::id).containsExactly("poller-us");
			assertThat(hub.<PollerSettings>call("poller-us", "settings").join())
				.isEqualTo(new PollerSettings(null, Duration.ofSeconds(2), new Retry(3)));
		}
	}

	@Test
	void placeholderChangesOneValueOfAList() throws IOException {
		String yml = example(1).replace("250ms", "${EU_MAX_WAIT:250ms}");
		try (ConfigurableApplicationContext context = run(yml, Map.of("EU_MAX_WAIT", "4s"))) {
			assertThat(context.getBean(ProcessHubOperations.class).<PollerSettings>call("poller-eu", "settings").join())
				.extracting(PollerSettings::maxWait)
				.isEqualTo(Duration.ofSeconds(4));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "call-timeout", "callTimeout", "call_timeout", "CALL-TIMEOUT" })
	void namesMayBeWrittenInSeveralWays(String name) throws IOException {
		String yml = "processhub:\n  hubs:\n    my-hub:\n      " + name + ": 3s\n";
		assertThat(properties(yml, Map.of()).hubs().get("my-hub").callTimeout()).hasSeconds(3);
	}

	@Test
	void thereAreNoHubsWhenTheyAreSwitchedOff() throws IOException {
		try (ConfigurableApplicationContext context = run("", Map.of("PROCESSHUB_ENABLED", "false"))) {
			assertThat(context.getBeanProvider(ProcessHubs.class).getIfAvailable()).isNull();
		}
	}

	private static String example(int index) throws IOException {
		String guide = Files.readString(Path.of("..", "docs", "configuration.md"));
		List<String> examples = YAML.matcher(guide).results().map((result) -> result.group(1)).toList();
		return examples.get(index);
	}

	/**
	 * Return the properties of an application that has hubs, but does not start them.
	 */
	private ProcessHubProperties properties(String yml, Map<String, Object> variables, String... arguments)
			throws IOException {
		try (ConfigurableApplicationContext context = run(Properties.class, yml, variables, arguments)) {
			return context.getBean(ProcessHubProperties.class);
		}
	}

	private ConfigurableApplicationContext run(String yml, Map<String, Object> variables) throws IOException {
		return run(Application.class, yml, variables, "--processhub.cluster.name=configuration-examples",
				"--processhub.cluster.discovery=none", "--processhub.cluster.port=" + FreePorts.next());
	}

	private ConfigurableApplicationContext run(Class<?> source, String yml, Map<String, Object> variables,
			String... arguments) throws IOException {
		Path file = Files.writeString(this.directory.resolve("application.yml"), yml);
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setEnvironment(environment(variables));
		String[] all = new String[arguments.length + 1];
		System.arraycopy(arguments, 0, all, 0, arguments.length);
		all[arguments.length] = "--spring.config.location=" + file.toUri();
		return application.run(all);
	}

	private static ConfigurableEnvironment environment(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		return environment;
	}

	record Retry(@DefaultValue("3") int times) {

	}

	record PollerSettings(String feed, @DefaultValue("1s") Duration maxWait, @DefaultValue Retry retry) {

	}

	@HubProcess(value = "poller", argument = PollerSettings.class)
	static class Poller implements ProcessLifecycle {

		private PollerSettings settings;

		@Override
		public void started(ProcessContext context) {
			this.settings = context.argument(PollerSettings.class);
		}

		@OnMessage
		PollerSettings settings(String question) {
			return this.settings;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ProcessHubAutoConfiguration.class)
	@Import(Poller.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ProcessHubProperties.class)
	static class Properties {

	}

}
