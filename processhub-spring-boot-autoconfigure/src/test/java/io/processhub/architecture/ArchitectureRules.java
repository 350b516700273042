/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.architecture;

import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The walls between the rooms. The rules of one base package are found by name, and the
 * name in lower case is the package of the fixture that breaks the rule.
 */
final class ArchitectureRules {

	/**
	 * Every package that is to hold code, relative to the base package.
	 */
	static final List<String> KNOWN_PACKAGES = List.of("", "annotation", "process", "hook", "strategy",
			"strategy.distribution", "strategy.redundancy", "strategy.migration", "strategy.synchronization",
			"strategy.partition", "time", "logging", "wire", "directory", "registry", "cluster", "cluster.hazelcast",
			"supervisor", "engine", "core", "health", "context", "autoconfigure", "autoconfigure.health", "test");

	/**
	 * The rooms that run without Spring Boot, from the root through {@code core}.
	 */
	private static final List<String> LOWER_ROOMS = List.of("", "annotation..", "process..", "hook..", "strategy..",
			"time..", "logging..", "wire..", "directory..", "registry..", "cluster..", "supervisor..", "engine..",
			"core..");

	/**
	 * The rooms whose public types applications and extensions see.
	 */
	private static final List<String> API_ROOMS = List.of("", "annotation..", "process..", "hook..", "strategy..",
			"registry..", "cluster", "core..", "observation..");

	/**
	 * What the names of the public types of a closed room start with.
	 */
	private static final Map<String, List<String>> PUBLIC_TYPES = Map.of("engine", List.of("HubEngine"),
			"cluster.hazelcast", List.of("HazelcastCluster"));

	private static final Set<String> AMBIENT_CLOCK_CONSTRUCTORS = Set.of(Date.class.getName(), "java.util.Timer",
			"java.util.GregorianCalendar");

	private final String base;

	private ArchitectureRules(String base) {
		this.base = base;
	}

	/**
	 * Return every rule by its name.
	 * @param base the package that the rooms are in
	 * @return the rules
	 */
	static Map<String, ArchRule> of(String base) {
		ArchitectureRules rules = new ArchitectureRules(base);
		Map<String, ArchRule> named = new LinkedHashMap<>();
		named.put("packagesAreFreeOfCycles", rules.packagesAreFreeOfCycles());
		named.put("roomsAreFreeOfCycles", rules.roomsAreFreeOfCycles());
		named.put("hazelcastStaysInItsPackage", rules.hazelcastStaysInItsPackage());
		named.put("lowerRoomsKnowNoBoot", rules.lowerRoomsKnowNoBoot());
		named.put("lowerRoomsKnowNoContainer", rules.lowerRoomsKnowNoContainer());
		named.put("nothingDependsOnAutoconfigure", rules.nothingDependsOnAutoconfigure());
		named.put("nothingDependsOnTestSupport", rules.nothingDependsOnTestSupport());
		named.put("apiShowsNoInternals", rules.apiShowsNoInternals());
		named.put("strategiesKnowNoSibling", rules.strategiesKnowNoSibling());
		named.put("publicTypesAreListed", rules.publicTypesAreListed());
		named.put("micrometerCoreStaysInMetrics", rules.micrometerCoreStaysInMetrics());
		named.put("noAmbientClock", rules.noAmbientClock());
		named.put("packagesAreNullMarked", rules.packagesAreNullMarked());
		named.replaceAll((name, rule) -> rule.allowEmptyShould(true).as(name));
		return named;
	}

	private ArchRule packagesAreFreeOfCycles() {
		return slices().matching("(**)").should().beFreeOfCycles();
	}

	private ArchRule roomsAreFreeOfCycles() {
		return slices().matching(this.base + ".(*)..").should().beFreeOfCycles();
	}

	private ArchRule hazelcastStaysInItsPackage() {
		// Spring hands an instance in, and has one made
		String wiring = room("autoconfigure") + ".HubHazelcastConfiguration";
		return noClasses().that()
			.resideOutsideOfPackage(room("cluster.hazelcast"))
			.and(DescribedPredicate.not(nameMatching(Pattern.quote(wiring) + "(\\$.*)?")))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.hazelcast..");
	}

	private ArchRule lowerRoomsKnowNoBoot() {
		return noClasses().that()
			.resideInAnyPackage(rooms(LOWER_ROOMS))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..");
	}

	private ArchRule lowerRoomsKnowNoContainer() {
		// What is left of Spring is spring-core
		DescribedPredicate<JavaClass> container = resideInAnyPackage("org.springframework..")
			.and(resideOutsideOfPackages("org.springframework.core..", "org.springframework.util..",
					"org.springframework.lang..", "org.springframework.aot.."));
		return noClasses().that()
			.resideInAnyPackage(rooms(LOWER_ROOMS))
			.and()
			.resideOutsideOfPackage(room("annotation.."))
			.should()
			.dependOnClassesThat(container);
	}

	private ArchRule nothingDependsOnAutoconfigure() {
		return noClasses().that()
			.resideOutsideOfPackage(room("autoconfigure.."))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(room("autoconfigure.."));
	}

	private ArchRule nothingDependsOnTestSupport() {
		// An application has neither that room nor what it is built on
		return noClasses().that()
			.resideOutsideOfPackage(room("test.."))
			.should()
			.dependOnClassesThat(resideInAnyPackage(room("test.."), "org.springframework.test..",
					"org.springframework.boot.test..", "org.junit.."));
	}

	private ArchRule apiShowsNoInternals() {
		return classes().that()
			.resideInAnyPackage(rooms(API_ROOMS))
			.and()
			.arePublic()
			.should(showNoTypeOf(resideInAnyPackage(room("engine.."), room("cluster.hazelcast.."), "com.hazelcast..")));
	}

	private ArchRule strategiesKnowNoSibling() {
		return slices().matching(room("strategy.(*)..")).should().notDependOnEachOther();
	}

	private ArchRule publicTypesAreListed() {
		return classes().that()
			.arePublic()
			.and()
			.areTopLevelClasses()
			.and()
			.resideInAnyPackage(PUBLIC_TYPES.keySet().stream().map((room) -> room(room) + "..").toArray(String[]::new))
			.should(beListed());
	}

	private ArchRule micrometerCoreStaysInMetrics() {
		return noClasses().that()
			.resideOutsideOfPackages(room("metrics.."), room("autoconfigure.metrics.."))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer.core..");
	}

	private ArchRule noAmbientClock() {
		return noClasses().that()
			.resideInAnyPackage(room("engine.."), room("strategy.."), room("supervisor.."))
			.should()
			.accessTargetWhere(DescribedPredicate.describe("the target reads the ambient clock",
					ArchitectureRules::readsAmbientClock));
	}

	private ArchRule packagesAreNullMarked() {
		return classes().should(new ArchCondition<>("be in a package with @NullMarked") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(type, marked,
						"Package of <%s> %s @NullMarked".formatted(type.getName(), marked ? "has" : "lacks")));
			}

		});
	}

	private ArchCondition<JavaClass> showNoTypeOf(DescribedPredicate<JavaClass> internal) {
		return new ArchCondition<>("show no type of the engine or of Hazelcast") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				Stream<JavaType> supertypes = Stream.concat(type.getSuperclass().stream(),
						type.getInterfaces().stream());
				Stream<JavaType> bounds = type.getTypeParameters()
					.stream()
					.flatMap((parameter) -> parameter.getUpperBounds().stream());
				report(type, type.getName(), Stream.concat(supertypes, bounds), events);
				type.getMembers()
					.stream()
					.filter(ArchitectureRules::isShown)
					.filter((member) -> !isWiring(member))
					.forEach((member) -> report(type, member.getFullName(), typesOf(member), events));
			}

			private void report(JavaClass type, String where, Stream<JavaType> shown, ConditionEvents events) {
				shown.flatMap((each) -> each.getAllInvolvedRawTypes().stream())
					.distinct()
					.filter((each) -> internal.test(each.getBaseComponentType()))
					.forEach((each) -> events
						.add(SimpleConditionEvent.violated(type, "<%s> shows <%s>".formatted(where, each.getName()))));
			}

		};
	}

	// Constructors in core take the engine, and Spring calls them
	private boolean isWiring(JavaMember member) {
		return member instanceof JavaConstructor && member.getOwner().getPackageName().equals(room("core"));
	}

	private ArchCondition<JavaClass> beListed() {
		return new ArchCondition<>("be listed") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				String where = type.getPackageName() + ".";
				boolean listed = PUBLIC_TYPES.entrySet()
					.stream()
					.filter((entry) -> where.startsWith(room(entry.getKey()) + "."))
					.flatMap((entry) -> entry.getValue().stream())
					.anyMatch(type.getSimpleName()::startsWith);
				events.add(new SimpleConditionEvent(type, listed,
						"<%s> is public and %s".formatted(type.getName(), listed ? "listed" : "not listed")));
			}

		};
	}

	private static boolean isShown(HasModifiers member) {
		Set<JavaModifier> modifiers = member.getModifiers();
		return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
				&& !modifiers.contains(JavaModifier.SYNTHETIC);
	}

	private static Stream<JavaType> typesOf(JavaMember member) {
		if (member instanceof JavaCodeUnit codeUnit) {
			return Stream
				.of(Stream.of(codeUnit.getReturnType()), codeUnit.getParameterTypes().stream(),
						codeUnit.getExceptionTypes().stream(),
						codeUnit.getTypeParameters().stream().flatMap((each) -> each.getUpperBounds().stream()))
				.flatMap((types) -> types);
		}
		return member.getAllInvolvedRawTypes().stream().map((type) -> type);
	}

	private static boolean readsAmbientClock(JavaAccess<?> access) {
		if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
			return false;
		}
		String owner = target.getOwner().getName();
		String method = target.getName();
		Set<String> parameters = target.getRawParameterTypes()
			.stream()
			.map(JavaClass::getName)
			.collect(Collectors.toSet());
		if (JavaConstructor.CONSTRUCTOR_NAME.equals(method)) {
			return AMBIENT_CLOCK_CONSTRUCTORS.contains(owner)
					&& (parameters.isEmpty() || owner.equals("java.util.Timer"));
		}
		if (owner.equals(System.class.getName())) {
			return method.equals("currentTimeMillis") || method.equals("nanoTime");
		}
		if (owner.equals(Clock.class.getName())) {
			return method.startsWith("system") || (method.startsWith("tick") && !parameters.contains(owner));
		}
		if (owner.equals(Calendar.class.getName())) {
			return method.equals("getInstance");
		}
		if (owner.equals(Thread.class.getName())) {
			return method.equals("sleep");
		}
		return owner.startsWith("java.time.") && method.equals("now") && !parameters.contains(Clock.class.getName());
	}

	private String[] rooms(List<String> rooms) {
		return rooms.stream().map(this::room).toArray(String[]::new);
	}

	private String room(String name) {
		return name.isEmpty() ? this.base : this.base + "." + name;
	}

}
