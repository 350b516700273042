/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

import io.processhub.ProcessHubs;
import io.processhub.autoconfigure.ProcessHubAutoConfiguration;
import io.processhub.health.ProcessHubHealthIndicator;

/**
 * Auto-configuration for the health of the hubs, one contributor for each.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ProcessHubAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ProcessHubs.class)
@ConditionalOnEnabledHealthIndicator("processhub")
public final class ProcessHubHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "processHubHealthIndicator", "processHubHealthContributor" })
	HealthContributor processHubHealthContributor(ProcessHubs hubs) {
		Map<String, HealthContributor> contributors = new LinkedHashMap<>();
		hubs.ids().forEach((id) -> contributors.put(id, new ProcessHubHealthIndicator(hubs.get(id))));
		return CompositeHealthContributor.fromMap(contributors);
	}

}
