/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.aot;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.util.ReflectionUtils;

import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.annotation.ProcessHubHook;
import io.processhub.autoconfigure.ProcessHubAutoConfiguration;
import io.processhub.hook.HookKey;
import io.processhub.hook.PostClusterJoin;
import io.processhub.process.ConflictAware;
import io.processhub.process.ProcessContext;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.StrategyFactory;
import io.processhub.wire.WireException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.proxies;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

/**
 * Tests of the hints that ahead-of-time processing of an application gives for a native
 * image.
 */
class RuntimeHintsTests {

	private static RuntimeHints hints = new RuntimeHints();

	@BeforeAll
	static void process() {
		hints = process(Application.class);
	}

	private static RuntimeHints process(Class<?> configuration, String... properties) {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("io.processhub.aot", "Generated")), new InMemoryGeneratedFiles());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(properties).applyTo(context);
			context.register(configuration);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation.getRuntimeHints();
	}

	@Test
	void handlersCanBeCalled() {
		assertThat(reflection().onMethodInvocation(method(Account.class, "deposit"))).accepts(hints);
		assertThat(reflection().onMethodInvocation(method(Account.class, "list"))).accepts(hints);
		assertThat(reflection().onMethodInvocation(method(Generic.class, "on"))).accepts(hints);
	}

	@Test
	void handlersOfFactoryMethodsCanBeCalled() {
		assertThat(reflection().onMethodInvocation(method(MadeByFactory.class, "wait"))).accepts(hints);
	}

	@Test
	void recordsAreReadAndMade() {
		assertRecord(Deposit.class);
		assertRecord(Receipt.class);
		assertRecord(Money.class);
	}

	@Test
	void answersThatComeLaterAreReadAndMade() {
		assertRecord(Entry.class);
	}

	@Test
	void messagesOfAGenericSuperclassAreReadAndMade() {
		assertRecord(Close.class);
	}

	@Test
	void allKindsOfASealedMessageAreReadAndMade() {
		assertRecord(Freeze.class);
		assertRecord(Thaw.class);
	}

	@Test
	void classesAreReadAndMadeWithTheirSuperclasses() {
		for (Class<?> type : List.of(Note.class, BaseNote.class)) {
			assertThat(reflection().onType(type)
				.withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
						MemberCategory.ACCESS_DECLARED_FIELDS))
				.accepts(hints);
		}
	}

	@Test
	void statesAndWhatIsInThemAreReadAndMade() {
		assertRecord(AccountState.class);
		assertThat(reflection().onType(Status.class)).accepts(hints);
		assertThat(reflection().onType(TimeUnit.class)).accepts(hints);
		assertThat(reflection().onType(Line[].class)).accepts(hints);
		assertRecord(Line.class);
	}

	@Test
	void whatIsSerializableIsSerialized() {
		assertThat(reflection().onJavaSerialization(Stamp.class, true)).accepts(hints);
		assertThat(reflection().onJavaSerialization(Deposit.class, true)).rejects(hints);
	}

	@Test
	void argumentsOfTheConfigurationCanBeBound() {
		assertThat(reflection().onConstructorInvocation(Watch.class.getDeclaredConstructors()[0])).accepts(hints);
		assertThat(reflection().onConstructorInvocation(Watch.Range.class.getDeclaredConstructors()[0])).accepts(hints);
	}

	@Test
	void interfacesOfProcessesHaveProxies() {
		assertThat(proxies().forInterfaces(AccountApi.class)).accepts(hints);
		assertThat(reflection().onMethodInvocation(method(AccountApi.class, "balance"))).accepts(hints);
		assertRecord(Limit.class);
		assertThat(proxies().forInterfaces(ConflictAware.class)).rejects(hints);
	}

	@Test
	void whatTheLibraryHandsInIsNoMessage() {
		assertThat(hints.reflection().getTypeHint(ProcessContext.class)).isNull();
	}

	@Test
	void hooksCanBeCalled() {
		assertThat(reflection().onMethodInvocation(method(Hooks.class, "joined"))).accepts(hints);
	}

	@Test
	void propertiesOfAStrategyCanBeBoundWhenTheFactorySaysTheirType() {
		assertThat(reflection().onType(OwnProperties.class)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "BatchTask", "SlotHolder", "SlotProcessor", "SlotProcessor$Backup", "SlotQuestion",
			"SlotMergePolicy" })
	void hazelcastMakesWhatItIsTold(String name) {
		assertThat(reflection().onType(TypeReference.of("io.processhub.cluster.hazelcast." + name))
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(hints);
	}

	@Test
	void errorsOfMembersAreSerialized() {
		assertThat(reflection().onJavaSerialization(WireException.class, true)).accepts(hints);
	}

	@Test
	void thereAreNoneWhenThereAreNoHubs() {
		RuntimeHints none = process(Disabled.class, "processhub.enabled=false");
		assertThat(reflection().onType(TypeReference.of("io.processhub.cluster.hazelcast.BatchTask"))).rejects(none);
	}

	private static void assertRecord(Class<?> type) {
		assertThat(reflection().onType(type).withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
			.accepts(hints);
		assertThat(type.getRecordComponents()).allSatisfy(
				(component) -> assertThat(reflection().onMethodInvocation(component.getAccessor())).accepts(hints));
	}

	private static Method method(Class<?> type, String name) {
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (method.getName().equals(name) && !method.isBridge()) {
				return method;
			}
		}
		throw new IllegalArgumentException(name);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ProcessHubAutoConfiguration.class)
	@Import({ Account.class, Hooks.class })
	static class Application {

		@Bean
		@Scope("prototype")
		MadeByFactory madeByFactory() {
			return new MadeByFactory();
		}

		@Bean("own")
		@RegisterReflectionForBinding(OwnProperties.class)
		StrategyFactory<DistributionStrategy> ownStrategy() {
			return (context) -> {
				int size = context.bind(OwnProperties.class).size();
				return (view) -> (processId, count) -> view.targets().stream().limit(Math.min(size, count)).toList();
			};
		}

	}

	record OwnProperties(int size) {

	}

	static class Hooks {

		@ProcessHubHook(HookKey.POST_CLUSTER_JOIN)
		void joined(PostClusterJoin joined) {
		}

	}

	static class Generic<M> {

		@OnMessage
		void on(M message) {
		}

	}

	@HubProcess
	static class Account extends Generic<Close> implements AccountApi, ConflictAware<AccountState> {

		@OnMessage
		private Receipt deposit(Deposit deposit, ProcessContext context) {
			return new Receipt(new Money(1), List.of(), new Note());
		}

		@OnMessage
		CompletionStage<List<Entry>> list(Order order) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Money balance(Limit limit) {
			return new Money(1);
		}

		@Override
		public AccountState handoverState() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void restoreState(AccountState state) {
		}

		@Override
		public void mergeState(AccountState other) {
		}

	}

	/**
	 * What a process of the configuration is to watch.
	 */
	record Watch(String city, Range range) {

		record Range(double from, double to) {

		}

	}

	@HubProcess(argument = Watch.class)
	static class MadeByFactory {

		@OnMessage
		void wait(Stamp stamp) {
		}

	}

	interface AccountApi {

		Money balance(Limit limit);

	}

	record Close(String why) {

	}

	record Deposit(long amount) {

	}

	record Money(long amount) {

	}

	record Receipt(Money balance, List<Deposit> deposits, Note note) {

	}

	record Entry(Money amount) {

	}

	record Limit(long amount) {

	}

	record AccountState(Status status, TimeUnit unit, Line[] lines) {

	}

	record Line(String text) {

	}

	record Freeze(String why) implements Order {

	}

	record Thaw(String why) implements Order {

	}

	record Stamp(long time) implements Serializable {

	}

	sealed interface Order permits Freeze, Thaw {

	}

	enum Status {

		OPEN, CLOSED

	}

	static class BaseNote {

		String author = "";

	}

	static class Note extends BaseNote {

		String text = "";

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ProcessHubAutoConfiguration.class)
	static class Disabled {

	}

}
