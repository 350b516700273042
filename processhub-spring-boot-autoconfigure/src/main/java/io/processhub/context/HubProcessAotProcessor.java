/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

import io.processhub.annotation.HubProcess;

/**
 * Sees to it that what is done by reflection with {@link HubProcess} beans, and with what
 * they send each other, can be done in a native image.
 */
final class HubProcessAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		ConfigurableListableBeanFactory beanFactory = bean.getBeanFactory();
		String name = bean.getBeanName();
		HubProcess process = bean.isInnerBean() ? null
				: beanFactory.findAnnotationOnBean(name, HubProcess.class, false);
		if (process == null) {
			return null;
		}
		Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, name);
		return (type == null) ? null : (context, code) -> new HubProcessHints(context.getRuntimeHints())
			.register(ClassUtils.getUserClass(type), process.argument());
	}

}
