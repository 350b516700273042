/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata from which editors complete and explain properties.
 */
class ConfigurationMetadataTests {

	private static final List<String> FILES = List.of("META-INF/spring-configuration-metadata.json",
			"META-INF/spring/configuration-metadata/io.processhub.autoconfigure.HubProperties.json",
			"META-INF/spring/configuration-metadata/io.processhub.autoconfigure.HubProperties$StaticProcess.json");

	static List<Arguments> properties() throws IOException {
		List<Arguments> properties = new ArrayList<>();
		for (String file : FILES) {
			for (Map<String, Object> property : read(file, "$.properties")) {
				properties.add(Arguments.of(property.get("name"), property));
			}
		}
		return properties;
	}

	static List<Arguments> strategies() throws IOException {
		return properties().stream().filter((each) -> each.get()[0].toString().endsWith(".strategy")).toList();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("properties")
	void propertyIsDescribedAndHasADefaultOrSaysWhatHappensWithoutOne(String name, Map<?, ?> property) {
		String description = (String) property.get("description");
		assertThat(description).as("description").isNotBlank().endsWith(".");
		if (property.get("type").equals("java.lang.Boolean")) {
			assertThat(description).startsWith("Whether ");
		}
		String type = (String) property.get("type");
		boolean ofAProcess = Set.of("id", "type", "argument", "tag").contains(name);
		if (!type.startsWith("java.util.") && !ofAProcess) {
			assertThat(property.get("defaultValue") != null || description.contains("By default"))
				.as("'%s' has a default", description)
				.isTrue();
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("strategies")
	void defaultStrategyIsAmongTheHints(String name, Map<?, ?> property) throws IOException {
		List<Map<String, Object>> values = read(FILES.get(1), "$.hints[?(@.name == '" + name + "')].values[*]");
		assertThat(values).extracting((value) -> value.get("value")).contains(property.get("defaultValue"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("strategies")
	void hintsAreTheStrategiesThatThereAre(String name, Map<?, ?> property) throws IOException {
		List<Map<String, Object>> values = read(FILES.get(1), "$.hints[?(@.name == '" + name + "')].values[*]");
		List<String> names = values.stream().map((value) -> (String) value.get("value")).toList();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
			.withPropertyValues("processhub.hubs.orders." + name + "=nonsense")
			.run((context) -> assertThat(FailureAnalyses.of(context.getStartupFailure()).getAction())
				.isEqualTo("Use one of %s, or define a bean of this name.".formatted(Suggestions.list(names))));
	}

	@Test
	void everyHintIsOfAProperty() throws IOException {
		for (String file : FILES) {
			List<String> names = read(file, "$.properties").stream().map((each) -> (String) each.get("name")).toList();
			assertThat(read(file, "$.hints")).allSatisfy((hint) -> {
				assertThat(names).contains(((String) hint.get("name")).replaceFirst("\\.keys$", ""));
				assertThat((List<?>) hint.get("values")).isNotEmpty();
				assertThat((List<?>) hint.get("providers")).isNotEmpty();
			});
		}
	}

	private static List<Map<String, Object>> read(String file, String path) throws IOException {
		try (InputStream content = new ClassPathResource(file).getInputStream()) {
			return JsonPath.parse(content).read(path);
		}
	}

}
