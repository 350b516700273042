/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

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
		.withUserConfiguration(Twin.class, OldestFirst.class, WithTheWitness.class, OneByOne.class)
		.withPropertyValues("processhub.cluster.port=" + FreePorts.next(), "processhub.cluster.discovery=none",
				"processhub.cluster.name=own-strategies");

	@ParameterizedTest
	@CsvSource({ "distribution.md, OldestFirst", "partition-tolerance.md, WithTheWitness",
			"synchronization.md, OneByOne" })
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

	@HubProcess("twin")
	static class Twin {

	}

}
