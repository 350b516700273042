/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.mock.env.MockEnvironment;

import io.processhub.RestartPolicy;
import io.processhub.annotation.ErrorPolicy;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.supervisor.ProcessType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HubProcessScanner}.
 */
class HubProcessScannerTests {

	private static final AtomicInteger constructed = new AtomicInteger();

	private static final AtomicInteger destroyed = new AtomicInteger();

	@BeforeEach
	void reset() {
		constructed.set(0);
		destroyed.set(0);
	}

	@Test
	void attributesBecomeATypeAndAProcess() {
		HubProcesses found = scan("payments", Detailed.class);
		ProcessType type = found.types().get("detailed");
		assertThat(type.name()).isEqualTo("detailed");
		assertThat(type.restart()).isEqualTo(RestartPolicy.TRANSIENT);
		assertThat(type.shutdownTimeout()).hasSeconds(7);
		assertThat(type.tag()).isEqualTo("tagged");
		assertThat(type.crashOnCallError()).isTrue();
		assertThat(found.processes()).singleElement().satisfies((spec) -> {
			assertThat(spec.id()).isEqualTo("static-1");
			assertThat(spec.type()).isEqualTo("detailed");
		});
	}

	@Test
	void defaultsAreLeftToTheHub() {
		HubProcesses found = scan("orders", Plain.class);
		ProcessType type = found.types().get("hubProcessScannerTests.Plain");
		assertThat(type.restart()).isEqualTo(RestartPolicy.PERMANENT);
		assertThat(type.shutdownTimeout()).isNull();
		assertThat(type.tag()).isNull();
		assertThat(type.crashOnCallError()).isFalse();
		assertThat(found.processes()).isEmpty();
	}

	@Test
	void annotationValueIsTheNameOfTheBeanToo() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Detailed.class)) {
			assertThat(context.getBeanNamesForType(Detailed.class)).containsExactly("detailed");
		}
	}

	@Test
	void beanMethodGivesTheDefaultName() {
		assertThat(scan("orders", BeanMethods.class).types()).containsOnlyKeys("plainByMethod");
	}

	@Test
	void placeholdersAreResolved() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.setEnvironment(
					new MockEnvironment().withProperty("the.hub", "payments").withProperty("the.timeout", "PT3S"));
			context.register(Placeholders.class);
			context.refresh();
			ProcessType type = scan(context).get("payments").types().get("placeholders");
			assertThat(type.shutdownTimeout()).hasSeconds(3);
		}
	}

	@Test
	void nothingIsInstantiated() {
		scan("orders", Plain.class);
		assertThat(constructed).hasValue(0);
	}

	@Test
	void everyInstanceIsABeanOfItsOwn() throws Exception {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Plain.class)) {
			ProcessType type = scan(context).get("orders").types().get("hubProcessScannerTests.Plain");
			Plain first = (Plain) type.factory().create();
			Plain second = (Plain) type.factory().create();
			assertThat(first).isNotSameAs(second);
			assertThat(first.initialized).isTrue();
			type.factory().destroy(first);
			assertThat(destroyed).hasValue(1);
			assertThat(first.initialized).isFalse();
			assertThat(second.initialized).isTrue();
		}
	}

	@Test
	void singletonIsNoProcess() {
		assertThatExceptionOfType(InvalidHubProcessException.class).isThrownBy(() -> scan("orders", Singleton.class))
			.withMessageContaining("'shared'")
			.withMessageContaining("prototype")
			.satisfies((ex) -> assertThat(ex.getBeanName()).isEqualTo("shared"));
	}

	@Test
	void twoTypesOfOneNameInOneHub() {
		assertThatExceptionOfType(DuplicateProcessTypeException.class)
			.isThrownBy(() -> scan("payments", Detailed.class, Twin.class))
			.satisfies((ex) -> {
				assertThat(ex.getType()).isEqualTo("detailed");
				assertThat(ex.getBeanNames()).containsExactlyInAnyOrder("detailed", "twinByMethod");
				assertThat(ex.getHub()).isEqualTo("payments");
			});
	}

	@Test
	void typesOfOneNameInTwoHubs() {
		Map<String, HubProcesses> found;
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Detailed.class,
				TwinInOtherHub.class)) {
			found = scan(context);
		}
		assertThat(found.get("payments").types()).containsOnlyKeys("detailed");
		assertThat(found.get("orders").types()).containsOnlyKeys("detailed");
	}

	@Test
	void twoBeansWithOneId() {
		assertThatExceptionOfType(InvalidHubProcessException.class)
			.isThrownBy(() -> scan("payments", Detailed.class, SameId.class))
			.withMessageContaining("'detailed'")
			.withMessageContaining("'sameId'")
			.withMessageContaining("'static-1'");
	}

	@Test
	void unknownHub() {
		assertThatExceptionOfType(UnknownHubException.class).isThrownBy(() -> scan("orders", Lost.class))
			.withMessageContaining("'lost'")
			.withMessageContaining("'nowhere'")
			.withMessageContaining("[orders, payments]");
	}

	@Test
	void unreadableTimeout() {
		assertThatExceptionOfType(InvalidHubProcessException.class).isThrownBy(() -> scan("orders", Slow.class))
			.withMessageContaining("'slow'")
			.withMessageContaining("'soon'");
	}

	@Test
	void badHandlerFailsWithItsClassAndMethod() {
		assertThatExceptionOfType(InvalidHubProcessException.class).isThrownBy(() -> scan("orders", BadHandler.class))
			.withMessageContaining("'badHandler'")
			.withMessageContaining(BadHandler.class.getName())
			.withMessageContaining("nothingToTake");
	}

	private static HubProcesses scan(String hub, Class<?>... components) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(components)) {
			return scan(context).get(hub);
		}
	}

	private static Map<String, HubProcesses> scan(AnnotationConfigApplicationContext context) {
		return HubProcessScanner.scan(context.getBeanFactory(), new LinkedHashSet<>(List.of("orders", "payments")),
				"orders", HubProcessScannerTests::duration);
	}

	private static Duration duration(String text) {
		try {
			return Duration.parse(text);
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@HubProcess(value = "detailed", hub = "payments", id = "static-1", restart = RestartPolicy.TRANSIENT,
			shutdownTimeout = "PT7S", tag = "tagged", onError = ErrorPolicy.RESTART)
	static class Detailed {

	}

	@HubProcess
	static class Plain {

		private boolean initialized;

		Plain() {
			constructed.incrementAndGet();
		}

		@PostConstruct
		private void initialize() {
			this.initialized = true;
		}

		@PreDestroy
		private void release() {
			this.initialized = false;
			destroyed.incrementAndGet();
		}

		@OnMessage
		String echo(String message) {
			return message;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanMethods {

		@Bean
		@Scope("prototype")
		Plain plainByMethod() {
			return new Plain();
		}

	}

	@HubProcess(value = "placeholders", hub = "${the.hub}", shutdownTimeout = "${the.timeout}")
	static class Placeholders {

	}

	@HubProcess("shared")
	@Scope("singleton")
	static class Singleton {

	}

	@Configuration(proxyBeanMethods = false)
	static class Twin {

		@Bean
		@Scope("prototype")
		Detailed twinByMethod() {
			return new Detailed();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwinInOtherHub {

		@Bean
		@Scope("prototype")
		Other otherByMethod() {
			return new Other();
		}

	}

	@HubProcess("detailed")
	static class Other {

	}

	@HubProcess(value = "sameId", hub = "payments", id = "static-1")
	static class SameId {

	}

	@HubProcess(value = "lost", hub = "nowhere")
	static class Lost {

	}

	@HubProcess(value = "slow", shutdownTimeout = "soon")
	static class Slow {

	}

	@HubProcess("badHandler")
	static class BadHandler {

		@OnMessage
		void nothingToTake() {
		}

	}

}
