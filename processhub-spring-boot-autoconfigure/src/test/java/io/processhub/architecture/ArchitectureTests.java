/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.architecture;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the walls between the rooms, and that each wall stops what it is there for.
 */
class ArchitectureTests {

	private static final String BASE = "io.processhub";

	private static final String FIXTURES = "io.processhub.architecture.fixtures";

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(BASE);

	static Set<String> ruleNames() {
		return ArchitectureRules.of(BASE).keySet();
	}

	@ParameterizedTest
	@MethodSource("ruleNames")
	void mainCodeKeepsRule(String name) {
		ArchitectureRules.of(BASE).get(name).check(MAIN);
	}

	@ParameterizedTest
	@MethodSource("ruleNames")
	void ruleReportsItsFixture(String name) {
		String base = FIXTURES + "." + name.toLowerCase(Locale.ROOT);
		Map<String, ArchRule> rules = ArchitectureRules.of(base);
		JavaClasses fixture = new ClassFileImporter().importPackages(base);
		String[] offenders = fixture.stream()
			.map(JavaClass::getSimpleName)
			.filter((type) -> type.contains("Offender"))
			.toArray(String[]::new);
		assertThat(offenders).as("offenders of fixture %s", base).isNotEmpty();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> rules.get(name).check(fixture))
			.withMessageContainingAll(offenders)
			.withMessageNotContaining("Bystander");
	}

	@Test
	void mainCodeIsFound() {
		assertThat(MAIN.contain(BASE + ".package-info")).isTrue();
	}

	@Test
	void everyKnownPackageHasClasses() {
		Set<String> packages = MAIN.stream()
			.filter((type) -> !type.getSimpleName().equals("package-info"))
			.map(JavaClass::getPackageName)
			.collect(Collectors.toSet());
		assertThat(packages).containsExactlyInAnyOrderElementsOf(ArchitectureRules.KNOWN_PACKAGES.stream()
			.map((name) -> name.isEmpty() ? BASE : BASE + "." + name)
			.toList());
	}

}
