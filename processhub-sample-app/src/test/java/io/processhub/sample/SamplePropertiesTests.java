/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleProperties}.
 */
class SamplePropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(PropertiesConfiguration.class);

	@Test
	void haveDefaults() {
		this.runner.run((context) -> assertThat(context.getBean(SampleProperties.class)).isEqualTo(
				new SampleProperties(Duration.ofSeconds(60), new SampleProperties.Device(Duration.ofSeconds(5), 0.01),
						new SampleProperties.Replay(true, Duration.ofMillis(200)))));
	}

	@Test
	void canBeSet() {
		this.runner
			.withPropertyValues("sample.request-timeout=5s", "sample.device.tick=1m", "sample.device.drain=2",
					"sample.replay.enabled=false", "sample.replay.interval=1s")
			.run((context) -> assertThat(context.getBean(SampleProperties.class)).isEqualTo(
					new SampleProperties(Duration.ofSeconds(5), new SampleProperties.Device(Duration.ofMinutes(1), 2),
							new SampleProperties.Replay(false, Duration.ofSeconds(1)))));
	}

	@Test
	void unknownNameIsAnError() {
		this.runner.withPropertyValues("sample.replay.intervall=1s").run((context) -> assertThat(context).hasFailed());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(SampleProperties.class)
	static class PropertiesConfiguration {

	}

}
