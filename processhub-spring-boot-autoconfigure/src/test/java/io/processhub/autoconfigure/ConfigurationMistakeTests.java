/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.processhub.ProcessHubOperations;
import io.processhub.annotation.HubProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What an application prints that is run with a mistake in its {@code application.yml}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationMistakeTests {

	private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+at \\S+\\(|^Caused by:");

	@TempDir
	private Path directory;

	static Stream<Mistake> mistakes() {
		return Stream.of(
				new Mistake("a property that does not exist", """
						processhub:
						  hubs:
						    orders:
						      call-timeuot: 1s
						""", "There is no property 'processhub.hubs.orders.call-timeuot', which has the value '1s'.",
						"application.yml] - 4:21", "Did you mean 'call-timeout'?", "'mailbox-capacity'"),
				new Mistake("a section that does not exist", """
						processhub:
						  claster:
						    name: orders
						""", "There is no property 'processhub.claster.name'", "Did you mean 'cluster'?",
						"The properties under 'processhub' are 'cluster', 'enabled', 'executor', 'hubs', 'node-name'."),
				new Mistake("hubs that are a text", """
						processhub:
						  hubs: orders
						""", "processhub.hubs", "'orders'"),
				new Mistake("a duration that is none", """
						processhub:
						  hubs:
						    orders:
						      call-timeout: soon
						""", "The value 'soon' of the property 'processhub.hubs.orders.call-timeout' is not valid.",
						"application.yml] - 4:21", "Use a duration such as 500ms, 10s, 2m or PT10S."),
				new Mistake("a duration that is too short", """
						processhub:
						  hubs:
						    orders:
						      deadlock-recovery-timeout: 0s
						""",
						"The value '0ms' of the property 'processhub.hubs.orders.deadlock-recovery-timeout' is not valid.",
						"Use a duration longer than 0"),
				new Mistake("a number that is none", """
						processhub:
						  hubs:
						    orders:
						      mailbox-capacity: many
						""", "The value 'many' of the property 'processhub.hubs.orders.mailbox-capacity' is not valid.",
						"Use a whole number."),
				new Mistake("a strategy that does not exist", """
						processhub:
						  hubs:
						    orders:
						      distribution:
						        strategy: consistent-hash
						""", "The property 'processhub.hubs.orders.distribution.strategy' is 'consistent-hash'",
						"Did you mean 'consistent-hashing'? Use one of 'consistent-hashing', 'guided', "
								+ "'load-balanced', 'sticky', or define a bean of this name."),
				new Mistake("an option of one's own for a built-in strategy", """
						processhub:
						  hubs:
						    orders:
						      synchronization:
						        strategy: gossip
						        properties:
						          fan-out: 3
						""", "'processhub.hubs.orders.synchronization.properties.fan-out'", "'gossip' takes none",
						"'processhub.hubs.orders.synchronization.<option>'"),
				new Mistake("a quorum without a size", """
						processhub:
						  hubs:
						    orders:
						      partition-tolerance:
						        strategy: static-quorum
						""", "The property 'processhub.hubs.orders.partition-tolerance.quorum-size' has no value.",
						"Say how many nodes"),
				new Mistake("settings that contradict each other", """
						processhub:
						  hubs:
						    orders:
						      migration:
						        strategy: hot-swap
						        confirm-handover: true
						""",
						"'processhub.hubs.orders.migration.confirm-handover' is true, but "
								+ "'processhub.hubs.orders.migration.handover' is false",
						"Set 'processhub.hubs.orders.migration.handover' to true"),
				new Mistake("a replication factor that is none", """
						processhub:
						  hubs:
						    orders:
						      redundancy:
						        strategy: replication
						        replication-factor: all
						""", "The value 'all' of the property 'processhub.hubs.orders.redundancy.replication-factor'",
						"Use a whole number of 1 or more, or 'cluster-size'"),
				new Mistake("a model that does not exist", """
						processhub:
						  hubs:
						    orders:
						      redundancy:
						        replication-model: master-slave
						""",
						"The value 'master-slave' of the property "
								+ "'processhub.hubs.orders.redundancy.replication-model' is not valid.",
						"Use one of 'active-active', 'active-passive'."),
				new Mistake("two primary hubs", """
						processhub:
						  hubs:
						    orders:
						      primary: true
						    devices:
						      primary: true
						""", "More than one hub is the primary one: 'devices', 'orders'.",
						"processhub.hubs.<hub-id>.primary"),
				new Mistake("two hubs and no primary one", """
						processhub:
						  hubs:
						    orders: {}
						    devices: {}
						""", "There are 2 hubs, and none of them is the primary one.",
						"processhub.hubs.<hub-id>.primary"),
				new Mistake("a process of a type that does not exist", """
						processhub:
						  hubs:
						    orders:
						      processes:
						        - id: eu
						          type: poler
						""",
						"The value 'poler' of the property 'processhub.hubs.orders.processes[0].type' is not valid.",
						"Did you mean 'poller'? The process types of hub 'orders' are 'poller'."),
				new Mistake("two processes of one id", """
						processhub:
						  hubs:
						    orders:
						      processes:
						        - id: eu
						          type: poller
						        - id: eu
						          type: poller
						""", "The value 'eu' of the property 'processhub.hubs.orders.processes[1].id' is not valid.",
						"Use an id that no other process of hub 'orders' has."),
				new Mistake("a process without a type", """
						processhub:
						  hubs:
						    orders:
						      processes:
						        - id: eu
						""", "The property 'processhub.hubs.orders.processes[0].type' has no value.",
						"Use one of 'poller'."),
				new Mistake("an attribute that a process does not have", """
						processhub:
						  hubs:
						    orders:
						      processes:
						        - id: eu
						          type: poller
						          args: 7
						""", "There is no property 'processhub.hubs.orders.processes[0].args'", "'argument'",
						"'metadata'"),
				new Mistake("a restart policy that does not exist", """
						processhub:
						  hubs:
						    orders:
						      processes:
						        - id: eu
						          type: poller
						          restart: always
						""",
						"The value 'always' of the property 'processhub.hubs.orders.processes[0].restart' is not valid.",
						"Use one of 'permanent', 'temporary', 'transient'."),
				new Mistake("a value in an argument", """
						processhub:
						  hubs:
						    orders:
						      processes:
						        - id: eu
						          type: poller
						          argument:
						            mode: sloppy
						""", "The value 'sloppy' of the property 'processhub.hubs.orders.processes[0].argument.mode'",
						"application.yml] - 8:19", "Use one of 'best-effort', 'exact'."),
				new Mistake("a name in an argument", """
						processhub:
						  hubs:
						    orders:
						      processes:
						        - id: eu
						          type: poller
						          argument:
						            retry:
						              tries: 3
						""", "There is no property 'processhub.hubs.orders.processes[0].argument.retry.tries'",
						"The properties under 'processhub.hubs.orders.processes[0].argument.retry' are 'pause', 'times'."),
				new Mistake("a text for an argument that has properties", """
						processhub:
						  hubs:
						    orders:
						      processes:
						        - id: eu
						          type: poller
						          argument: fast
						""", "'processhub.hubs.orders.processes[0].argument'", "'fast'",
						"Give it properties rather than a value: 'max-wait', 'mode', 'retry'."),
				new Mistake("an argument that cannot be sent", """
						processhub:
						  cluster:
						    name: configuration-mistakes
						    discovery: none
						  hubs:
						    orders:
						      processes:
						        - id: eu
						          type: caller
						          argument:
						            url: https://example.org
						""", "The argument of the process 'eu' under 'processhub.hubs.orders.processes' cannot be sent",
						"Change the class that the type 'caller' names", Caller.class),
				new Mistake("nodes for processes that find theirs themselves", """
						processhub:
						  hubs:
						    orders:
						      processes:
						        - id: eu
						          type: poller
						          nodes: [node-1]
						""", "The value '[node-1]' of the property 'processhub.hubs.orders.processes[0].nodes'",
						"set 'processhub.hubs.orders.distribution.strategy' to 'guided'"),
				new Mistake("a preset that does not exist", """
						processhub:
						  cluster:
						    failure-detection:
						      preset: quick
						""",
						"The value 'quick' of the property 'processhub.cluster.failure-detection.preset' is not valid.",
						"Use one of 'balanced', 'fast', 'wan'."),
				new Mistake("a port that does not exist", """
						processhub:
						  cluster:
						    port: 70000
						""", "The value '70000' of the property 'processhub.cluster.port' is not valid.",
						"Use a whole number from 1 to 65535."),
				new Mistake("a member with an odd port", """
						processhub:
						  cluster:
						    members: [10.0.0.11, "10.0.0.12:57o1"]
						""", "The value '10.0.0.12:57o1' of the property 'processhub.cluster.members[1]' is not valid.",
						"such as 10.0.0.11 or node-1:5701"),
				new Mistake("heartbeats that come too late", """
						processhub:
						  cluster:
						    failure-detection:
						      heartbeat-interval: 10s
						      max-no-heartbeat: 5s
						""", "'processhub.cluster.failure-detection.max-no-heartbeat' is not longer than",
						"Make it several times as long."),
				new Mistake("an address of another machine", """
						processhub:
						  cluster:
						    interface: 203.0.113.7
						""", "no network interface with the address '203.0.113.7'", "'processhub.cluster.interface'",
						"Use an address of this machine"),
				new Mistake("no hubs for who needs one", """
						processhub:
						  enabled: false
						""",
						"needs a ProcessHubOperations, but there are no hubs, as the property "
								+ "'processhub.enabled' is 'false'.",
						"Set 'processhub.enabled' to 'true'", NeedsAHub.class),
				new Mistake("another hub than the one that is needed", """
						processhub:
						  hubs:
						    devcies: {}
						""",
						"needs the ProcessHubOperations of hub 'devices', but the application has no hub of this id.",
						"Did you mean 'devcies'? Use one of 'devcies' in the @Qualifier", NeedsDevices.class),
				new Mistake("another hub than that of a process type", """
						processhub:
						  hubs:
						    order: {}
						""", "is for hub 'orders', but this application has only [order]", "processhub.hubs.orders",
						Order.class));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mistakes")
	void mistakeIsExplained(Mistake mistake, CapturedOutput output) throws IOException {
		assertThat(run(mistake.yml(), output, mistake.sources())).contains(mistake.texts());
	}

	@Test
	void portsThatAreAllTakenAreNamed(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			String printed = run("""
					processhub:
					  cluster:
					    port: %d
					    port-count: 1
					""".formatted(taken.getLocalPort()), output);
			assertThat(printed).contains("The port %d for the cluster is in use.".formatted(taken.getLocalPort()))
				.contains("Set 'processhub.cluster.port' to a free port");
		}
	}

	private String run(String yml, CapturedOutput output, Class<?>... more) throws IOException {
		int from = output.length();
		Path file = Files.writeString(this.directory.resolve("application.yml"), yml);
		SpringApplication application = new SpringApplication(
				Stream.concat(Stream.of(Application.class), Stream.of(more)).toArray(Class<?>[]::new));
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatThrownBy(() -> application.run("--spring.config.location=" + file.toUri()))
			.isInstanceOf(Throwable.class);
		String printed = output.getAll().substring(from);
		assertThat(printed).contains("APPLICATION FAILED TO START", "Description:", "Action:")
			.doesNotContainPattern(STACK_TRACE);
		return printed;
	}

	record Mistake(String what, String yml, List<Object> expected) {

		Mistake(String what, String yml, Object... expected) {
			this(what, yml, List.of(expected));
		}

		String[] texts() {
			return this.expected.stream().filter(String.class::isInstance).toArray(String[]::new);
		}

		Class<?>[] sources() {
			return this.expected.stream().filter(Class.class::isInstance).toArray(Class<?>[]::new);
		}

		@Override
		public String toString() {
			return this.what;
		}

	}

	enum Mode {

		EXACT, BEST_EFFORT

	}

	record Retry(@DefaultValue("3") int times, @DefaultValue("1s") Duration pause) {

	}

	record PollerSettings(@DefaultValue("10s") Duration maxWait, @DefaultValue("exact") Mode mode,
			@DefaultValue Retry retry) {

	}

	@HubProcess(value = "poller", argument = PollerSettings.class)
	static class Poller {

	}

	record Target(URI url) {

	}

	@HubProcess(value = "caller", argument = Target.class)
	static class Caller {

	}

	@HubProcess(hub = "orders")
	static class Order {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ProcessHubAutoConfiguration.class)
	@Import(Poller.class)
	static class Application {

	}

	static class NeedsAHub {

		NeedsAHub(ProcessHubOperations hub) {
		}

	}

	static class NeedsDevices {

		NeedsDevices(@Qualifier("devices") ProcessHubOperations hub) {
		}

	}

}
