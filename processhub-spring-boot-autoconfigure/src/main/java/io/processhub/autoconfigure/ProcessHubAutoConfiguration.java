/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessHubs;
import io.processhub.context.HookEventPublisher;
import io.processhub.context.HookRegistrar;
import io.processhub.context.HubProcessScanner;
import io.processhub.context.HubProcesses;
import io.processhub.context.ManagedHub;
import io.processhub.context.ManagedProcessHubs;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.engine.HubEngineFactory;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.time.HubScheduler;

/**
 * Auto-configuration for the hubs of an application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		// A member for processes is not to become the application's cache unasked
		afterName = { "org.springframework.boot.hazelcast.autoconfigure.HazelcastAutoConfiguration",
				"org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration" },
		beforeName = "org.springframework.boot.hazelcast.autoconfigure.health.HazelcastHealthContributorAutoConfiguration")
@ConditionalOnClass(name = "com.hazelcast.core.HazelcastInstance")
@ConditionalOnBooleanProperty(name = "processhub.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ProcessHubProperties.class)
@Import({ HubThreadConfiguration.class, HubHazelcastConfiguration.class, HubTemplateRegistrar.class })
public final class ProcessHubAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(HubFactory.class)
	EngineHubFactory processHubFactory(HubEngineFactory engines, Environment environment) {
		return new EngineHubFactory(engines, EngineHubFactory.patience(environment));
	}

	@Bean
	@ConditionalOnMissingBean(ProcessHubs.class)
	ManagedProcessHubs processHubs(ProcessHubProperties properties, ConfigurableListableBeanFactory beanFactory,
			Environment environment, ObjectProvider<HubFactory> factories, ObjectProvider<HubScheduler> schedulers) {
		ConfiguredHubs configured = ConfiguredHubs.of(properties.hubs());
		Map<String, HubProcesses> found = HubProcessScanner.scan(beanFactory, configured.ids(), configured.primary(),
				DurationStyle::detectAndParse);
		TypedBinder typedBinder = new TypedBinder(beanFactory);
		StrategyBeans strategyBeans = new StrategyBeans(beanFactory, environment);
		StrategyResolver strategies = new StrategyResolver(strategyBeans);
		Map<String, Checked> checked = new LinkedHashMap<>();
		configured.hubs().forEach((id, hub) -> {
			HubProcesses beans = found.getOrDefault(id, HubProcesses.NONE);
			HubEngineStrategies resolved = strategies.resolve(id, hub);
			HubEngineSettings settings = new HubSettingsMapper(id, resolved.distribution().isGuided(),
					new StaticArguments(typedBinder, environment, id))
				.map(hub, properties.nodeName(), beans);
			checked.put(id, new Checked(hub, settings, resolved, beans));
		});
		// Only now is there a member of the cluster
		HubFactory factory = factories.getObject();
		Map<String, ManagedHub> hubs = new LinkedHashMap<>();
		checked.forEach((id, hub) -> {
			ManagedHub managed = new LoggedHub(factory.create(hub.settings(), hub.strategies(), hub.beans().types()),
					id, hub.properties(), hub.beans().types().keySet(), schedulers.getObject());
			strategyBeans.attach(id, managed);
			hubs.put(id, managed);
		});
		return new ManagedProcessHubs(hubs, configured.primary());
	}

	@Bean
	@Primary
	@ConditionalOnBean(ManagedProcessHubs.class)
	@ConditionalOnMissingBean(ProcessHubOperations.class)
	ProcessHubTemplate processHubTemplate(ManagedProcessHubs processHubs) {
		return processHubs.primary();
	}

	@Bean
	@ConditionalOnBean(ManagedProcessHubs.class)
	HookRegistrar processHubHookRegistrar(ConfigurableListableBeanFactory beanFactory, ManagedProcessHubs processHubs) {
		return new HookRegistrar(beanFactory, processHubs);
	}

	@Bean
	@ConditionalOnBean(ManagedProcessHubs.class)
	HookEventPublisher processHubEventPublisher(ApplicationContext context, ManagedProcessHubs processHubs) {
		return new HookEventPublisher(context, processHubs);
	}

	@Bean
	@ConfigurationPropertiesBinding
	static RawArgument.OfValue processHubRawArgumentConverter() {
		return new RawArgument.OfValue();
	}

	@Bean
	static LazyInitializationExcludeFilter processHubsLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(ManagedProcessHubs.class, HookRegistrar.class,
				HookEventPublisher.class);
	}

	private record Checked(HubProperties properties, HubEngineSettings settings, HubEngineStrategies strategies,
			HubProcesses beans) {
	}

}
