/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak.node;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import io.processhub.ProcessHubOperations;
import io.processhub.benchmark.cluster.Driver;
import io.processhub.benchmark.cluster.HubWatch;

/**
 * A node of a soak test.
 */
@SpringBootApplication
public class SoakApplication {

	@Bean
	HubWatch hubWatch(ProcessHubOperations hub, LiveInstances live) {
		return new HubWatch(hub, live::size);
	}

	public static void main(String[] args) {
		Driver.endWithIt();
		SpringApplication.run(SoakApplication.class, args);
	}

}
