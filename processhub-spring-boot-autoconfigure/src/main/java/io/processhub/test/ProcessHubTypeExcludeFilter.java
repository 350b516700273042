/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.io.IOException;
import java.util.Set;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

import io.processhub.annotation.HubProcess;
import io.processhub.annotation.ProcessHubHook;
import io.processhub.hook.ChildDataAlterer;
import io.processhub.hook.HookHandler;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.PartitionToleranceStrategy;
import io.processhub.strategy.RedundancyStrategy;
import io.processhub.strategy.StrategyFactory;
import io.processhub.strategy.SynchronizationStrategy;

/**
 * Leaves out what is no process, hook or strategy.
 */
final class ProcessHubTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<ProcessHubTest> {

	private static final Set<Class<?>> INCLUDES = Set.of(HubProcess.class, HookHandler.class, ChildDataAlterer.class,
			DistributionStrategy.class, RedundancyStrategy.class, MigrationStrategy.class,
			SynchronizationStrategy.class, PartitionToleranceStrategy.class, StrategyFactory.class);

	ProcessHubTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return INCLUDES;
	}

	@Override
	protected boolean defaultInclude(MetadataReader metadataReader, MetadataReaderFactory metadataReaderFactory)
			throws IOException {
		return super.defaultInclude(metadataReader, metadataReaderFactory)
				|| metadataReader.getAnnotationMetadata().hasAnnotatedMethods(ProcessHubHook.class.getName());
	}

}
