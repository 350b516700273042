/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.EnableAspectJAutoProxy;

import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.process.HandoverAware;
import io.processhub.process.ProcessLifecycle;
import io.processhub.supervisor.ProcessType;
import io.processhub.supervisor.TestHandling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for process beans behind AOP proxies.
 */
class ProxiedHubProcessTests {

	@Test
	void processBehindAClassProxy() throws Throwable {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(ClassProxies.class,
				Counting.class, Counter.class)) {
			ProcessType type = type(context);
			Object instance = type.factory().create();
			assertThat(AopUtils.isCglibProxy(instance)).isTrue();
			assertThat(instance).isInstanceOf(ProcessLifecycle.class).isInstanceOf(HandoverAware.class);
			assertThat(handle(type, instance, 2)).isEqualTo(2L);
			assertThat(handle(type, instance, 3)).isEqualTo(5L);
			assertThat(context.getBean(Counting.class).calls).hasValue(2);
			type.factory().destroy(instance);
			assertThat(((Counter) instance).handoverState()).isEqualTo(-1);
		}
	}

	@Test
	void processBehindAnInterfaceProxy() throws Throwable {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(InterfaceProxies.class,
				Counting.class, InterfaceCounter.class)) {
			ProcessType type = type(context);
			Object instance = type.factory().create();
			assertThat(AopUtils.isJdkDynamicProxy(instance)).isTrue();
			assertThat(instance).isInstanceOf(HandoverAware.class);
			assertThat(handle(type, instance, 2)).isEqualTo(2L);
			assertThat(context.getBean(Counting.class).calls).hasValue(1);
			type.factory().destroy(instance);
			assertThat(((HandoverAware<?>) instance).handoverState()).isEqualTo(-1L);
		}
	}

	@Test
	void handlerThatAnInterfaceProxyHidesIsReported() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(InterfaceProxies.class,
				Counting.class, Counter.class)) {
			assertThatExceptionOfType(InvalidHubProcessException.class).isThrownBy(() -> type(context))
				.withMessageContaining("add")
				.withMessageContaining(Counter.class.getName());
		}
	}

	private static Object handle(ProcessType type, Object instance, Integer message) throws Throwable {
		return TestHandling.handle(type, instance, message);
	}

	private static ProcessType type(AnnotationConfigApplicationContext context) {
		return HubProcessScanner
			.scan(context.getBeanFactory(), Set.of("orders"), "orders", (text) -> Duration.parse(text))
			.get("orders")
			.types()
			.get("counter");
	}

	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class ClassProxies {

	}

	@EnableAspectJAutoProxy
	static class InterfaceProxies {

	}

	@Aspect
	static class Counting {

		private final AtomicInteger calls = new AtomicInteger();

		@Before("@annotation(io.processhub.annotation.OnMessage)")
		void count() {
			this.calls.incrementAndGet();
		}

	}

	@HubProcess("counter")
	static class Counter implements ProcessLifecycle, HandoverAware<Long> {

		private long value;

		@OnMessage
		long add(Integer amount) {
			this.value += amount;
			return this.value;
		}

		@Override
		public Long handoverState() {
			return this.value;
		}

		@Override
		public void restoreState(Long state) {
			this.value = state;
		}

		@PreDestroy
		private void release() {
			this.value = -1;
		}

	}

	interface Adding {

		long add(Integer amount);

	}

	@HubProcess("counter")
	static class InterfaceCounter extends Counter implements Adding {

		@Override
		@OnMessage
		public long add(Integer amount) {
			return super.add(amount);
		}

	}

}
