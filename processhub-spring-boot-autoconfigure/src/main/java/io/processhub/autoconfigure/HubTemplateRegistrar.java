/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import io.processhub.core.ProcessHubTemplate;

/**
 * Makes the template of every hub that is configured a bean that can be injected with the
 * hub id as its qualifier. Without a qualifier only that of the primary hub is injected.
 */
final class HubTemplateRegistrar implements ImportBeanDefinitionRegistrar {

	private static final String HUBS = "processHubs";

	private static final String PREFIX = "processHubTemplate.";

	private final Environment environment;

	HubTemplateRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		if (!registry.containsBeanDefinition(HUBS)) {
			// The application has hubs of its own
			return;
		}
		for (String hub : ConfiguredHubs.ids(this.environment)) {
			RootBeanDefinition definition = new RootBeanDefinition();
			definition.setTargetType(ProcessHubTemplate.class);
			definition.setFactoryBeanName(HUBS);
			definition.setFactoryMethodName("get");
			definition.getConstructorArgumentValues().addGenericArgumentValue(hub);
			definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, hub));
			definition.setDefaultCandidate(false);
			definition.setLazyInit(true);
			definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
			registry.registerBeanDefinition(PREFIX + hub, definition);
		}
	}

}
