/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.leaks;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.autoconfigure.ProcessHubAutoConfiguration;
import io.processhub.testing.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for contexts that come and go while the Hazelcast instance, which is a bean of
 * their parent, stays.
 */
@Timeout(120)
class SurvivingInstanceTests {

	private static final int TIMES = 3;

	private final AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext();

	@AfterEach
	void close() {
		this.parent.close();
	}

	@Test
	void hubIsStartedAgainOnTheSameInstance() {
		HazelcastInstance instance = startParent();
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		List<WeakReference<ConfigurableApplicationContext>> contexts = new ArrayList<>();
		for (int i = 0; i < TIMES; i++) {
			contexts.add(new WeakReference<>(useHub("p" + i)));
			assertThat(instance.getLifecycleService().isRunning()).isTrue();
			assertThat(instance.getUserContext()).isEmpty();
			Awaitility.await().until(() -> threadsOfHubs(before).isEmpty());
		}
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			System.gc();
			return contexts.stream().allMatch((context) -> context.get() == null);
		});
	}

	private HazelcastInstance startParent() {
		Config config = new Config("surviving-" + System.nanoTime());
		config.setProperty("hazelcast.shutdownhook.enabled", "false");
		config.getNetworkConfig().setPort(FreePorts.next()).getInterfaces().setEnabled(true).addInterface("127.0.0.1");
		config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
		config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
		config.getJetConfig().setEnabled(false);
		this.parent.registerBean(HazelcastInstance.class, () -> Hazelcast.newHazelcastInstance(config));
		this.parent.refresh();
		return this.parent.getBean(HazelcastInstance.class);
	}

	private ConfigurableApplicationContext useHub(String id) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).parent(this.parent)
			.web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.properties("spring.main.banner-mode=off")
			.run();
		try (context) {
			assertThat(context.getBeansOfType(HazelcastInstance.class)).as("its own instance").isEmpty();
			ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
			hub.start(ProcessSpec.of(id, "echo")).join();
			assertThat(hub.<Object>call(id, "x").join()).isEqualTo("xx");
			// What ran before on this instance runs again
			assertThat(hub.<Object>call("p0", "y").join()).isEqualTo("yy");
		}
		return context;
	}

	private static List<String> threadsOfHubs(Set<Thread> before) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread))
			.map(Thread::getName)
			.filter((name) -> name.startsWith("processhub-"))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ProcessHubAutoConfiguration.class)
	@Import(Echo.class)
	static class Application {

	}

	@HubProcess("echo")
	static class Echo {

		@OnMessage
		String echo(String text) {
			return text + text;
		}

	}

}
