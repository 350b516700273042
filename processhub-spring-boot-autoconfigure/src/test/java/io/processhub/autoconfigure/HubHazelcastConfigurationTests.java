/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.hazelcast.client.Client;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.hazelcast.autoconfigure.HazelcastAutoConfiguration;
import org.springframework.boot.hazelcast.autoconfigure.HazelcastConfigCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.mock.env.MockEnvironment;

import io.processhub.HubNotRunningException;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessHubs;
import io.processhub.ProcessSpec;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.cluster.hazelcast.HazelcastClusterConfig;
import io.processhub.testing.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link HubHazelcastConfiguration}, with members on loopback ports that stay
 * alone.
 */
class HubHazelcastConfigurationTests {

	private final String clusterName = "test-" + UUID.randomUUID();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
		.withPropertyValues("processhub.cluster.name=" + this.clusterName, "processhub.cluster.discovery=none",
				"processhub.cluster.port=" + FreePorts.next());

	private final ApplicationContextRunner withoutHubs = this.runner.withBean(HubFactory.class,
			RecordingHubFactory::new);

	private final ApplicationContextRunner twoHubs = this.runner.withUserConfiguration(Echo.class)
		.withPropertyValues("processhub.hubs.orders.primary=true", "processhub.hubs.payments=");

	@Test
	void memberIsMadeAndProcessesRun() {
		this.runner.withUserConfiguration(Echo.class).withPropertyValues("processhub.node-name=one").run((context) -> {
			ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
			hub.start(ProcessSpec.of("e-1", "echo")).join();
			assertThat(hub.<String>call("e-1", "hello").join()).isEqualTo("hello");
			assertThat(hub.localNode().name()).isEqualTo("one");
			assertThat(hub.isAlive()).isTrue();
			assertThat(context.getBean(HazelcastInstance.class).getConfig().getClusterName())
				.isEqualTo(this.clusterName);
		});
		assertThat(Hazelcast.getAllHazelcastInstances())
			.noneMatch((instance) -> instance.getConfig().getClusterName().equals(this.clusterName));
	}

	@Test
	void memberIsMadeWithoutSpringBootsSupport() {
		this.withoutHubs.withClassLoader(new FilteredClassLoader(HazelcastConfigCustomizer.class))
			.run((context) -> assertThat(context).hasSingleBean(HazelcastInstance.class)
				.doesNotHaveBean(HubHazelcastConfiguration.ConfigChange.class));
	}

	@Test
	void memberIsMadeWithSpringBootsSupportAndNothingConfiguredThere() {
		this.withoutHubs.withConfiguration(AutoConfigurations.of(HazelcastAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(HazelcastInstance.class)
				.hasBean("processHubHazelcastInstance"));
	}

	@Test
	void customizersOfSpringBootApply() {
		this.withoutHubs
			.withBean(HazelcastConfigCustomizer.class, () -> (config) -> config.setProperty("custom", "yes"))
			.run((context) -> assertThat(context.getBean(HazelcastInstance.class).getConfig().getProperty("custom"))
				.isEqualTo("yes"));
	}

	@Test
	void messagesAreMadeOfTheClassesOfTheApplication() {
		ClassLoader loader = new FilteredClassLoader("none");
		this.withoutHubs.withClassLoader(loader)
			.run((context) -> assertThat(context.getBean(HazelcastInstance.class).getConfig().getClassLoader())
				.isSameAs(loader));
	}

	@Test
	void packagesOfTheApplicationMayBeDeserialized() {
		this.withoutHubs.withPropertyValues("processhub.cluster.deserialization.allowed-packages=com.acme.messages")
			.withInitializer((context) -> AutoConfigurationPackages
				.register((BeanDefinitionRegistry) context.getBeanFactory(), "com.acme.shop"))
			.run((context) -> assertThat(context.getBean(HazelcastInstance.class)
				.getConfig()
				.getSerializationConfig()
				.getJavaSerializationFilterConfig()
				.getWhitelist()
				.getPrefixes()).contains("com.acme.shop.", "com.acme.messages."));
	}

	@Test
	void instanceOfTheApplicationIsUsed() {
		HazelcastInstance own = mock(HazelcastInstance.class);
		this.withoutHubs.withBean(HazelcastInstance.class, () -> own)
			.run((context) -> assertThat(context.getBean(HazelcastInstance.class)).isSameAs(own));
	}

	@Test
	void configOfTheApplicationIsUsed() {
		this.withoutHubs.withBean(Config.class, this::ownConfig)
			.run((context) -> assertThat(context.getBean(HazelcastInstance.class).getName()).isEqualTo("own"));
	}

	@Test
	void instanceThatSpringBootMakesIsUsed() {
		this.runner.withConfiguration(AutoConfigurations.of(HazelcastAutoConfiguration.class))
			.withBean(Config.class, this::ownConfig)
			.withUserConfiguration(Echo.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(HazelcastInstance.class)
					.doesNotHaveBean("processHubHazelcastInstance");
				ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
				hub.start(ProcessSpec.of("e-1", "echo")).join();
				assertThat(hub.<String>call("e-1", "hello").join()).isEqualTo("hello");
			});
	}

	@Test
	void clientIsRefused() {
		HazelcastInstance client = mock(HazelcastInstance.class);
		given(client.getLocalEndpoint()).willReturn(mock(Client.class));
		given(client.getName()).willReturn("a-client");
		this.runner.withBean(HazelcastInstance.class, () -> client).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(FailureAnalyses.of(context.getStartupFailure()).getDescription()).contains("'a-client'")
				.contains("client");
		});
	}

	@Test
	void portThatIsTakenIsNamed() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.withoutHubs
				.withPropertyValues("processhub.cluster.port=" + taken.getLocalPort(),
						"processhub.cluster.port-auto-increment=false")
				.run((context) -> {
					assertThat(context).hasFailed();
					assertThat(FailureAnalyses.of(context.getStartupFailure()).getDescription())
						.contains("port " + taken.getLocalPort());
					assertThat(FailureAnalyses.of(context.getStartupFailure()).getAction())
						.contains("'processhub.cluster.port'");
				});
		}
	}

	@Test
	void allPortsThatAreTakenAreNamed() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.withoutHubs
				.withPropertyValues("processhub.cluster.port=" + taken.getLocalPort(),
						"processhub.cluster.port-count=1")
				.run((context) -> {
					assertThat(context).hasFailed();
					assertThat(FailureAnalyses.of(context.getStartupFailure()).getAction())
						.contains("'processhub.cluster.port'");
				});
		}
	}

	@Test
	void contradictionIsReported() {
		this.withoutHubs
			.withPropertyValues("processhub.cluster.discovery=tcp-ip", "processhub.cluster.members=10.1.2.3")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(FailureAnalyses.of(context.getStartupFailure()).getDescription())
					.contains("processhub.cluster")
					.contains("10.1.2.3");
			});
	}

	@Test
	void interfaceThatThisMachineDoesNotHaveIsNamed() {
		this.withoutHubs.withPropertyValues("processhub.cluster.interface=203.0.113.*").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(FailureAnalyses.of(context.getStartupFailure()).getDescription())
				.contains("'processhub.cluster.interface'")
				.contains("203.0.113.*");
		});
	}

	@Test
	void hubsHaveTwoThirdsOfTheShutdownPhaseToMove() {
		assertThat(EngineHubFactory.patience(new MockEnvironment())).hasSeconds(20);
		assertThat(EngineHubFactory
			.patience(new MockEnvironment().withProperty("spring.lifecycle.timeout-per-shutdown-phase", "3m")))
			.hasMinutes(2);
	}

	@Test
	void hubIsStoppedAlone() {
		this.twoHubs.run((context) -> {
			ProcessHubs hubs = context.getBean(ProcessHubs.class);
			hubs.stop("orders");
			assertThat(hubs.get("orders").isAlive()).isFalse();
			assertThat(hubs.get("payments").isAlive()).isTrue();
			assertThatExceptionOfType(HubNotRunningException.class)
				.isThrownBy(() -> hubs.primary().start(ProcessSpec.of("e-1", "echo")));
		});
	}

	@Test
	void hubIsStartedAgain() {
		this.twoHubs.run((context) -> {
			ProcessHubs hubs = context.getBean(ProcessHubs.class);
			hubs.stop("orders");
			hubs.start("orders");
			hubs.primary().start(ProcessSpec.of("e-1", "echo")).join();
			assertThat(hubs.primary().contains("e-1")).isTrue();
			assertThat(hubs.get("payments").contains("e-1")).isFalse();
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void shutdownHookOfTheApplicationsInstanceIsWarnedOf(CapturedOutput output) {
		Config config = ownConfig();
		config.setProperty("hazelcast.shutdownhook.enabled", "true");
		this.runner.withBean(Config.class, () -> config)
			.run((context) -> assertThat(output).contains("hazelcast.shutdownhook.enabled"));
	}

	@Test
	void templateIsThereForBeansThatAreMadeEarly() {
		this.runner.withUserConfiguration(Echo.class, Early.class, Proxies.class).run((context) -> {
			Early early = context.getBean(Early.class);
			early.hub.start(ProcessSpec.of("e-1", "echo")).join();
			assertThat(early.hub.<String>call("e-1", "hello").join()).isEqualTo("hello");
			assertThat(early.calls).hasValue(1);
		});
	}

	@Test
	void heartbeatThatIsLongerThanThePatienceIsReported() {
		this.withoutHubs.withPropertyValues("processhub.cluster.failure-detection.heartbeat-interval=2m")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(FailureAnalyses.of(context.getStartupFailure()).getDescription())
					.contains("'processhub.cluster.failure-detection.max-no-heartbeat'");
			});
	}

	private Config ownConfig() {
		Config config = HazelcastClusterConfig.create(
				ClusterSettingsMapper.map(new Binder().bindOrCreate("none", ClusterProperties.class), null, List.of()));
		config.setInstanceName("own");
		config.setClusterName(this.clusterName);
		config.getAdvancedNetworkConfig().setEnabled(false);
		config.getNetworkConfig().setPort(FreePorts.next()).getJoin().getTcpIpConfig().setEnabled(false);
		return config;
	}

	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class Proxies {

	}

	@Aspect
	static class Early {

		private final ProcessHubOperations hub;

		private final AtomicInteger calls = new AtomicInteger();

		Early(ProcessHubOperations hub) {
			this.hub = hub;
		}

		@Before("@annotation(io.processhub.annotation.OnMessage)")
		void count() {
			this.calls.incrementAndGet();
		}

	}

	@HubProcess("echo")
	static class Echo {

		@OnMessage
		String echo(String message) {
			return message;
		}

	}

}
