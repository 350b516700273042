/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

import io.processhub.annotation.HubProcess;

/**
 * Sees to it that the arguments of processes in the configuration can be bound in a
 * native image.
 */
final class ArgumentAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		HubProcess process = bean.isInnerBean() ? null
				: bean.getBeanFactory().findAnnotationOnBean(bean.getBeanName(), HubProcess.class, false);
		if (process == null || process.argument() == Object.class) {
			return null;
		}
		return (context, code) -> BindableRuntimeHintsRegistrar.forTypes(process.argument())
			.registerHints(context.getRuntimeHints());
	}

}
