/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;

import io.processhub.ProcessHubOperations;
import io.processhub.annotation.HubProcess;
import io.processhub.test.slice.SliceApplication;
import io.processhub.test.slice.SliceBeans.Alterer;
import io.processhub.test.slice.SliceBeans.AnyComponent;
import io.processhub.test.slice.SliceBeans.AnyController;
import io.processhub.test.slice.SliceBeans.AnyProperties;
import io.processhub.test.slice.SliceBeans.AnyService;
import io.processhub.test.slice.SliceBeans.JoinHandler;
import io.processhub.test.slice.SliceBeans.OwnDistribution;
import io.processhub.test.slice.SliceBeans.Scanned;
import io.processhub.test.slice.SliceBeans.WithHookMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessHubTest @ProcessHubTest}: what it scans, and when tests share a
 * context.
 */
class ProcessHubTestTests {

	@Test
	void processesHooksAndStrategiesAreScanned() throws Exception {
		ApplicationContext context = context(Plain.class);
		assertThat(context.getBeanNamesForType(ProcessHubOperations.class)).isNotEmpty();
		assertThat(context.getBeanNamesForType(Scanned.class)).hasSize(1);
		assertThat(context.getBeanNamesForType(JoinHandler.class)).hasSize(1);
		assertThat(context.getBeanNamesForType(Alterer.class)).hasSize(1);
		assertThat(context.getBeanNamesForType(WithHookMethod.class)).hasSize(1);
		assertThat(context.getBeanNamesForType(OwnDistribution.class)).hasSize(1);
	}

	@Test
	void othersAreNot() throws Exception {
		ApplicationContext context = context(Plain.class);
		assertThat(context.getBeanNamesForType(AnyComponent.class)).isEmpty();
		assertThat(context.getBeanNamesForType(AnyService.class)).isEmpty();
		assertThat(context.getBeanNamesForType(AnyController.class)).isEmpty();
		assertThat(context.getBeanNamesForType(AnyProperties.class)).isEmpty();
	}

	@Test
	void filtersSayOtherwise() throws Exception {
		ApplicationContext context = context(Filtered.class);
		assertThat(context.getBeanNamesForType(AnyService.class)).hasSize(1);
		assertThat(context.getBeanNamesForType(Scanned.class)).isEmpty();
		assertThat(context.getBeanNamesForType(Alterer.class)).hasSize(1);
		assertThat(context(WithoutDefaults.class).getBeanNamesForType(Alterer.class)).isEmpty();
	}

	@Test
	void testsOfTheSameKindShareAContext() throws Exception {
		assertThat(context(Plain.class)).isSameAs(context(Plain.class)).isSameAs(context(AsPlain.class));
		assertThat(context(Plain.class)).isNotSameAs(context(OnSystemTime.class));
		assertThat(context(Plain.class).getBeanNamesForType(ManualTime.class)).hasSize(1);
		assertThat(context(OnSystemTime.class).getBeanNamesForType(ManualTime.class)).isEmpty();
	}

	private static ApplicationContext context(Class<?> testClass) throws Exception {
		return new TestContextManager(testClass).getTestContext().getApplicationContext();
	}

	@ProcessHubTest
	@ContextConfiguration(classes = SliceApplication.class)
	static class Plain {

	}

	@ProcessHubTest
	@ContextConfiguration(classes = SliceApplication.class)
	static class AsPlain {

	}

	@ProcessHubTest(time = TestTime.SYSTEM)
	@ContextConfiguration(classes = SliceApplication.class)
	static class OnSystemTime {

	}

	@ProcessHubTest(includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = AnyService.class),
			excludeFilters = @Filter(HubProcess.class))
	@ContextConfiguration(classes = SliceApplication.class)
	static class Filtered {

	}

	@ProcessHubTest(useDefaultFilters = false)
	@ContextConfiguration(classes = SliceApplication.class)
	static class WithoutDefaults {

	}

}
