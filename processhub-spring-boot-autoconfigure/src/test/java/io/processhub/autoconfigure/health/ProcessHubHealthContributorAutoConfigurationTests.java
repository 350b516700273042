/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure.health;

import java.util.LinkedHashSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessHubs;
import io.processhub.health.ProcessHubHealthIndicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ProcessHubHealthContributorAutoConfiguration}.
 */
class ProcessHubHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner withoutHubs = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProcessHubHealthContributorAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.withoutHubs.withBean(ProcessHubs.class,
			ProcessHubHealthContributorAutoConfigurationTests::hubs);

	@Test
	void everyHubContributes() {
		this.runner.run((context) -> {
			CompositeHealthContributor contributor = (CompositeHealthContributor) context
				.getBean("processHubHealthContributor");
			assertThat(contributor.stream().map((each) -> each.name())).containsExactlyInAnyOrder("orders", "payments");
			assertThat(contributor.getContributor("orders")).isInstanceOf(ProcessHubHealthIndicator.class);
		});
	}

	@Test
	void canBeDisabled() {
		this.runner.withPropertyValues("management.health.processhub.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void backsOffForAContributorOfTheUser() {
		this.runner.withBean("processHubHealthIndicator", HealthIndicator.class, () -> mock(HealthIndicator.class))
			.run((context) -> assertThat(context).hasSingleBean(HealthContributor.class)
				.doesNotHaveBean("processHubHealthContributor"));
	}

	@Test
	void backsOffWithoutHubs() {
		this.withoutHubs.run((context) -> assertThat(context).doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void backsOffWithoutSpringBootsHealth() {
		this.runner
			.withClassLoader(
					new FilteredClassLoader(HealthContributor.class, ConditionalOnEnabledHealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ProcessHubHealthContributorAutoConfiguration.class));
	}

	private static ProcessHubs hubs() {
		ProcessHubs hubs = mock(ProcessHubs.class);
		given(hubs.ids()).willReturn(new LinkedHashSet<>(List.of("orders", "payments")));
		given(hubs.get(anyString())).willReturn(mock(ProcessHubOperations.class));
		return hubs;
	}

}
