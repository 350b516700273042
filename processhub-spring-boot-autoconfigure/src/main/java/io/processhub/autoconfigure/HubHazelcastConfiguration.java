/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.List;

import com.hazelcast.client.Client;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.hazelcast.autoconfigure.HazelcastConfigCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;

import io.processhub.cluster.ClusterSettings;
import io.processhub.cluster.hazelcast.HazelcastCluster;
import io.processhub.cluster.hazelcast.HazelcastClusterConfig;
import io.processhub.cluster.hazelcast.HazelcastClusterRuntimeHints;
import io.processhub.engine.HubEngineFactory;
import io.processhub.time.HubScheduler;

/**
 * Hubs on Hazelcast: on the instance that the application has, or else on one made here.
 * Outside of the adapter the only place that knows Hazelcast.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(HubEngineFactory.class)
@ImportRuntimeHints(HazelcastClusterRuntimeHints.class)
class HubHazelcastConfiguration {

	private static final Log logger = LogFactory.getLog(HubHazelcastConfiguration.class);

	private static final String SHUTDOWN_HOOK = "hazelcast.shutdownhook.enabled";

	@Bean
	@ConditionalOnMissingBean(HubFactory.class)
	HazelcastEngineFactory processHubEngineFactory(HazelcastInstance hazelcastInstance, HubExecutors executors,
			HubScheduler scheduler) {
		if (hazelcastInstance.getLocalEndpoint() instanceof Client) {
			throw new HazelcastClientException(hazelcastInstance.getName());
		}
		if (!"false".equals(hazelcastInstance.getConfig().getProperty(SHUTDOWN_HOOK))) {
			logger.warn("The Hazelcast instance '" + hazelcastInstance.getName()
					+ "' shuts itself down when the JVM is told to end, before processes have moved to other nodes: set "
					+ SHUTDOWN_HOOK + " to false in its configuration");
		}
		return new HazelcastEngineFactory(new HazelcastCluster(hazelcastInstance, executors.background()), executors,
				scheduler);
	}

	/**
	 * The instance of an application that has none.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(HazelcastInstance.class)
	static class InstanceConfiguration {

		@Bean(destroyMethod = "shutdown")
		HazelcastInstance processHubHazelcastInstance(ProcessHubProperties properties, BeanFactory beanFactory,
				ResourceLoader resourceLoader, ObjectProvider<Config> config, ObjectProvider<ConfigChange> changes) {
			Config own = config.getIfUnique();
			if (own != null) {
				return Hazelcast.newHazelcastInstance(own);
			}
			ClusterSettings settings = ClusterSettingsMapper.map(properties.cluster(), properties.nodeName(),
					applicationPackages(beanFactory));
			try {
				Config created = HazelcastClusterConfig.create(settings);
				// Messages are made of the classes that the application has
				created.setClassLoader(resourceLoader.getClassLoader());
				changes.orderedStream().forEach((change) -> change.apply(created));
				HazelcastClusterConfig.check(created);
				return Hazelcast.newHazelcastInstance(created);
			}
			catch (RuntimeException ex) {
				throw ClusterStartFailures.translate(ex, settings);
			}
		}

		private static List<String> applicationPackages(BeanFactory beanFactory) {
			return AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory) : List.of();
		}

	}

	/**
	 * What Spring Boot's support for Hazelcast adds.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HazelcastConfigCustomizer.class)
	static class CustomizerConfiguration {

		@Bean
		ConfigChange processHubHazelcastConfigChange(ObjectProvider<HazelcastConfigCustomizer> customizers) {
			return (config) -> customizers.orderedStream().forEach((customizer) -> customizer.customize(config));
		}

		// A hook of Hazelcast's would pull the instance from under the hubs
		@Bean
		@Order(0)
		HazelcastConfigCustomizer processHubShutdownHookCustomizer() {
			return (config) -> {
				if (config.getProperty(SHUTDOWN_HOOK) == null) {
					config.setProperty(SHUTDOWN_HOOK, "false");
				}
			};
		}

	}

	/**
	 * Changes a configuration that was made here.
	 */
	@FunctionalInterface
	interface ConfigChange {

		void apply(Config config);

	}

}
