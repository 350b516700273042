/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import io.processhub.ProcessHubs;
import io.processhub.engine.HubEngineFactory;
import io.processhub.time.HubScheduler;

/**
 * Auto-configuration for tests: hubs whose cluster is in memory, and what a test does
 * with them.
 *
 * @since 0.1.0
 */
@AutoConfiguration(beforeName = "io.processhub.autoconfigure.ProcessHubAutoConfiguration")
@ConditionalOnBooleanProperty(name = "processhub.enabled", matchIfMissing = true)
public final class ProcessHubTestAutoConfiguration {

	@Bean
	Work processHubTestWork() {
		return new Work();
	}

	@Bean
	@ConditionalOnMissingBean(HubEngineFactory.class)
	InMemoryEngineFactory processHubEngineFactory(Work work, HubScheduler scheduler, Environment environment,
			BeanFactory beanFactory, ResourceLoader resourceLoader) {
		return new InMemoryEngineFactory(work, scheduler, deserializationAllowed(environment, beanFactory),
				resourceLoader.getClassLoader(), Threading.VIRTUAL.isActive(environment));
	}

	private static List<String> deserializationAllowed(Environment environment, BeanFactory beanFactory) {
		List<String> packages = new ArrayList<>(Binder.get(environment)
			.bind("processhub.cluster.deserialization.allowed-packages", Bindable.listOf(String.class))
			.orElseGet(List::of));
		if (AutoConfigurationPackages.has(beanFactory)) {
			packages.addAll(AutoConfigurationPackages.get(beanFactory));
		}
		return packages.stream().map((name) -> name.endsWith(".") ? name : name + ".").toList();
	}

	@Bean
	@ConditionalOnBean(InMemoryEngineFactory.class)
	ProcessHubTester processHubTester(InMemoryEngineFactory engines, ProcessHubs hubs,
			ObjectProvider<ManualTime> time) {
		return new ProcessHubTester(engines, hubs, time.getIfAvailable());
	}

	/**
	 * Time that stands still.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "processhub-test.time", havingValue = "manual", matchIfMissing = true)
	static class ManualTimeConfiguration {

		@Bean
		ManualTime processHubTestTime(Work work) {
			ManualTime time = new ManualTime(() -> settle(work));
			time.flow();
			return time;
		}

		@Bean
		ManualTimeLifecycle processHubTestTimeLifecycle(ManualTime time) {
			return new ManualTimeLifecycle(time);
		}

		private static void settle(Work work) {
			if (!work.await(ProcessHubTester.PATIENCE)) {
				throw new IllegalStateException("Time does not go on, as something does not end: " + work.describe()
						+ ". If that is what the test is about, use advanceWithoutWaiting");
			}
		}

	}

}
