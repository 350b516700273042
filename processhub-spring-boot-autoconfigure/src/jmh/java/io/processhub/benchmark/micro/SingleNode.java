/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.micro;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;

/**
 * An application that is alone in its cluster.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Counter.class)
final class SingleNode {

	private SingleNode() {
	}

	/**
	 * Start the application.
	 * @return its context, to be closed
	 */
	static ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(SingleNode.class)
			.bannerMode(Banner.Mode.OFF)
			.properties(Map.of("processhub.cluster.discovery", "none", "logging.level.root", "WARN"))
			.run();
	}

	/**
	 * Start processes with the ids "process-0", "process-1" and so on.
	 * @param hub the hub
	 * @param count how many
	 * @return the ids
	 */
	static String[] start(ProcessHubOperations hub, int count) {
		List<ProcessSpec> specs = IntStream.range(0, count)
			.mapToObj((number) -> ProcessSpec.of("process-" + number, Counter.TYPE))
			.toList();
		hub.start(specs, StartOptions.defaults().withTimeout(Duration.ofMinutes(1))).join();
		// Not the same objects, as callers do not have those either
		return IntStream.range(0, count).mapToObj((number) -> "process-" + number).toArray(String[]::new);
	}

}
