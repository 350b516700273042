/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.Assert;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.process.HandoverAware;
import io.processhub.process.HubRunnable;
import io.processhub.process.ProcessContext;
import io.processhub.testing.FreePorts;

/**
 * An application that starts, works and ends.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ShortLivedApplication implements Runnable {

	@Override
	public void run() {
		int port;
		try (ConfigurableApplicationContext context = start()) {
			port = context.getEnvironment().getRequiredProperty("processhub.cluster.port", int.class);
			ProcessHubOperations hub = context.getBean(ProcessHubOperations.class);
			List<ProcessSpec> specs = IntStream.range(0, 20)
				.mapToObj((i) -> ProcessSpec.of("p" + i, "greeter"))
				.toList();
			hub.start(specs, StartOptions.defaults()).join();
			hub.start(ProcessSpec.of("loop", "loop")).join();
			for (ProcessSpec spec : specs) {
				hub.call(spec.id(), new Greeting("x"), Greeting.class, Duration.ofSeconds(5)).join();
				hub.send(spec.id(), new Greeting("y"));
				Greeting all = hub.call(spec.id(), new Greeting("z"), Greeting.class, Duration.ofSeconds(5)).join();
				Assert.state(all.text().equals("xyz"), () -> "Process " + spec.id() + " got " + all);
			}
		}
		bind(port);
	}

	private static void bind(int port) {
		try {
			new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Port " + port + " is not free", ex);
		}
	}

	static ConfigurableApplicationContext start(Class<?>... more) {
		return new SpringApplicationBuilder(ShortLivedApplication.class, Greeter.class, Loop.class).sources(more)
			.web(WebApplicationType.NONE)
			// As in a container: Spring Boot's hooks stay for as long as the JVM
			.registerShutdownHook(false)
			.properties("logging.register-shutdown-hook=false", "spring.main.banner-mode=off",
					"processhub.cluster.discovery=none", "processhub.cluster.port=" + FreePorts.next(),
					"processhub.cluster.port-auto-increment=false", "processhub.cluster.name=leaks")
			.run();
	}

	/**
	 * A message of the application's own.
	 *
	 * @param text the text
	 */
	public record Greeting(String text) {

	}

	@HubProcess("greeter")
	static class Greeter implements HandoverAware<Greeting> {

		private Greeting last = new Greeting("");

		@OnMessage
		Greeting greet(Greeting greeting, ProcessContext context) {
			context.scheduleAtFixedRate(Duration.ofHours(1), Duration.ofHours(1), greeting);
			this.last = new Greeting(this.last.text() + greeting.text());
			return this.last;
		}

		@Override
		public Greeting handoverState() {
			return this.last;
		}

		@Override
		public void restoreState(Greeting state) {
			this.last = state;
		}

	}

	@HubProcess("loop")
	static class Loop implements HubRunnable {

		@Override
		public void run(ProcessContext context) throws InterruptedException {
			Thread.currentThread().join();
		}

	}

}
