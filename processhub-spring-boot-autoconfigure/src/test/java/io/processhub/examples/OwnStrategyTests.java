/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.processhub.HubNode;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.annotation.HubProcess;
import io.processhub.autoconfigure.ProcessHubAutoConfiguration;
import io.processhub.hook.HookKey;
import io.processhub.hook.RegistryInserted;
import io.processhub.hook.RegistryRemoved;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.HubView;
import io.processhub.strategy.StrategyContext;
import io.processhub.strategy.StrategyFactory;
import io.processhub.strategy.SynchronizationStrategy.Relay;
import io.processhub.testing.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the strategies of the documentation are as it shows them, and work.
 */
class OwnStrategyTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Path SOURCES = Path.of("src", "test", "java", "io", "processhub", "examples");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
		.withUserConfiguration(Twin.class, OldestFirst.class, WithTheWitness.class, OneByOne.class, BigNodesFirst.class,
				TwoIfPossible.class, TimedSwap.class)
		.withPropertyValues("processhub.cluster.port=" + FreePorts.next(), "processhub.cluster.discovery=none",
				"processhub.cluster.name=own-strategies");

	@ParameterizedTest
	@CsvSource({ "distribution.md, OldestFirst", "partition-tolerance.md, WithTheWitness",
			"synchronization.md, OneByOne", "custom-strategies.md, BigNodesFirst",
			"custom-strategies.md, TwoIfPossible", "custom-strategies.md, TimedSwap" })
	void sourceIsWhatTheDocumentationShows(String page, String example) throws IOException {
		String source = Files.readString(SOURCES.resolve(example + ".java"));
		String code = source.substring(source.indexOf("@Component"));
		assertThat(withoutBlankLines(Files.readString(DOCS.resolve(page)))).contains(withoutBlankLines(code));
	}

	private static String withoutBlankLines(String text) {
		List<String> lines = text.lines().map(String::strip).filter((line) -> !line.isEmpty()).toList();
		return String.join("\n", lines);
	}

	@Test
	void ownDistributionStrategyPlaces() {
		this.runner.withPropertyValues("processhub.hubs.default.distribution.strategy=oldest-first").run((context) -> {
			ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
			HubNode node = hub.start(ProcessSpec.of("a", "twin")).join().node();
			assertThat(node).isEqualTo(hub.nodes().get(0));
		});
	}

	@ParameterizedTest
	@CsvSource({ "witness, false", "other, true" })
	void ownPartitionToleranceStrategyDecides(String name, boolean partitioned) {
		this.runner
			.withPropertyValues("processhub.node-name=" + name,
					"processhub.hubs.default.partition-tolerance.strategy=with-the-witness")
			.run((context) -> assertThat(context.getBean(ProcessHubOperations.class).isPartitioned())
				.isEqualTo(partitioned));
	}

	@Test
	void ownSynchronizationStrategyTellsAll() {
		List<HubNode> nodes = List.of(new HubNode("1", "a"), new HubNode("2", "b"), new HubNode("3", "c"));
		this.runner.withPropertyValues("processhub.hubs.default.synchronization.strategy=one-by-one")
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(OneByOne.class)
				.extracting((strategy) -> strategy.relays(nodes, new Random(1)))
				.isEqualTo(List.of(new Relay(nodes.get(0), nodes.subList(1, 3)))));
	}

	@Test
	void ownRedundancyStrategyIsAsked() {
		this.runner.withPropertyValues("processhub.hubs.default.redundancy.strategy=two-if-possible").run((context) -> {
			ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
			assertThat(hub.start(ProcessSpec.of("a", "twin")).join().node()).isEqualTo(hub.nodes().get(0));
		});
	}

	@ParameterizedTest
	@CsvSource({ "large-1, large-, small-1 large-1", "large-2, small-, small-1 large-2" })
	void ownStrategyWithPropertiesPlacesByThem(String name, String prefix, String nodes) {
		this.runner
			.withPropertyValues("processhub.node-name=" + name,
					"processhub.hubs.default.distribution.strategy=big-nodes-first",
					"processhub.hubs.default.distribution.properties.prefix=" + prefix,
					"processhub.hubs.default.distribution.properties.min-nodes=1")
			.run((context) -> {
				DistributionStrategy strategy = new BigNodesFirst.Strategy(new BigNodesFirst.Options(prefix, 1));
				ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
				assertThat(hub.start(ProcessSpec.of("a", "twin")).join().node().name()).isEqualTo(name);
				List<HubNode> known = Stream.of(nodes.split(" ")).map((each) -> new HubNode(each, each)).toList();
				assertThat(strategy.placement(new HubView(1, known.get(0), known, known)).nodes("a", 1).get(0).name())
					.startsWith(prefix);
			});
	}

	@Test
	void propertiesOfOwnStrategyAreChecked() {
		this.runner
			.withPropertyValues("processhub.hubs.default.distribution.strategy=big-nodes-first",
					"processhub.hubs.default.distribution.properties.min-nodes=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'min-nodes' must be positive"));
	}

	@Test
	void ownMigrationStrategySeesTheHub() {
		List<StrategyContext> contexts = new ArrayList<>();
		this.runner.withBean("watching-swap", StrategyFactory.class, () -> (context) -> {
			contexts.add(context);
			return new TimedSwap().create(context);
		})
			.withPropertyValues("processhub.node-name=alone",
					"processhub.hubs.default.migration.strategy=watching-swap",
					"processhub.hubs.default.migration.properties.warn-after=5ms")
			.run((context) -> {
				assertThat(contexts).hasSize(1);
				StrategyContext seen = contexts.get(0);
				assertThat(seen.hubId()).isEqualTo("default");
				assertThat(seen.hasQuorum()).isTrue();
				HubView view = seen.view().orElseThrow();
				assertThat(view.targets()).extracting(HubNode::name).containsExactly("alone");
				assertThat(view.local()).isEqualTo(view.nodes().get(0));
			});
		assertThat(contexts.get(0).view()).as("view of a hub that has stopped").isEmpty();
		assertThat(contexts.get(0).hasQuorum()).isFalse();
	}

	@Test
	void ownStrategyIsToldWhatHappensInTheHub() {
		List<String> told = Collections.synchronizedList(new ArrayList<>());
		this.runner.withBean("listening-swap", StrategyFactory.class, () -> (context) -> {
			context.hooks().registerHook(RegistryInserted.class, "cancelled", (inserted) -> told.add("cancelled"));
			context.hooks().registerHook(RegistryInserted.class, "early", (inserted) -> {
				told.add("early " + inserted.process().id());
				context.hooks().cancelHook(HookKey.REGISTRY_INSERTED, "early");
				context.hooks().registerHook(RegistryRemoved.class, "late", (removed) -> told.add("late"));
			});
			assertThat(context.hooks().cancelHook(HookKey.REGISTRY_INSERTED, "cancelled")).isTrue();
			return new TimedSwap().create(context);
		}).withPropertyValues("processhub.hubs.default.migration.strategy=listening-swap").run((context) -> {
			ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
			hub.start(ProcessSpec.of("t", "twin")).join();
			Awaitility.await().until(() -> told.contains("early t"));
			hub.stop("t").join();
			Awaitility.await().until(() -> told.contains("late"));
			assertThat(told).containsExactly("early t", "late");
		});
	}

	@Test
	void ownMigrationStrategyKnowsOfALostQuorum() {
		List<StrategyContext> contexts = new ArrayList<>();
		this.runner.withBean("watching-swap", StrategyFactory.class, () -> (context) -> {
			contexts.add(context);
			return new TimedSwap().create(context);
		})
			.withPropertyValues("processhub.hubs.default.migration.strategy=watching-swap",
					"processhub.hubs.default.partition-tolerance.strategy=static-quorum",
					"processhub.hubs.default.partition-tolerance.quorum-size=2",
					"processhub.hubs.default.partition-tolerance.startup-confirm=true")
			.run((context) -> {
				assertThat(contexts.get(0).view()).isPresent();
				assertThat(contexts.get(0).hasQuorum()).isFalse();
			});
	}

	@HubProcess("twin")
	static class Twin {

	}

}
