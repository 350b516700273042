/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.List;
import java.util.UUID;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.processhub.testing.FreePorts;

/**
 * Two applications that are one cluster, on loopback.
 */
final class LoopbackCluster {

	private final String name = "test-" + UUID.randomUUID();

	private final int port = FreePorts.firstOf(2);

	/**
	 * Start one of the two applications.
	 */
	ConfigurableApplicationContext start(int index, List<String> properties, Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of(properties(index)).and(properties.toArray(String[]::new)).applyTo(context);
		context.register(ProcessHubAutoConfiguration.class);
		context.register(beans);
		context.refresh();
		return context;
	}

	/**
	 * Return what runs one of the two applications.
	 */
	ApplicationContextRunner application(int index) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
			.withPropertyValues(properties(index));
	}

	private String[] properties(int index) {
		return new String[] { "processhub.cluster.name=" + this.name, "processhub.cluster.port=" + (this.port + index),
				"processhub.cluster.port-auto-increment=false",
				"processhub.cluster.members=127.0.0.1:%d,127.0.0.1:%d".formatted(this.port, this.port + 1) };
	}

}
