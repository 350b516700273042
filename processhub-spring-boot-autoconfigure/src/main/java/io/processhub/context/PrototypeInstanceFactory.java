/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

import io.processhub.supervisor.ProcessType.InstanceFactory;

/**
 * Makes each instance of a process type a new bean, and destroys it as one.
 */
final class PrototypeInstanceFactory implements InstanceFactory {

	private final ConfigurableBeanFactory beanFactory;

	private final String beanName;

	PrototypeInstanceFactory(ConfigurableBeanFactory beanFactory, String beanName) {
		this.beanFactory = beanFactory;
		this.beanName = beanName;
	}

	@Override
	public Object create() {
		return this.beanFactory.getBean(this.beanName);
	}

	@Override
	public void destroy(Object instance) {
		// Callbacks may be private, and those of a proxy would see none of the fields
		Object target = AopProxyUtils.getSingletonTarget(instance);
		this.beanFactory.destroyBean(this.beanName, (target != null) ? target : instance);
	}

}
