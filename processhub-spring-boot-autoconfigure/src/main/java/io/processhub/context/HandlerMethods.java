/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.lang.reflect.Method;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanFactory;
import org.springframework.util.ClassUtils;

import io.processhub.supervisor.MessageHandlers;
import io.processhub.supervisor.OnMessageHandlers;

/**
 * The message handlers of a process bean, whose instances may be proxies.
 *
 * @param beanName the name of the bean
 * @param userClass the class that the methods are declared in
 * @param exposedClass the class of the instances, that of a proxy if they are proxied
 */
record HandlerMethods(String beanName, Class<?> userClass, Class<?> exposedClass) {

	static HandlerMethods of(ConfigurableListableBeanFactory beanFactory, String beanName) {
		Class<?> targetClass = AutoProxyUtils.determineTargetClass(beanFactory, beanName);
		if (targetClass == null) {
			throw new InvalidHubProcessException("", beanName,
					"The class of the @HubProcess bean '%s' is not known.".formatted(beanName),
					"Declare the class as the return type of its @Bean method.", null);
		}
		return new HandlerMethods(beanName, ClassUtils.getUserClass(targetClass),
				exposedClass(beanFactory, beanName, targetClass));
	}

	private static Class<?> exposedClass(ConfigurableListableBeanFactory beanFactory, String beanName,
			Class<?> targetClass) {
		if (beanFactory instanceof AbstractBeanFactory postProcessed) {
			for (BeanPostProcessor postProcessor : postProcessed.getBeanPostProcessors()) {
				if (postProcessor instanceof SmartInstantiationAwareBeanPostProcessor smart) {
					Class<?> exposed = smart.determineBeanType(targetClass, beanName);
					if (exposed != targetClass) {
						return exposed;
					}
				}
			}
		}
		return targetClass;
	}

	MessageHandlers handlers(String hub, String type) {
		try {
			return OnMessageHandlers.of(this.userClass, this::invocable, hub, type);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw new InvalidHubProcessException(hub, this.beanName,
					"The message handlers of the @HubProcess bean '%s' are not valid: %s".formatted(this.beanName,
							ex.getMessage()),
					"Correct the @OnMessage methods of %s.".formatted(this.userClass.getName()), ex);
		}
	}

	private Method invocable(Method method) {
		return AopUtils.selectInvocableMethod(method, this.exposedClass);
	}

}
