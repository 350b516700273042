/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import io.processhub.ProcessHubOperations;
import io.processhub.benchmark.cluster.Driver;
import io.processhub.benchmark.cluster.HubWatch;

/**
 * A node: an application with the auto-configuration and nothing else.
 */
@SpringBootApplication
public class BenchmarkApplication {

	public static void main(String[] args) {
		Driver.endWithIt();
		SpringApplication.run(BenchmarkApplication.class, args);
	}

	@Bean
	HubWatch hubWatch(ProcessHubOperations hub) {
		return new HubWatch(hub, Counter::live);
	}

}
