/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.processhub.time.HubScheduler;

/**
 * The threads and the time of the hubs.
 */
@Configuration(proxyBeanMethods = false)
class HubThreadConfiguration {

	@Bean
	@ConditionalOnThreading(Threading.PLATFORM)
	HubExecutors processHubExecutors(ProcessHubProperties properties) {
		Integer workerThreads = properties.executor().workerThreads();
		Checks.atLeast("processhub.executor.worker-threads", workerThreads, 1);
		int processors = Runtime.getRuntime().availableProcessors();
		return HubExecutors.platformThreads((workerThreads != null) ? workerThreads : Math.max(16, 4 * processors));
	}

	@Bean
	@ConditionalOnThreading(Threading.VIRTUAL)
	HubExecutors processHubVirtualThreadExecutors() {
		return HubExecutors.virtualThreads();
	}

	@Bean
	@ConditionalOnMissingBean(HubScheduler.class)
	SystemHubScheduler processHubScheduler() {
		return new SystemHubScheduler();
	}

}
