/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Collections;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.hazelcast.core.HazelcastInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.EventListener;

import io.processhub.ProcessHubs;
import io.processhub.ProcessSpec;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.annotation.ProcessHubHook;
import io.processhub.context.HookEventPublisher;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.hook.ChildDataAlter;
import io.processhub.hook.ChildDataAlterer;
import io.processhub.hook.HookHandler;
import io.processhub.hook.HookKey;
import io.processhub.hook.HookPayload;
import io.processhub.hook.PostChildrenStart;
import io.processhub.hook.RegistryInserted;
import io.processhub.hook.RegistryRemoved;
import io.processhub.testing.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for beans that are told what happens in the hubs of an application.
 */
class HookBeansTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
		.withPropertyValues("processhub.hubs.orders.primary=true", "processhub.hubs.devices.primary=false");

	private final ApplicationContextRunner idle = this.runner
		.withBean(HazelcastInstance.class, () -> mock(HazelcastInstance.class))
		.withBean(HubFactory.class, RecordingHubFactory::new);

	@Test
	void beansAreToldInTheOrderOfTheirPriorities() {
		this.runner.withUserConfiguration(Device.class, Hooks.class)
			.withPropertyValues("processhub.cluster.name=test-" + UUID.randomUUID(),
					"processhub.cluster.port=" + FreePorts.firstOf(1))
			.run((context) -> {
				ProcessHubs hubs = context.getBean(ProcessHubs.class);
				hubs.get("devices").start(ProcessSpec.of("d", "device")).join();
				hubs.get("devices").stop("d").join();
				Told told = context.getBean(Told.class);
				Awaitility.await().until(() -> told.log.contains("event REGISTRY_REMOVED d"));
				assertThat(told.log).containsExactly("alter d", "alter bean d", "event alter d", "bean d blue bean",
						"method d", "devices only", "event d", "anything", "event REGISTRY_REMOVED d");
				assertThat(told.threads).isNotEmpty().allMatch((thread) -> thread.startsWith("processhub-worker"));
			});
	}

	@Test
	void whatNobodyListensToIsNotPublished() {
		this.idle.withUserConfiguration(OneListener.class).run((context) -> {
			ProcessHubTemplate hub = hub(context, "orders");
			then(hub).should()
				.registerHook(eq(RegistryRemoved.class), eq(HookEventPublisher.HANDLER_ID),
						eq(HookHandler.BUILT_IN_PRIORITY), any());
			then(hub).should(never()).registerHook(eq(RegistryInserted.class), any(), anyInt(), any());
			then(hub).should(never()).registerHook(any(), anyInt(), any());
		});
	}

	@Test
	void lambdaThatDeclaresItsPayloadIsAHandler() {
		this.idle.withUserConfiguration(Lambdas.class).run((context) -> {
			for (String id : List.of("orders", "devices")) {
				ProcessHubTemplate hub = hub(context, id);
				then(hub).should()
					.registerHook(eq(RegistryRemoved.class), eq("removed"), eq(HookHandler.DEFAULT_PRIORITY), any());
				then(hub).should().registerHook(eq("alterer"), eq(HookHandler.DEFAULT_PRIORITY), any());
			}
		});
	}

	@Test
	void methodOfAPrototypeIsRefused() {
		assertFails(PrototypeHook.class, "'prototypeHook'", "not of singleton scope", "is a singleton");
	}

	@Test
	void methodThatTakesSomethingElseIsRefused() {
		assertFails(WrongParameter.class, "removed of the bean", "REGISTRY_REMOVED", "RegistryRemoved");
	}

	@Test
	void alteringMethodThatReturnsSomethingElseIsRefused() {
		assertFails(WrongReturn.class, "returns no ChildDataAlter", "what is to be started");
	}

	@Test
	void methodForAHubThatIsNotThereIsRefused() {
		assertFails(WrongHub.class, "'nowhere'", "[orders, devices]", "processhub.hubs.nowhere");
	}

	@Test
	void handlerOfWhichItIsNotKnownWhatItTakesIsRefused() {
		assertFails(RawHandler.class, "'raw'", "not known", "HookHandler<PostClusterJoin>");
	}

	private void assertFails(Class<?> configuration, String... texts) {
		this.idle.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(FailureAnalyses.of(context.getStartupFailure())).satisfies(
					(analysis) -> assertThat(analysis.getDescription() + " " + analysis.getAction()).contains(texts));
		});
	}

	private static ProcessHubTemplate hub(AssertableApplicationContext context, String id) {
		return context.getBean(RecordingHubFactory.class).hubs.get(id).template();
	}

	static class Told {

		final List<String> log = Collections.synchronizedList(new ArrayList<>());

		final List<String> threads = Collections.synchronizedList(new ArrayList<>());

		void note(String text) {
			this.log.add(text);
			this.threads.add(Thread.currentThread().getName());
		}

	}

	@HubProcess(value = "device", hub = "devices")
	static class Device {

		@OnMessage
		String echo(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hooks {

		@Bean
		Told told() {
			return new Told();
		}

		@Bean
		Methods methods(Told told) {
			return new Methods(told);
		}

		@Bean
		Inserted inserted(Told told) {
			return new Inserted(told);
		}

		@Bean
		ChildDataAlterer alterer(Told told) {
			return (data) -> {
				told.note("alter bean " + data.spec().id());
				return data.withSpec(data.spec().withTag(data.spec().tag() + " bean"));
			};
		}

	}

	static class Inserted implements HookHandler<RegistryInserted> {

		private final Told told;

		Inserted(Told told) {
			this.told = told;
		}

		@Override
		public void handle(RegistryInserted inserted) {
			this.told.note("bean " + inserted.process().id() + " " + inserted.process().tag());
		}

		@Override
		public int priority() {
			return -10;
		}

	}

	static class Methods {

		private final Told told;

		Methods(Told told) {
			this.told = told;
		}

		@ProcessHubHook(HookKey.REGISTRY_INSERTED)
		void inserted(RegistryInserted inserted) {
			this.told.note("method " + inserted.process().id());
		}

		@ProcessHubHook(value = HookKey.REGISTRY_INSERTED, hub = "devices", priority = 1)
		void devicesOnly() {
			this.told.note("devices only");
		}

		@ProcessHubHook(value = HookKey.REGISTRY_INSERTED, hub = "orders")
		void ordersOnly() {
			this.told.note("orders only");
		}

		@ProcessHubHook(value = HookKey.POST_CHILDREN_START, id = "anything")
		void anything(HookPayload payload) {
			assertThat(payload).isInstanceOf(PostChildrenStart.class);
			this.told.note("anything");
		}

		@ProcessHubHook(value = HookKey.CHILD_DATA_ALTER, priority = -1)
		ChildDataAlter blue(ChildDataAlter data) {
			this.told.note("alter " + data.spec().id());
			return data.withSpec(data.spec().withTag("blue"));
		}

		@EventListener
		void on(RegistryInserted inserted) {
			this.told.note("event " + inserted.process().id());
		}

		@EventListener
		void on(RegistryRemoved removed) {
			this.told.note("event " + removed.key() + " " + removed.processId());
		}

		@EventListener
		void on(ChildDataAlter data) {
			this.told.note("event alter " + data.spec().id());
		}

	}

	static class OneListener {

		@EventListener
		void on(RegistryRemoved removed) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Lambdas {

		@Bean
		HookHandler<RegistryRemoved> removed() {
			return (payload) -> {
			};
		}

		@Bean
		ChildDataAlterer alterer() {
			return (data) -> data;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RawHandler {

		@Bean
		HookHandler<?> raw() {
			return (payload) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeHook {

		@Bean
		@Scope("prototype")
		OneHook prototypeHook() {
			return new OneHook();
		}

	}

	static class OneHook {

		@ProcessHubHook(HookKey.REGISTRY_REMOVED)
		void removed() {
		}

	}

	static class WrongParameter {

		@ProcessHubHook(HookKey.REGISTRY_REMOVED)
		void removed(RegistryInserted inserted) {
		}

	}

	static class WrongReturn {

		@ProcessHubHook(HookKey.CHILD_DATA_ALTER)
		String alter(ChildDataAlter data) {
			return "";
		}

	}

	static class WrongHub {

		@ProcessHubHook(value = HookKey.REGISTRY_REMOVED, hub = "${missing:nowhere}")
		void removed() {
		}

	}

}
