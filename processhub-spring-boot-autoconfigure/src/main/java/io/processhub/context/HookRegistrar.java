/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

import io.processhub.annotation.ProcessHubHook;
import io.processhub.hook.ChildDataAlter;
import io.processhub.hook.ChildDataAlterer;
import io.processhub.hook.HookHandler;
import io.processhub.hook.HookKey;
import io.processhub.hook.HookOperations;
import io.processhub.hook.HookPayload;

/**
 * Registers the beans and the methods of beans that are to be told of what happens in the
 * hubs of an application, before any of them starts.
 *
 * @since 0.1.0
 */
public final class HookRegistrar implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ManagedProcessHubs hubs;

	/**
	 * Create a new {@code HookRegistrar}.
	 * @param beanFactory where the beans are
	 * @param hubs the hubs
	 */
	public HookRegistrar(ConfigurableListableBeanFactory beanFactory, ManagedProcessHubs hubs) {
		this.beanFactory = beanFactory;
		this.hubs = hubs;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String beanName : this.beanFactory.getBeanNamesForType(HookHandler.class)) {
			registerHandler(beanName, payloadType(beanName));
		}
		this.beanFactory.getBeansOfType(ChildDataAlterer.class)
			.forEach((beanName, alterer) -> all(beanName,
					(hooks) -> hooks.registerHook(beanName, alterer.priority(), alterer)));
		for (String beanName : this.beanFactory.getBeanNamesForType(Object.class)) {
			if (!ScopedProxyUtils.isScopedTarget(beanName)) {
				registerMethods(beanName);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private <P extends HookPayload> void registerHandler(String beanName, Class<P> payloadType) {
		HookHandler<P> handler = (HookHandler<P>) this.beanFactory.getBean(beanName, HookHandler.class);
		all(beanName, (hooks) -> hooks.registerHook(payloadType, beanName, handler.priority(), handler));
	}

	private Class<? extends HookPayload> payloadType(String beanName) {
		Class<?> target = AutoProxyUtils.determineTargetClass(this.beanFactory, beanName);
		ResolvableType declared = this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType();
		for (ResolvableType type : List.of(declared,
				ResolvableType.forClass((target != null) ? target : Object.class))) {
			Class<?> payload = type.as(HookHandler.class).getGeneric(0).resolve();
			if (payload != null && HookPayload.class.isAssignableFrom(payload) && payload.isRecord()
					&& payload != ChildDataAlter.class) {
				return payload.asSubclass(HookPayload.class);
			}
		}
		throw new InvalidHookException("", beanName,
				"It is not known what the HookHandler bean '%s' is to be told of.".formatted(beanName),
				"Declare its class, or the return type of its @Bean method, as HookHandler of one payload, such as "
						+ "HookHandler<PostClusterJoin>; what alters processes is a ChildDataAlterer.");
	}

	private void registerMethods(String beanName) {
		Class<?> target = AutoProxyUtils.determineTargetClass(this.beanFactory, beanName);
		if (target == null || !AnnotationUtils.isCandidateClass(target, ProcessHubHook.class)) {
			return;
		}
		Class<?> userClass = ClassUtils.getUserClass(target);
		Map<Method, ProcessHubHook> methods = MethodIntrospector.selectMethods(userClass,
				(MethodIntrospector.MetadataLookup<@Nullable ProcessHubHook>) (method) -> AnnotatedElementUtils
					.findMergedAnnotation(method, ProcessHubHook.class));
		methods.forEach((method, annotation) -> registerMethod(beanName, method, annotation));
	}

	private void registerMethod(String beanName, Method method, ProcessHubHook annotation) {
		check(beanName, method, annotation.value());
		Class<?> exposed = this.beanFactory.getType(beanName);
		Method invocable = AopUtils.selectInvocableMethod(method,
				(exposed != null) ? exposed : method.getDeclaringClass());
		ReflectionUtils.makeAccessible(invocable);
		String id = StringUtils.hasText(annotation.id()) ? annotation.id() : beanName + "." + method.getName();
		Consumer<HookOperations> registration = (annotation.value() == HookKey.CHILD_DATA_ALTER)
				? (hooks) -> hooks.registerHook(id, annotation.priority(), (data) -> {
					Object altered = invoke(beanName, invocable, data);
					return (altered != null) ? (ChildDataAlter) altered : data;
				}) : (hooks) -> hooks.registerHook(annotation.value().payloadType(), id, annotation.priority(),
						(payload) -> invoke(beanName, invocable, payload));
		String hub = this.beanFactory.resolveEmbeddedValue(annotation.hub());
		if (!StringUtils.hasText(hub)) {
			all(beanName, registration);
			return;
		}
		if (!this.hubs.ids().contains(hub)) {
			throw new UnknownHubException(hub, beanName, name(beanName, method), this.hubs.ids());
		}
		register(beanName, List.of(hub), registration);
	}

	private void check(String beanName, Method method, HookKey key) {
		String what = "The " + name(beanName, method) + " ";
		if (!this.beanFactory.isSingleton(beanName)) {
			throw new InvalidHookException("", beanName,
					what + "is not of one object, as the bean is not of singleton scope.",
					"Move the method to a bean that is a singleton.");
		}
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length > 1 || (parameters.length == 1 && !parameters[0].isAssignableFrom(key.payloadType()))) {
			throw new InvalidHookException("", beanName, what + "cannot be called for %s.".formatted(key),
					"Let it have no parameter, or one of type %s.".formatted(key.payloadType().getSimpleName()));
		}
		boolean alters = key == HookKey.CHILD_DATA_ALTER;
		if (alters && method.getReturnType() != void.class && method.getReturnType() != ChildDataAlter.class) {
			throw new InvalidHookException("", beanName, what + "returns no ChildDataAlter.",
					"Let it return what is to be started, or nothing.");
		}
	}

	private static String name(String beanName, Method method) {
		return "@ProcessHubHook method %s of the bean '%s'".formatted(method.getName(), beanName);
	}

	private @Nullable Object invoke(String beanName, Method method, HookPayload payload) throws Exception {
		Object bean = this.beanFactory.getBean(beanName);
		try {
			return (method.getParameterCount() == 0) ? method.invoke(bean) : method.invoke(bean, payload);
		}
		catch (ReflectiveOperationException ex) {
			ReflectionUtils.rethrowException((ex.getCause() != null) ? ex.getCause() : ex);
			throw ex;
		}
	}

	private void all(String beanName, Consumer<HookOperations> registration) {
		register(beanName, this.hubs.ids(), registration);
	}

	private void register(String beanName, Collection<String> hubIds, Consumer<HookOperations> registration) {
		for (String hub : hubIds) {
			try {
				registration.accept(this.hubs.get(hub));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidHookException(hub, beanName, ex.getMessage() + ".",
						"Give the handler of the bean '%s' another id.".formatted(beanName));
			}
		}
	}

}
