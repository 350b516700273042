/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.processhub.MessageHandlerException;
import io.processhub.annotation.OnMessage;
import io.processhub.process.ProcessLifecycle;
import io.processhub.wire.WireException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MethodCall} and {@link MethodInvocation}.
 */
class MethodCallTests {

	private final SupervisorFixture fixture = new SupervisorFixture();

	@BeforeEach
	void start() {
		this.fixture.start("p", Calculator.class, Calculator::new);
	}

	@Test
	void implementedInterfaceIsCalled() {
		assertThat(ask(Api.class, "add", 2, 3L)).isEqualTo(5L);
		assertThat(ask(Api.class, "nothing")).isEqualTo("nothing");
		assertThat(ask(Api.class, "inherited", "x")).isEqualTo("inherited x");
		assertThat(ask(Api.class, "byDefault", (Object) null)).isEqualTo("default null");
	}

	@Test
	void callThatWasSentArrivesTheSame() {
		MethodCall call = invocation(Api.class, "add", 2, 3L).encode(this.fixture.codec);
		assertThat(this.fixture.ask("p", call)).isEqualTo(5L);
		assertThat(this.fixture.ask("p", invocation(Api.class, "byDefault", (Object) null).encode(this.fixture.codec)))
			.isEqualTo("default null");
	}

	@Test
	void singleArgumentOfAnotherInterfaceIsAMessage() {
		assertThat(ask(Foreign.class, "anything", 21)).isEqualTo(42);
	}

	@Test
	void otherMethodsOfAnotherInterfaceAreRefused() {
		assertRefused(invocation(Foreign.class, "two", 1, 2), "does not implement");
		assertRefused(invocation(Foreign.class, "anything", (Object) null), "does not implement");
	}

	@Test
	void methodsTheHubCallsAreRefused() {
		assertRefused(invocation(ProcessLifecycle.class, "started", (Object) null), "does not implement");
	}

	@Test
	void wrongMethodAndArgumentsAreRefused() {
		assertRefused(new MethodInvocation(Api.class.getName(), "missing", new String[0], new Object[0]),
				"no such method");
		String[] types = { "int", "long" };
		assertRefused(new MethodInvocation(Api.class.getName(), "add", types, new Object[] { "a", "b" }),
				"arguments are not for it");
		assertRefused(new MethodInvocation(Api.class.getName(), "add", types, new Object[] { 1, null }),
				"arguments are not for it");
		assertRefused(new MethodInvocation(Api.class.getName(), "add", types, new Object[] { 1 }),
				"arguments are not for it");
	}

	@Test
	void wrongNumberOfArgumentsIsNotDecoded() {
		MethodCall call = invocation(Api.class, "add", 1, 2L).encode(this.fixture.codec);
		MethodCall wrong = new MethodCall(call.interfaceName(), call.method(), new String[] { "int" },
				call.arguments());
		assertThatExceptionOfType(WireException.class).isThrownBy(() -> wrong.decode(this.fixture.codec))
			.withMessageContaining("1 parameters")
			.withMessageContaining("2 arguments");
	}

	private void assertRefused(MethodInvocation invocation, String why) {
		TestEnvelope sent = this.fixture.send("p", invocation);
		TestEnvelope called = this.fixture.call("p", invocation);
		this.fixture.run();
		assertThat(called.answer).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(MessageHandlerException.class)
			.withMessageContaining(invocation.toString())
			.withMessageContaining(why);
		assertThat(sent.answer).isNotDone();
		assertThat(this.fixture.destroyed).isEmpty();
	}

	private @Nullable Object ask(Class<?> api, String method, @Nullable Object... arguments) {
		return this.fixture.ask("p", invocation(api, method, arguments));
	}

	private static MethodInvocation invocation(Class<?> api, String name, @Nullable Object... arguments) {
		Method method = Arrays.stream(api.getMethods())
			.filter((each) -> each.getName().equals(name))
			.findFirst()
			.orElseThrow();
		return MethodInvocation.of(api, method, arguments);
	}

	interface ParentApi {

		String inherited(String text);

	}

	interface Api extends ParentApi {

		long add(int first, long second);

		String nothing();

		default String byDefault(@Nullable String text) {
			return "default " + text;
		}

	}

	interface Foreign {

		int anything(Integer number);

		int two(int first, int second);

	}

	static class Calculator implements Api, ProcessLifecycle {

		@Override
		public long add(int first, long second) {
			return first + second;
		}

		@Override
		public String nothing() {
			return "nothing";
		}

		@Override
		public String inherited(String text) {
			return "inherited " + text;
		}

		@OnMessage
		int twice(int number) {
			return 2 * number;
		}

	}

}
