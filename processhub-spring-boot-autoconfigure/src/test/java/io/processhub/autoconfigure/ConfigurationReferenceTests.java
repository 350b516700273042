/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the reference of all properties equal to their metadata. Written anew with
 * {@code -Ddocs.update=true}.
 */
class ConfigurationReferenceTests {

	private static final Path REFERENCE = Path.of("..", "docs", "configuration-properties.md");

	private static final String HUB = "META-INF/spring/configuration-metadata/io.processhub.autoconfigure.HubProperties";

	@Test
	void referenceIsWhatTheMetadataSay() throws IOException {
		String reference = """
				# All properties

				How to use them is in the [guide to the configuration](configuration.md). This page is made from the metadata that
				editors complete properties with; a test compares the two. After a change of a property, write it anew:

				```
				mvn -pl processhub-spring-boot-autoconfigure test -Dtest=ConfigurationReferenceTests -Ddocs.update=true
				```

				Durations are written as `500ms`, `10s`, `2m` or `PT10S`.

				## Of the application

				%s
				## Of a hub

				Each under `processhub.hubs.<id>.`

				%s
				## Of a process

				Each under `processhub.hubs.<id>.processes[<index>].`

				%s"""
			.formatted(table("META-INF/spring-configuration-metadata.json"), table(HUB + ".json"),
					table(HUB + "$StaticProcess.json"));
		if (Boolean.getBoolean("docs.update")) {
			Files.writeString(REFERENCE, reference);
		}
		assertThat(REFERENCE).content().isEqualTo(reference);
	}

	private static String table(String resource) throws IOException {
		String metadata = new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
		List<Map<String, Object>> properties = JsonPath.parse(metadata).read("$.properties");
		StringBuilder table = new StringBuilder("| property | default | takes | |\n|---|---|---|---|\n");
		for (Map<String, Object> property : properties) {
			String name = (String) property.get("name");
			Object value = property.get("defaultValue");
			table.append("| `%s` | %s | %s | %s |\n".formatted(name, (value != null) ? "`" + value + "`" : "",
					takes((String) property.get("type"), choices(metadata, name)),
					((String) property.get("description")).replace("*", "\\*").replace("|", "\\|")));
		}
		return table.toString();
	}

	private static List<Object> choices(String metadata, String name) {
		return name.endsWith(".strategy")
				? JsonPath.parse(metadata).read("$.hints[?(@.name == '" + name + "')].values[*].value") : List.of();
	}

	private static String takes(String type, List<Object> choices) {
		if (!choices.isEmpty()) {
			return String.join(", ", choices.stream().map((choice) -> "`" + choice + "`").toList()) + ", or a bean";
		}
		if (type.startsWith("java.util.Map")) {
			return "map";
		}
		if (type.startsWith("java.util.List")) {
			return "list";
		}
		Class<?> resolved = ClassUtils.resolveClassName(type, null);
		if (resolved.isEnum()) {
			return String.join(", ", Arrays.stream(resolved.getEnumConstants())
				.map((constant) -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.toList());
		}
		return switch (resolved.getSimpleName()) {
			case "Boolean" -> "`true`, `false`";
			case "Integer" -> "whole number";
			case "Double" -> "number";
			case "String" -> "text";
			case "RawArgument" -> "text, list or map";
			default -> resolved.getSimpleName().toLowerCase(Locale.ROOT);
		};
	}

}
